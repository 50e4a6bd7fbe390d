/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The switches of one session, from its first byte to its end. When rules change they follow at once as far as their phase
 * allows: what took effect at key exchange stays for the connection, what took effect with SSH_FXP_INIT until the next one; what is
 * decided by path changes with the next request. For use by many threads.
 */
public final class SessionQuirks {

    private final Supplier<QuirkRules> rules;
    private final QuirkCounts counts = new QuirkCounts();
    private final Map<String, AtMount> atMounts = new ConcurrentHashMap<>();
    private Map<Quirk<?>, QuirkValue> own = Map.of();
    private volatile Decided decided;

    /**
     * What was decided for the session.
     *
     * @param revision of the rules by which
     */
    private record Decided(ClientProfile client, Object revision, List<QuirkRule> own, ResolvedQuirks quirks) {}

    /**
     * What was decided for the paths of a mount.
     *
     * @param session what held for the session
     */
    private record AtMount(MountQuirks mount, Decided session, ResolvedQuirks quirks) {}

    /** @param rules those in force; asked again and again, since the policy may come and go */
    public SessionQuirks(Supplier<QuirkRules> rules) {
        this.rules = rules;
        this.decided = new Decided(ClientProfile.UNKNOWN, this, List.of(), new ResolvedQuirks(List.of(), counts));
    }

    /** What is known of the client. */
    public ClientProfile client() {
        return decided.client();
    }

    /** Decides anew, as more is known. */
    public synchronized void learn(ClientProfile client) {
        decide(client, EnumSet.noneOf(Phase.class));
    }

    /** The values in force for the session. */
    public Quirks current() {
        return upToDate().quirks();
    }

    /** The values in force for paths of a mount; cheap enough for every request. */
    public Quirks at(MountQuirks mount) {
        Decided now = upToDate();
        AtMount known = atMounts.get(mount.mount());
        if (known == null || known.session() != now || known.mount() != mount) {
            known = new AtMount(mount, now, resolve(now, mount));
            atMounts.put(mount.mount(), known);
        }
        return known.quirks();
    }

    /** What differs from neutral: for the session, and for the paths of mounts that it has used. */
    public List<Quirks.Setting> settings() {
        Set<Quirks.Setting> all = new LinkedHashSet<>(current().settings());
        atMounts.values().forEach(mount -> all.addAll(at(mount.mount()).settings()));
        return List.copyOf(all);
    }

    /** Sets a switch for this session alone; without a value, the rules hold again. */
    public synchronized void override(Quirk<?> quirk, Optional<QuirkValue> value) {
        Map<Quirk<?>, QuirkValue> next = new HashMap<>(own);
        value.ifPresentOrElse(given -> next.put(quirk, given), () -> next.remove(quirk));
        own = Map.copyOf(next);
        decide(decided.client(), EnumSet.of(Phase.SFTP_INIT));
    }

    private Decided upToDate() {
        Decided now = decided;
        if (now.revision() == rules.get().revision()) {
            return now;
        }
        synchronized (this) {
            if (decided.revision() != rules.get().revision()) {
                decide(decided.client(), EnumSet.of(Phase.SFTP_INIT));
            }
            return decided;
        }
    }

    /** @param kept phases whose switches stay as they were, beside key exchange, once they took effect */
    private void decide(ClientProfile client, Set<Phase> kept) {
        QuirkRules now = rules.get();
        Object revision = now.revision();
        List<QuirkRule> session = own.isEmpty()
                ? List.of()
                : List.of(new QuirkRule(QuirkLayer.SESSION, "console", own, "set for this session alone"));
        List<QuirkRule> all = new ArrayList<>(now.matching(client));
        all.addAll(session);
        ResolvedQuirks resolved = new ResolvedQuirks(all, counts);
        Set<Phase> past = EnumSet.noneOf(Phase.class);
        if (decided.client().banner().isPresent()) {
            past.add(Phase.KEY_EXCHANGE);
        }
        if (decided.client().requestedVersion().isPresent()) {
            past.addAll(kept);
        }
        decided = new Decided(
                client, revision, session, past.isEmpty() ? resolved : resolved.keeping(decided.quirks(), past));
    }

    private ResolvedQuirks resolve(Decided session, MountQuirks mount) {
        List<QuirkRule> all = new ArrayList<>();
        // Before the rules, so that a rule of this layer, being the more particular, wins over the mount's own
        // configuration.
        all.add(mount.rule());
        all.addAll(rules.get().matching(session.client().at(mount.mount())));
        all.addAll(session.own());
        all.sort(Comparator.comparing(QuirkRule::layer));
        return new ResolvedQuirks(all, counts).keeping(session.quirks(), EnumSet.complementOf(EnumSet.of(Phase.PATH)));
    }
}
