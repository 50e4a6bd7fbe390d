/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.hostkey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.sallyport.api.server.HostKeyDirectory;

/** The keys in {@code etc/sallyport/hostkeys}, which listeners use that name no others. */
@Component(service = {HostKeyDirectory.class, DefaultHostKeys.class})
public final class DefaultHostKeys implements HostKeyDirectory {

    private final Path folder;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    @Activate
    public DefaultHostKeys() {
        this(Path.of(System.getProperty("karaf.etc", "etc"), "sallyport", "hostkeys"));
    }

    /** @param folder made when the first key is */
    public DefaultHostKeys(Path folder) {
        this.folder = folder;
    }

    /** The folder, with at least one key in it. */
    public synchronized Path folder() throws IOException {
        HostKeyFiles.makeMissing(folder);
        return folder;
    }

    @Override
    public List<HostKeyInfo> hostKeys() {
        try {
            return HostKeyFiles.load(List.of(folder()), "").stream()
                    .map(key -> new HostKeyInfo(key.type(), key.fingerprint(), key.file()))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public Path generate(String type, boolean replace) throws IOException {
        Path made = make(type, replace);
        // Outside of the lock: they read the keys under locks of their own.
        watchers.forEach(Runnable::run);
        return made;
    }

    private synchronized Path make(String type, boolean replace) throws IOException {
        return HostKeyFiles.generate(folder, type, replace);
    }

    /** @param changed called, on any thread, after a key was made */
    public void watch(Runnable changed) {
        watchers.add(changed);
    }

    public void unwatch(Runnable changed) {
        watchers.remove(changed);
    }
}
