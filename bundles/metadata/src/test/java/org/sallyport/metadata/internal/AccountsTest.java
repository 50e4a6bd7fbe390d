/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.config.ConfigurationReader;

class AccountsTest {

    @TempDir
    private Path folder;

    private Accounts accounts;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("passwd"), "root:x:0:0::/:\nann:x:1000:100::/:\n");
        Files.writeString(folder.resolve("group"), "staff:x:50:\n");
        restart();
    }

    private void restart() {
        accounts = new Accounts(
                new OwnerNames(folder.resolve("passwd"), folder.resolve("group"), System::nanoTime),
                folder.resolve("kept"));
    }

    @Test
    void accountsOfTheHostHaveTheirNumbersAndDigitsAreNumbers() {
        assertThat(accounts.userNumber("ann")).isEqualTo(1000);
        assertThat(accounts.groupNumber("staff")).isEqualTo(50);
        assertThat(accounts.userNumber("4711")).isEqualTo(4711);
        assertThat(accounts.userNumber("4294967294")).isEqualTo(-2);
        assertThat(folder.resolve("kept")).doesNotExist();
    }

    @Test
    void whatIsConfiguredHoldsBeforeTheHostAndWhatWasAllotted() throws Exception {
        int eve = accounts.userNumber("eve");
        accounts.use(Identities.read(new ConfigurationReader(
                Map.of("users", "ann=1500, eve=1000, nobody=4294967294", "groups", "team=50"))));

        assertThat(accounts.userNumber("ann")).isEqualTo(1500);
        assertThat(accounts.userName(1500)).contains("ann");
        assertThat(accounts.userNumber("eve")).isEqualTo(1000);
        assertThat(accounts.userName(1000)).contains("eve");
        assertThat(accounts.userName(-2)).contains("nobody");
        assertThat(accounts.groupName(50)).contains("team");
        assertThat(accounts.groupNumber("team")).isEqualTo(50);
        assertThat(accounts.userNumber("4711")).isEqualTo(4711);

        accounts.use(Identities.NONE);
        assertThat(accounts.userNumber("ann")).isEqualTo(1000);
        assertThat(accounts.userNumber("eve")).isEqualTo(eve);
    }

    @Test
    void theHostsFilesAreReadAgainWhenTheyChange() throws IOException {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // a clock of the system may begin anywhere
        Path passwd = folder.resolve("passwd");
        accounts = new Accounts(new OwnerNames(passwd, folder.resolve("group"), now::get), folder.resolve("kept"));
        assertThat(accounts.userNumber("ann")).isEqualTo(1000);

        Files.writeString(passwd, "ann:x:1001:100::/:\nbob:x:1002:100::/:\n");
        Files.setLastModifiedTime(passwd, FileTime.fromMillis(1_000_000_000_000L));
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(AccountFile.MOST_MILLIS) + 1);
        assertThat(accounts.userNumber("ann")).isEqualTo(1001);
        assertThat(accounts.userName(1002)).contains("bob");
        assertThat(accounts.userName(1000)).isEmpty();

        Files.delete(passwd);
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(accounts.userNumber("ann")).as("what was read last").isEqualTo(1001);
    }

    @Test
    void linesOfTheHostsFilesThatNameNoNumberAreLeftOut() throws IOException {
        Files.writeString(folder.resolve("passwd"), "odd:x:99999999999999999999:0::/:\nbob:x:7:7::/:\n");
        restart();

        assertThat(accounts.userNumber("bob")).isEqualTo(7);
    }

    @Test
    void whereNumbersOfEarlierRunsCannotBeReadNobodyElseGetsThem() throws IOException {
        int eve = accounts.userNumber("eve");
        Path file = folder.resolve("kept/users");
        Files.write(file, new byte[] {(byte) 0xff}, StandardOpenOption.APPEND);
        restart();
        assertThat(accounts.userNumber("mallory")).isEqualTo(65_534);

        Files.writeString(
                file, Files.readString(file, StandardCharsets.ISO_8859_1).replace("\u00ff", ""));
        restart();
        assertThat(accounts.userNumber("mallory")).isNotEqualTo(eve);
        assertThat(accounts.userNumber("eve")).isEqualTo(eve);
    }

    @Test
    void othersAreAllottedNumbersThatStayOverRestarts() {
        int eve = accounts.userNumber("eve");
        int odd = accounts.userNumber("a b\n%\u00fc/..");
        assertThat(eve).isNotEqualTo(odd);

        restart();

        assertThat(accounts.userNumber("new")).isNotIn(eve, odd);
        assertThat(accounts.userNumber("a b\n%\u00fc/..")).isEqualTo(odd);
        assertThat(accounts.userNumber("eve")).isEqualTo(eve);
        assertThat(accounts.userName(odd)).contains("a b\n%\u00fc/..");
        assertThat(accounts.userName(eve)).contains("eve");
        assertThat(accounts.groupName(eve)).isEmpty();
    }

    @Test
    void whatAPowerCutLeftUnfinishedIsNoNumber() throws IOException {
        int eve = accounts.userNumber("eve");
        Files.writeString(folder.resolve("kept/users"), "200009 hal", StandardOpenOption.APPEND);

        restart();
        int bob = accounts.userNumber("bob");
        restart();

        assertThat(accounts.userNumber("bob")).isEqualTo(bob);
        assertThat(accounts.userNumber("eve")).isEqualTo(eve);
        assertThat(accounts.userName(200_009)).isEmpty();
    }

    @Test
    void aDamagedLineTakesNoOtherWithIt() throws IOException {
        Files.createDirectories(folder.resolve("kept"));
        Files.writeString(folder.resolve("kept/users"), "200000 %zz .\n200001 eve .\n");

        restart();

        assertThat(accounts.userNumber("eve")).isEqualTo(200_001);
        assertThat(accounts.userNumber("bob")).isEqualTo(200_002);
    }

    @Test
    void namesThatClientsMakeUpFillNeitherMemoryNorDisk() throws IOException {
        assertThat(accounts.userNumber("e".repeat(AllottedNumbers.LONGEST_NAME + 1)))
                .isEqualTo(AllottedNumbers.NOBODY);
        Files.createDirectories(folder.resolve("kept"));
        StringBuilder full = new StringBuilder();
        for (int i = 0; i < AllottedNumbers.MOST; i++) {
            full.append(AllottedNumbers.FIRST + i).append(" user-").append(i).append(" .\n");
        }
        Files.writeString(folder.resolve("kept/users"), full);

        restart();

        assertThat(accounts.userNumber("user-7")).isEqualTo(AllottedNumbers.FIRST + 7);
        assertThat(accounts.userNumber("one-more")).isEqualTo(AllottedNumbers.NOBODY);
        assertThat(Files.readString(folder.resolve("kept/users"))).doesNotContain("one-more");
    }

    @Test
    void numbersAreTheSameForAllWhoAskAtOnce() throws InterruptedException {
        Set<String> answers = ConcurrentHashMap.newKeySet();
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            threads[t] = new Thread(() -> {
                for (int i = 0; i < 20; i++) {
                    answers.add(i + "=" + accounts.userNumber("user-" + i));
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(new TreeSet<>(answers)).hasSize(20);
    }
}
