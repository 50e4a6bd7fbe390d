/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.MountQuirks;
import org.sallyport.api.quirk.QuirkPolicy;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.SessionQuirks;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.SftpQuirks.RenameOverwrite;
import org.sallyport.api.quirk.VersionRange;

class RulePolicyTest {

    private static final ClientProfile CLIENT = ClientProfile.UNKNOWN
            .connected("WinSCP_release_6.3", "10.1.2.3", "main")
            .loggedIn("ann", Set.of("staff"))
            .initialised(6);

    private final RulePolicy policy = new RulePolicy();
    private final RuleReader reader = new RuleReader(Catalogue.builtIn().profiles());

    private void put(String name, String... lines) {
        policy.updated("org.sallyport.quirk~" + name, new Hashtable<>(rule(name, lines)));
    }

    private static Map<String, String> rule(String name, String... lines) {
        Map<String, String> result = new TreeMap<>();
        result.put("service.pid", "org.sallyport.quirk~" + name);
        result.put("felix.fileinstall.filename", "file:/etc/x.cfg");
        Arrays.stream(lines)
                .forEach(line -> result.put(
                        line.substring(0, line.indexOf('=')).trim(),
                        line.substring(line.indexOf('=') + 1).trim()));
        return result;
    }

    @Test
    void laterLayersWin() {
        assertThat(policy.resolve(CLIENT).get(SftpQuirks.VERSION_RANGE)).isEqualTo(new VersionRange(3, 6));
        put("user", "layer=user", "condition=(user=ann)", "version-range=3-5");
        assertThat(policy.resolve(CLIENT).get(SftpQuirks.VERSION_RANGE)).isEqualTo(new VersionRange(3, 5));
        put("everybody", "version-range=4");
        assertThat(policy.resolve(CLIENT).get(SftpQuirks.VERSION_RANGE)).isEqualTo(new VersionRange(3, 5));
        policy.deleted("org.sallyport.quirk~user");
        assertThat(policy.resolve(CLIENT).get(SftpQuirks.VERSION_RANGE)).isEqualTo(new VersionRange(4, 4));
        policy.deleted("org.sallyport.quirk~everybody");
        assertThat(policy.resolve(CLIENT).get(SftpQuirks.VERSION_RANGE)).isEqualTo(new VersionRange(3, 6));
    }

    @Test
    void eachLayerWinsOverThoseBefore() {
        ClientProfile client = CLIENT.at("home");
        put("global", "open-size=on", "max-read=5000");
        put("listener", "layer=listener", "condition=(listener=main)", "max-read=6000", "max-write=6000");
        put("role", "layer=role", "condition=(role=staff)", "max-write=7000", "readdir-bytes=7000");
        put("user", "layer=user", "condition=(user=ann)", "readdir-bytes=8000", "create-parents=on");
        put("mount", "layer=mount", "condition=(mount=home)", "create-parents=off");
        Quirks quirks = policy.resolve(client);
        assertThat(quirks.get(SftpQuirks.OPEN_SIZE))
                .as("over the built-in rule")
                .isTrue();
        assertThat(quirks.get(SftpQuirks.MAX_READ)).isEqualTo(6000);
        assertThat(quirks.get(SftpQuirks.MAX_WRITE)).isEqualTo(7000);
        assertThat(quirks.get(SftpQuirks.READDIR_BYTES)).isEqualTo(8000);
        assertThat(quirks.get(SftpQuirks.CREATE_PARENTS)).isFalse();
    }

    @Test
    void rulesOfOneLayerThatContradictForAClientAreRefusedUntilTheyDoNot() {
        put("b", "condition=(banner=WinSCP*)", "max-read=64K");
        put("same", "max-write=64K", "condition=(banner=*)");
        put("apart", "condition=(!(banner=winscp*))", "max-read=32K");

        put("a", "condition=(address=10.0.0.0/8)", "max-read=32K");
        assertThat(policy.verdicts().get("a").refusal())
                .contains("rule b of the same layer, global, which says 64K", "banner=winscp", "address=10.0.0.0");
        assertThat(policy.resolve(CLIENT).get(SftpQuirks.MAX_READ)).isEqualTo(64 << 10);
        assertThat(policy.verdicts().get("a").refusal()).contains("org.sallyport.quirk~a: max-read = 32K");

        policy.deleted("org.sallyport.quirk~b");

        assertThat(policy.resolve(CLIENT).get(SftpQuirks.MAX_READ)).isEqualTo(32 << 10);
        assertThat(policy.verdicts().get("a").isRefused()).isFalse();
        assertThat(policy.rules())
                .extracting(QuirkPolicy.Rule::name)
                .contains("winscp")
                .endsWith("a", "apart", "same");
    }

    @Test
    void tellsWhereAValueComesFromAndHowOftenItMattered() {
        put("mine", "layer=mount", "condition=(mount=home)", "rename-overwrite=files", "evidence=ticket 7");
        SessionQuirks quirks = new SessionQuirks(() -> policy);
        quirks.learn(CLIENT);
        Quirks session = quirks.current();
        Quirks path = quirks.at(new MountQuirks("home", Map.of()));
        path.exercised(SftpQuirks.RENAME_OVERWRITE);
        path.exercised(SftpQuirks.SYMLINK_ORDER);

        assertThat(path.settings())
                .contains(new Quirks.Setting("rename-overwrite", "files", "mount", "mine", "ticket 7", 1));
        assertThat(session.settings())
                .extracting(Quirks.Setting::quirk)
                .contains("symlink-order", "version-range", "signed-times")
                .doesNotContain("rename-overwrite", "open-size");
        assertThat(session.settings())
                .filteredOn(setting -> setting.quirk().equals("symlink-order"))
                .singleElement()
                .satisfies(setting -> {
                    assertThat(setting.layer()).isEqualTo("built-in");
                    assertThat(setting.rule()).isEqualTo("winscp");
                    assertThat(setting.exercised()).isEqualTo(1);
                });
    }

    @Test
    void whatWasResolvedStaysAsItWas() {
        Quirks before = policy.resolve(CLIENT);

        put("all", "version-range=3");

        assertThat(before.get(SftpQuirks.VERSION_RANGE)).isEqualTo(new VersionRange(3, 6));
        assertThat(policy.resolve(CLIENT).get(SftpQuirks.VERSION_RANGE)).isEqualTo(new VersionRange(3, 3));
    }

    @Test
    void aProfileAppliesWhereItIsNamed() {
        assertThat(policy.resolve(CLIENT).get(SftpQuirks.RENAME_OVERWRITE)).isEqualTo(RenameOverwrite.NEVER);

        put("webex", "layer=user", "condition=(user=ann)", "profile=webex-sshfs");

        assertThat(policy.resolve(CLIENT).get(SftpQuirks.RENAME_OVERWRITE)).isEqualTo(RenameOverwrite.ALWAYS);
        assertThat(policy.rules())
                .filteredOn(rule -> rule.name().equals("webex"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.evidence()).contains("WebEx"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layer=global;version-rage=3|version-rage|version-range",
                "version-range=2-6|version-range|3 to 6",
                "max-read=99999999999|max-read|261120",
                "text-mode=perhaps|text-mode|on or off",
                "ciphers=aes128-ctr, rot13|ciphers|such as aes256-cbc",
                "ciphers=none|ciphers|such as aes256-cbc",
                "macs=aes128-ctr|macs|such as hmac-sha1",
                "kex-algorithms=curve25519-sha256,|kex-algorithms|such as diffie-hellman",
                "host-key-algorithms=rsa|host-key-algorithms|such as ssh-rsa",
                "exec=rm|exec|md5sum",
                "filename-charset=KLINGON-8|filename-charset|Shift_JIS",
                "delete-then-rename=1h|delete-then-rename|up to 300s",
                "close-reply=stored-within(2h)-else-sealed|close-reply|up to 1h",
                "layer=built-in;text-mode=off|layer|global",
                "layer=session;text-mode=off|layer|global",
                "layer=galaxy;text-mode=off|layer|listener",
                "profile=none;text-mode=off|profile|webex-sshfs",
                "condition=(user=ann|condition|OSGi filter",
                "layer=user;text-mode=off|condition|(user=NAME)",
                "layer=user;condition=(role=x);text-mode=off|condition|user",
                "condition=(user=ann);rekey=off|rekey|known only after login",
                "condition=(version=3);channel-window=1M|channel-window|when SFTP begins",
                "condition=(mount=home);version-range=3|version-range|at each path",
                "condition=(fingerprint=sshfs);version-range=3|version-range|answer to INIT",
                "condition=(!(fingerprint=sshfs));hidden-extensions=copy-data|hidden-extensions|answer to INIT",
                "condition=(address=gateway.example);text-mode=off|condition|nor are names looked up",
                "condition=(version=six);text-mode=off|condition|not the number of a version",
                "condition=(negotiated=3);version-range=3|version-range|at each path",
                "evidence=nothing set|(switch)|version-range"
            })
    void refusesWithPidKeyAndRemedy(String lines, String key, String remedy) {
        assertThatThrownBy(() -> reader.configured(rule("bad", lines.split(";"))))
                .isInstanceOfSatisfying(InvalidConfigurationException.class, refused -> {
                    assertThat(refused.problems()).anySatisfy(problem -> {
                        assertThat(problem.pid()).isEqualTo("org.sallyport.quirk~bad");
                        assertThat(problem.key()).isEqualTo(key);
                    });
                    assertThat(refused.getMessage()).contains(remedy);
                });
    }

    @Test
    void theLastGoodRuleStays() {
        put("mine", "version-range=3-4");

        put("mine", "version-range=9");
        assertThat(policy.resolve(CLIENT).get(SftpQuirks.VERSION_RANGE)).isEqualTo(new VersionRange(3, 4));
        assertThat(policy.verdicts().get("mine").refusal())
                .contains("org.sallyport.quirk~mine")
                .contains("version-range = 9");
        policy.deleted("org.sallyport.quirk~mine");
        assertThat(policy.verdicts()).isEmpty();
    }

    @Test
    void acceptsSwitchesOfTheTransport() {
        put("good", "layer=listener", "condition=(&(listener=main)(banner=Open*))", "rekey=off", "ciphers=aes128-ctr");
        assertThat(policy.verdicts().get("good").isRefused()).isFalse();
    }
}
