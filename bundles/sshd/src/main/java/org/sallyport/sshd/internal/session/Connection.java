/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.core.CoreModuleProperties;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.MountQuirks;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.QuirkRules;
import org.sallyport.api.quirk.QuirkValue;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.SessionQuirks;
import org.sallyport.api.quirk.TransportQuirks;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.PacketTap;
import org.sallyport.api.session.SessionContext;
import org.sallyport.api.session.SessionInfo;
import org.sallyport.sshd.internal.address.AddressText;

/** One accepted connection from its first byte to its end: who it is, what it does, what is known of the client. */
public final class Connection implements SessionContext {

    private static final AttributeKey<Connection> KEY = new AttributeKey<>();

    /** Clients send reasons of any length. */
    private static final int LONGEST_REASON = 200;

    /** Of channels that have ended; each has a bound of its own. */
    private static final int MOST_TRAITS = 128;

    private final String id;
    private final Session session;
    private final String listener;
    private final Instant since = Instant.now();
    private final SessionQuirks quirks;
    private final Activities activities;
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final Set<ServedChannel> channels = ConcurrentHashMap.newKeySet();
    private final AtomicInteger admitted = new AtomicInteger();
    private final Set<String> pastTraits = ConcurrentHashMap.newKeySet();
    private final List<String> authentication = new CopyOnWriteArrayList<>();
    private volatile InetSocketAddress remoteAddress;
    private volatile Optional<Supplier<PacketTap>> taps = Optional.empty();
    private volatile String user;
    private volatile Set<String> roles = Set.of();
    private volatile String endReason = "";
    private volatile boolean refusalTold;

    /** What holds unless a rule says otherwise; known from login on. */
    private volatile Duration listenersIdleTimeout;

    /** @param rules decide the switches */
    public Connection(String id, Session session, String listener, Supplier<QuirkRules> rules, Activities activities) {
        this.id = id;
        this.session = session;
        this.listener = listener;
        this.quirks = new SessionQuirks(rules);
        this.activities = activities;
        this.remoteAddress = (InetSocketAddress) session.getIoSession().getRemoteAddress();
        session.setAttribute(KEY, this);
    }

    /** The connection behind MINA's session. */
    public static Connection of(Session session) {
        Connection connection = session.getAttribute(KEY);
        if (connection == null) {
            throw new IllegalStateException("a session that no listener accepted");
        }
        return connection;
    }

    /** The connection behind MINA's session, if it has come so far. */
    public static Optional<Connection> find(Session session) {
        return Optional.ofNullable(session.getAttribute(KEY));
    }

    @Override
    public String id() {
        return id;
    }

    /** {@inheritDoc} Empty before login. */
    @Override
    public String user() {
        return user == null ? "" : user;
    }

    @Override
    public boolean isConnected() {
        return session.isOpen();
    }

    @Override
    public Set<String> roles() {
        return roles;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public String listener() {
        return listener;
    }

    @Override
    public String banner() {
        return profile().banner().orElse("");
    }

    @Override
    public ClientProfile profile() {
        return quirks.client();
    }

    @Override
    public Quirks quirks() {
        return quirks.current();
    }

    @Override
    public Quirks quirks(MountQuirks mount) {
        return quirks.at(mount);
    }

    @Override
    public void learn(ClientProfile profile) {
        quirks.learn(profile);
    }

    /** Lets somebody see the packets of all channels, or nobody any more. */
    public void tap(Optional<Supplier<PacketTap>> newTaps) {
        taps = newTaps;
        channels.forEach(channel -> channel.tap(newTaps.map(Supplier::get)));
    }

    /** An operator sets a switch for this connection alone, or, without a value, takes that back. */
    public void override(Quirk<?> quirk, Optional<QuirkValue> value) {
        quirks.override(quirk, value);
    }

    @Override
    public void report(Activity activity) {
        report(info(), activity);
    }

    /** @param shown instead of what is known: before login, with the user's name as the client claims it */
    public void report(SessionInfo shown, Activity activity) {
        if (activity.kind() == Activity.Kind.LOGIN_REFUSED) {
            refusalTold = true;
        }
        activities.report(shown, activity);
    }

    /** Whether a refused login was told already. */
    public boolean isRefusalTold() {
        return refusalTold;
    }

    /** A trusted proxy says who the client really is. */
    public void proxied(InetSocketAddress client) {
        remoteAddress = client;
    }

    /** The client has sent its identification. */
    public void identified(String clientVersion) {
        String banner = clientVersion.replaceFirst("^SSH-(2\\.0|1\\.99)-", "");
        learn(profile().connected(banner, remoteAddress.getAddress().getHostAddress(), listener));
    }

    /** One method of authentication has succeeded. */
    public void authenticatedBy(String method) {
        authentication.add(method);
    }

    /** Login is complete. */
    public void loggedIn(String newUser, Set<String> newRoles) {
        user = newUser;
        roles = Set.copyOf(newRoles);
        learn(profile().loggedIn(newUser, newRoles));
        listenersIdleTimeout = CoreModuleProperties.IDLE_TIMEOUT.getRequired(session);
        adoptIdleTimeout();
    }

    /** Rules may have changed since. */
    private void adoptIdleTimeout() {
        Duration idle = quirks().get(TransportQuirks.IDLE_TIMEOUT);
        CoreModuleProperties.IDLE_TIMEOUT.set(session, idle.isZero() ? listenersIdleTimeout : idle);
        if (!idle.isZero()) {
            quirks().exercised(TransportQuirks.IDLE_TIMEOUT);
        }
    }

    public void received(long bytes) {
        bytesIn.add(bytes);
    }

    public void sent(long bytes) {
        bytesOut.add(bytes);
    }

    /**
     * Counts a channel that is to be opened, whether it will serve something or not.
     *
     * @param most how many there may be
     * @return false if there are as many already
     */
    public boolean admitChannel(int most) {
        return admitted.getAndUpdate(count -> Math.min(most, count + 1)) < most;
    }

    /** A channel that was admitted has ended. */
    public void channelEnded() {
        admitted.decrementAndGet();
    }

    /** A channel has begun to serve a subsystem. */
    public void opened(ServedChannel channel) {
        channels.add(channel);
        adoptIdleTimeout();
        channel.tap(taps.map(Supplier::get));
    }

    public void closed(ServedChannel channel) {
        channels.remove(channel);
        if (pastTraits.size() < MOST_TRAITS) {
            channel.subsystemInfo().ifPresent(info -> pastTraits.addAll(info.traits()));
        }
    }

    public int openChannels() {
        return channels.size();
    }

    /** Notes why the connection is to end; what is told first is the reason. */
    public void endsBecause(String reason) {
        if (endReason.isEmpty()) {
            endReason = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
        }
    }

    /** Empty for a client that just went away. */
    public String endReason() {
        return endReason;
    }

    /** When it was accepted. */
    public Instant since() {
        return since;
    }

    /** Bytes of channels in both directions. */
    public long bytes() {
        return bytesIn.sum() + bytesOut.sum();
    }

    /** Ends the connection, telling the client why. */
    public void end(String reason) {
        try {
            session.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, reason);
        } catch (IOException broken) {
            session.close(true);
        }
    }

    /** Whether login is complete. */
    public boolean isLoggedIn() {
        return user != null;
    }

    public SessionInfo info() {
        List<SessionInfo.ChannelInfo> open = new ArrayList<>();
        channels.forEach(channel -> channel.subsystemInfo().ifPresent(open::add));
        Set<String> traits = new TreeSet<>(pastTraits);
        open.forEach(channel -> traits.addAll(channel.traits()));
        return new SessionInfo(
                id,
                Optional.ofNullable(user),
                AddressText.of(remoteAddress),
                listener,
                banner(),
                since,
                algorithms(),
                List.copyOf(authentication),
                bytesIn.sum(),
                bytesOut.sum(),
                open,
                quirks.settings(),
                traits);
    }

    private Map<String, String> algorithms() {
        Map<String, String> result = new TreeMap<>();
        put(result, "kex", KexProposalOption.ALGORITHMS);
        put(result, "host-key", KexProposalOption.SERVERKEYS);
        put(result, "cipher-in", KexProposalOption.C2SENC);
        put(result, "cipher-out", KexProposalOption.S2CENC);
        put(result, "mac-in", KexProposalOption.C2SMAC);
        put(result, "mac-out", KexProposalOption.S2CMAC);
        return result;
    }

    /** A channel that tells what it serves. */
    public interface ServedChannel {

        /** Empty as long as nothing is served. */
        Optional<SessionInfo.ChannelInfo> subsystemInfo();

        /** Shows its packets from now on, or no more. */
        void tap(Optional<PacketTap> tap);
    }

    private void put(Map<String, String> result, String name, KexProposalOption option) {
        String value = session.getNegotiatedKexParameter(option);
        if (value != null) {
            result.put(name, value);
        }
    }
}
