/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osgi.service.cm.ConfigurationException;
import org.sallyport.api.quirk.MountQuirks;
import org.sallyport.api.quirk.QuirkRules;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.SessionQuirks;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.SftpQuirks.RenameOverwrite;
import org.sallyport.api.quirk.TransportQuirks;
import org.sallyport.api.quirk.VersionRange;

/** What a running session makes of rules: which changes reach it, and that what is set for it reaches no other. */
class SessionQuirksTest {

    private static final MountQuirks HOME = new MountQuirks("home", Map.of());

    private final RulePolicy policy = new RulePolicy();
    private final SessionQuirks session = connected("ann");

    private SessionQuirks connected(String user) {
        SessionQuirks quirks = new SessionQuirks(() -> policy);
        quirks.learn(quirks.client().connected("WinSCP_release_6.3", "10.1.2.3", "main"));
        quirks.learn(quirks.client().loggedIn(user, Set.of("staff")));
        quirks.learn(quirks.client().initialised(6));
        return quirks;
    }

    private void rule(String name, Map<String, String> values) throws ConfigurationException {
        Hashtable<String, String> configuration = new Hashtable<>(values);
        configuration.put("service.pid", "org.sallyport.quirk~" + name);
        policy.updated("org.sallyport.quirk~" + name, configuration);
    }

    @Test
    void newRulesReachItAsFarAsTheirPhaseAllows() throws ConfigurationException {
        rule(
                "new",
                Map.of(
                        "rekey", "off",
                        "channel-window", "1M",
                        "version-range", "3",
                        "rename-overwrite", "files"));

        assertThat(session.at(HOME).get(SftpQuirks.RENAME_OVERWRITE)).isEqualTo(RenameOverwrite.FILES);
        assertThat(session.current().get(TransportQuirks.CHANNEL_WINDOW))
                .as("for its next channel")
                .isEqualTo(1 << 20);
        assertThat(session.current().get(SftpQuirks.VERSION_RANGE)).isEqualTo(new VersionRange(3, 6));
        assertThat(session.at(HOME).get(SftpQuirks.VERSION_RANGE)).isEqualTo(new VersionRange(3, 6));
        assertThat(session.current().get(TransportQuirks.REKEY)).isTrue();

        session.learn(session.client().initialised(6));

        assertThat(session.current().get(SftpQuirks.VERSION_RANGE)).isEqualTo(new VersionRange(3, 3));
        assertThat(session.current().get(TransportQuirks.REKEY)).isTrue();
        assertThat(connected("ann").current().get(TransportQuirks.REKEY)).isFalse();
    }

    @Test
    void whatIsSetForOneSessionWinsThereAndReachesNoOther() throws ConfigurationException {
        MountQuirks mount =
                new MountQuirks("home", Map.of(SftpQuirks.RENAME_OVERWRITE, SftpQuirks.RENAME_OVERWRITE.read("files")));
        SessionQuirks other = connected("ann");
        rule("m", Map.of("layer", "mount", "condition", "(mount=home)", "mkdir-existing", "on"));

        session.override(SftpQuirks.RENAME_OVERWRITE, Optional.of(SftpQuirks.RENAME_OVERWRITE.read("always")));

        assertThat(session.at(mount).get(SftpQuirks.RENAME_OVERWRITE)).isEqualTo(RenameOverwrite.ALWAYS);
        assertThat(session.at(mount).get(SftpQuirks.MKDIR_EXISTING)).isTrue();
        assertThat(other.at(mount).get(SftpQuirks.RENAME_OVERWRITE)).isEqualTo(RenameOverwrite.FILES);
        assertThat(other.at(HOME).get(SftpQuirks.RENAME_OVERWRITE)).isEqualTo(RenameOverwrite.NEVER);
        assertThat(session.at(mount).settings())
                .extracting(Quirks.Setting::quirk, Quirks.Setting::layer)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("rename-overwrite", "session"),
                        org.assertj.core.groups.Tuple.tuple("mkdir-existing", "mount"));

        session.override(SftpQuirks.RENAME_OVERWRITE, Optional.empty());

        assertThat(session.at(mount).get(SftpQuirks.RENAME_OVERWRITE)).isEqualTo(RenameOverwrite.FILES);
    }

    @Test
    void aRuleForAMountWinsOverTheMountsOwnConfiguration() throws ConfigurationException {
        MountQuirks mount =
                new MountQuirks("home", Map.of(SftpQuirks.RENAME_OVERWRITE, SftpQuirks.RENAME_OVERWRITE.read("files")));
        rule("u", Map.of("layer", "user", "condition", "(user=ann)", "rename-overwrite", "always"));
        assertThat(session.at(mount).get(SftpQuirks.RENAME_OVERWRITE)).isEqualTo(RenameOverwrite.FILES);

        rule("m", Map.of("layer", "mount", "condition", "(&(mount=home)(user=ann))", "rename-overwrite", "never"));

        assertThat(session.at(mount).get(SftpQuirks.RENAME_OVERWRITE)).isEqualTo(RenameOverwrite.NEVER);
    }

    @Test
    void aRuleMayAskForTheVersionThatIsSpoken() throws ConfigurationException {
        rule("old", Map.of("condition", "(negotiated<=3)", "rename-overwrite", "files"));
        session.learn(session.client().negotiated(6));
        assertThat(session.at(HOME).get(SftpQuirks.RENAME_OVERWRITE)).isEqualTo(RenameOverwrite.NEVER);

        session.learn(session.client().negotiated(3));

        assertThat(session.at(HOME).get(SftpQuirks.RENAME_OVERWRITE)).isEqualTo(RenameOverwrite.FILES);
        assertThat(session.at(HOME).get(SftpQuirks.VERSION_RANGE)).isEqualTo(new VersionRange(3, 6));
    }

    @Test
    void whatHoldsForMountsIsToldWithWhatHoldsForTheSession() throws ConfigurationException {
        rule("m", Map.of("layer", "mount", "condition", "(mount=home)", "mkdir-existing", "on"));
        assertThat(session.settings()).extracting(Quirks.Setting::quirk).doesNotContain("mkdir-existing");

        session.at(HOME).exercised(SftpQuirks.MKDIR_EXISTING);

        assertThat(session.settings())
                .filteredOn(setting -> setting.quirk().equals("mkdir-existing"))
                .singleElement()
                .satisfies(setting -> assertThat(setting.exercised()).isEqualTo(1));
        assertThat(session.settings()).extracting(Quirks.Setting::quirk).contains("version-range");
    }

    @Test
    void isTheSameObjectAsLongAsNothingChanges() throws ConfigurationException {
        Quirks before = session.at(HOME);

        assertThat(session.at(HOME)).isSameAs(before);
        rule("new", Map.of("rename-overwrite", "files"));
        assertThat(session.at(HOME)).isNotSameAs(before);
    }

    @Test
    void holdsWithoutAPolicyWhatItsMountsSay() {
        SessionQuirks alone = new SessionQuirks(() -> QuirkRules.NONE);
        MountQuirks mount = new MountQuirks("home", Map.of(SftpQuirks.SYNC, SftpQuirks.SYNC.read("none")));

        assertThat(alone.at(mount).get(SftpQuirks.SYNC)).isEqualTo(SftpQuirks.SyncMode.NONE);
        assertThat(alone.current().settings()).isEqualTo(List.of());
    }
}
