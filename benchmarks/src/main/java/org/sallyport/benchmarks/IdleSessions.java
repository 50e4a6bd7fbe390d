/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.sallyport.benchmarks.client.UserKey;
import org.sallyport.benchmarks.peer.Peer;

/** What a session costs that does nothing: each is opened, answers one request, and is left alone. */
record IdleSessions(int count, UserKey key, String cipher) {

    private static final int SETTLE_SECONDS = 5;

    String table(List<Peer> peers) throws IOException, InterruptedException {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%n### %d idle sessions%n%n| server | before, MiB | with them, MiB | per session, KiB | processes |%n|---|---|---|---|---|%n",
                count));
        for (Peer peer : peers) {
            int processes = peer.processes().size();
            long before = peer.processes().proportionalKiB();
            try (Target target = new Target(peer, peer.port(), key, cipher)) {
                target.open(count);
                TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
                long after = peer.processes().proportionalKiB();
                table.append(String.format(
                        Locale.ROOT,
                        "| %s | %d | %d | %d | %d |%n",
                        peer.name(),
                        before / 1024,
                        after / 1024,
                        (after - before) / count,
                        peer.processes().size()));
            }
            peer.processes().awaitSize(processes);
        }
        return table.toString();
    }
}
