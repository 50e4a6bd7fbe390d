/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.MountQuirks;
import org.sallyport.api.quirk.QuirkCounts;
import org.sallyport.api.quirk.QuirkRule;
import org.sallyport.api.quirk.QuirkRules;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.ResolvedQuirks;
import org.sallyport.api.quirk.SessionQuirks;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.SftpQuirks.RenameOverwrite;

/** What asking costs with a thousand rules: for users, for networks and for banners. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QuirkBenchmark {

    private static final int RULES = 1000;
    private static final MountQuirks MOUNT = new MountQuirks("home", Map.of());
    private static final ClientProfile CLIENT = ClientProfile.UNKNOWN
            .connected("OpenSSH_9.2p1 Debian-2+deb12u3", "10.20.30.40", "main")
            .loggedIn("user500", Set.of("staff", "partner"))
            .initialised(3)
            .recognised("sshfs");

    private RuleSet rules;
    private SessionQuirks session;
    private Quirks resolved;

    @Setup
    public void prepare() throws InvalidConfigurationException {
        RuleReader reader = new RuleReader(Map.of());
        List<ConditionalRule> all = new ArrayList<>();
        for (int i = 0; i < RULES; i++) {
            Map<String, String> values = new HashMap<>();
            values.put("service.pid", "org.sallyport.quirk~r" + i);
            values.put("rename-overwrite", "files");
            values.put(
                    "condition",
                    switch (i % 5) {
                        case 0 -> "(address=10." + i % 256 + ".0.0/16)";
                        case 1 -> "(&(banner=*Client" + i + "*)(version>=3))";
                        default -> "(&(user=user" + i + ")(role=staff))";
                    });
            all.add(reader.configured(values));
        }
        rules = new RuleSet(Catalogue.builtIn().rules(), all);
        QuirkRules inForce = new QuirkRules() {
            @Override
            public List<QuirkRule> matching(ClientProfile client) {
                return rules.matching(client);
            }

            @Override
            public Object revision() {
                return rules;
            }
        };
        session = new SessionQuirks(() -> inForce);
        session.learn(CLIENT);
        resolved = session.at(MOUNT);
    }

    @Benchmark
    public RenameOverwrite askForASwitch() {
        return resolved.get(SftpQuirks.RENAME_OVERWRITE);
    }

    @Benchmark
    public Quirks askForThoseOfAMount() {
        return session.at(MOUNT);
    }

    @Benchmark
    public Quirks resolve() {
        return new ResolvedQuirks(rules.matching(CLIENT), new QuirkCounts());
    }
}
