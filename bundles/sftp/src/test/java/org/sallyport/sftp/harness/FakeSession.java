/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.harness;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.MountQuirks;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.SessionContext;

/** A logged-in user named {@code alice}. */
public final class FakeSession implements SessionContext {

    private final String banner;
    private final FakeQuirks quirks;
    private final List<Activity> activities = new CopyOnWriteArrayList<>();
    private final AtomicReference<Error> failure = new AtomicReference<>();
    private volatile ClientProfile profile = ClientProfile.UNKNOWN;

    public FakeSession(String banner, FakeQuirks quirks) {
        this.banner = banner;
        this.quirks = quirks;
    }

    @Override
    public String id() {
        return "s1";
    }

    @Override
    public String user() {
        return "alice";
    }

    @Override
    public Set<String> roles() {
        return Set.of();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return InetSocketAddress.createUnresolved("client.example", 50000);
    }

    @Override
    public String listener() {
        return "default";
    }

    @Override
    public String banner() {
        return banner;
    }

    @Override
    public ClientProfile profile() {
        return profile;
    }

    @Override
    public Quirks quirks() {
        return quirks;
    }

    @Override
    public Quirks quirks(MountQuirks mount) {
        return quirks;
    }

    @Override
    public void learn(ClientProfile learnt) {
        profile = learnt;
    }

    /** The next report fails. */
    public void failNext(Error error) {
        failure.set(error);
    }

    @Override
    public void report(Activity activity) {
        Error error = failure.getAndSet(null);
        if (error != null) {
            throw error;
        }
        activities.add(activity);
    }

    public List<Activity> activities() {
        return List.copyOf(activities);
    }
}
