/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.QuirkAdvisor;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.ActivityListener;
import org.sallyport.api.session.SessionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches for signs of known troubles and proposes what helps, or applies it. All that it keeps is bounded. */
@Component(
        service = {QuirkAdvisor.class, ActivityListener.class},
        configurationPid = QuirkSettings.PID)
public final class Advisor implements QuirkAdvisor, ActivityListener {

    private static final Logger LOG = LoggerFactory.getLogger(Advisor.class);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int OFTEN = 3;
    private static final int MOST_TRAITS = 128;
    private static final String SYSTEM_SSH = "OpenSSH_";

    private final Map<String, WatchedSession> sessions = new Recent<>(10_000);
    private final Map<Client, Departure> departures = new Recent<>(1_000);
    private final Map<Client, Integer> goneAfterFailure = new Recent<>(1_000);
    private final Map<Case, Advice> advice = new Recent<>(200);
    private final Map<String, Boolean> applied = new Recent<>(200);
    private final Map<String, Traits> unknown = new Recent<>(200);
    private final Clock clock;
    private final Applying applying;
    private volatile QuirkSettings.Advising advising = QuirkSettings.Advising.SHOW;

    /** Who is in trouble: a user with a program. */
    private record Client(String user, String program) {}

    private record Case(Client client, Sign sign) {}

    /** An end of a session. */
    private record Departure(Instant when, Set<VirtualPath> uploaded) {}

    private static final class Traits {
        private int sessions;
        private final Set<String> did = new TreeSet<>();
        private final Set<String> protocol = new TreeSet<>();
    }

    /** Makes advice a rule. */
    @FunctionalInterface
    interface Applying {

        void apply(Advice advice) throws IOException;
    }

    @Activate
    public Advisor(@Reference ConfigurationAdmin configurations, Map<String, Object> configuration) {
        this(Clock.systemUTC(), given -> configure(configurations, given));
        modified(configuration);
    }

    Advisor(Clock clock, Applying applying) {
        this.clock = clock;
        this.applying = applying;
    }

    @Modified
    void modified(Map<String, Object> configuration) {
        try {
            advising = QuirkSettings.read(configuration).advice();
        } catch (InvalidConfigurationException refused) {
            LOG.error("configuration refused, the last good one stays: {}", refused.getMessage());
        }
    }

    private static void configure(ConfigurationAdmin configurations, Advice given) throws IOException {
        Dictionary<String, Object> values = new Hashtable<>(given.values());
        values.put("layer", "user");
        values.put("condition", given.condition());
        values.put("evidence", given.evidence());
        configurations
                .getFactoryConfiguration(RulePolicy.PID, given.name(), "?")
                .update(values);
    }

    @Override
    public void activity(SessionInfo session, Activity activity) {
        if (session.user().isEmpty()) {
            return;
        }
        Optional<Advice> found;
        synchronized (this) {
            found = watch(session, activity);
        }
        found.filter(given -> !given.values().isEmpty()).ifPresent(this::applyIfConfigured);
    }

    private void applyIfConfigured(Advice given) {
        if (advising == QuirkSettings.Advising.APPLY) {
            apply(given);
        } else if (given.times() == 1) {
            LOG.info("sftp:quirk-advise has something for {}: {}", given.condition(), given.evidence());
        }
    }

    /** Once; a session that began before may go on to show the same sign. */
    private void apply(Advice given) {
        synchronized (this) {
            if (applied.put(given.name(), true) != null) {
                return;
            }
        }
        try {
            applying.apply(given);
            LOG.info("quirk rule {} is applied: {}", given.name(), given.evidence());
        } catch (IOException failed) {
            LOG.error("quirk rule {} could not be applied: {}", given.name(), failed.toString());
            synchronized (this) {
                applied.remove(given.name());
            }
        }
    }

    private Optional<Advice> watch(SessionInfo session, Activity activity) {
        Instant now = clock.instant();
        Client client = new Client(session.user().orElseThrow(), program(session.banner()));
        if (isUnknown(session)) {
            describe(session, activity);
        }
        if (activity.kind() == Activity.Kind.LOGOUT) {
            WatchedSession ended = sessions.remove(session.id());
            return ended == null ? Optional.empty() : departed(client, ended, now);
        }
        WatchedSession watched = sessions.computeIfAbsent(session.id(), first -> new WatchedSession());
        Optional<Sign> sign = watched.watch(activity, now);
        if (sign.isEmpty() && isRepeated(client, activity, now)) {
            sign = Optional.of(Sign.UPLOAD_REPEATED);
        }
        return sign.filter(seen -> !isHelped(session, seen)).map(seen -> note(client, seen, now));
    }

    /** No rule is for it; what mounts say holds for whoever uses them. */
    private static boolean isUnknown(SessionInfo session) {
        return !session.banner().startsWith(SYSTEM_SSH)
                && session.quirks().stream().allMatch(setting -> setting.layer().equals("mount"));
    }

    /** Its software's version, without comments. */
    private static String program(String banner) {
        int comment = banner.indexOf(' ');
        return comment < 0 ? banner : banner.substring(0, comment);
    }

    private void describe(SessionInfo session, Activity activity) {
        Traits traits = unknown.computeIfAbsent(program(session.banner()), first -> new Traits());
        if (activity.kind() == Activity.Kind.LOGIN) {
            traits.sessions++;
        }
        String kind = ConfigurationReader.spell(activity.kind());
        if (traits.protocol.size() < MOST_TRAITS) {
            traits.protocol.addAll(session.traits());
        }
        traits.did.add(activity.result().equals(Activity.OK) ? kind : kind + ":" + activity.result());
    }

    private Optional<Advice> departed(Client client, WatchedSession ended, Instant now) {
        departures.put(client, new Departure(now, ended.uploaded()));
        if (ended.lastFailure().plus(AT_ONCE).isBefore(now)) {
            goneAfterFailure.remove(client);
            return Optional.empty();
        }
        return goneAfterFailure.merge(client, 1, Integer::sum) < OFTEN
                ? Optional.empty()
                : Optional.of(note(client, Sign.GONE_AFTER_FAILURE, now));
    }

    private boolean isRepeated(Client client, Activity activity, Instant now) {
        Departure departure = departures.get(client);
        return departure != null
                && (activity.kind() == Activity.Kind.UPLOAD || activity.kind() == Activity.Kind.UPLOAD_TEMPORARY)
                && activity.result().equals(Activity.OK)
                && departure.when().plus(SOON).isAfter(now)
                && activity.path().filter(departure.uploaded()::contains).isPresent();
    }

    /** Whether a rule for it is in force already. */
    private static boolean isHelped(SessionInfo session, Sign sign) {
        return session.quirks().stream().anyMatch(setting -> sign.remedy().containsKey(setting.quirk()));
    }

    private Advice note(Client client, Sign sign, Instant now) {
        Case key = new Case(client, sign);
        Advice before = advice.get(key);
        Advice next = new Advice(
                name(client, sign),
                "(&(user=" + escaped(client.user()) + ")(banner=" + escaped(client.program()) + "))",
                sign.remedy(),
                sign.evidence(),
                before == null ? 1 : before.times() + 1,
                now);
        advice.put(key, next);
        return next;
    }

    /** Fit for the name of a file. */
    private static String name(Client client, Sign sign) {
        String text = ConfigurationReader.spell(sign).replace('-', '_') + "_" + client.user() + "_" + client.program();
        String safe = text.replaceAll("[^A-Za-z0-9_.]", "_");
        return safe.length() > 64 ? safe.substring(0, 55) + "_" + Integer.toHexString(text.hashCode()) : safe;
    }

    private static String escaped(String value) {
        return value.replaceAll("([\\\\()*])", "\\\\$1");
    }

    @Override
    public synchronized List<Advice> advice() {
        List<Advice> result = new ArrayList<>(advice.values());
        result.sort(Comparator.comparing(Advice::last));
        return result;
    }

    @Override
    public synchronized List<UnknownClient> unknownClients() {
        List<UnknownClient> result = new ArrayList<>();
        unknown.forEach((banner, traits) -> result.add(
                new UnknownClient(banner, traits.sessions, List.copyOf(traits.did), List.copyOf(traits.protocol))));
        return result;
    }
}
