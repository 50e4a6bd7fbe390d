/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.service.cm.ConfigurationException;
import org.sallyport.api.quirk.QuirkCatalogue;
import org.sallyport.api.quirk.QuirkPolicy;

/** Catalogues that come as services of other bundles, or from a file, instead of the built-in one. */
class CatalogueServiceTest {

    private static final String RULE = """
            [mine]
            condition = (banner=Mine*)
            version-range = 3-6
            evidence = Mine 1.0
            date = 2026-11-26
            """;

    private final RulePolicy policy = new RulePolicy();

    private record Text(String name, String text) implements QuirkCatalogue {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<String> rules() {
        return policy.rules().stream().map(QuirkPolicy.Rule::name).toList();
    }

    @Test
    void theHighestRankedHoldsUntilItIsGone() {
        Text mine = new Text("mine 1", RULE);
        RankedReference first = new RankedReference(1);
        RankedReference second = new RankedReference(2);
        policy.addCatalogue(mine, first);
        assertThat(rules()).containsExactly("mine");
        policy.addCatalogue(new Text("yours 2", RULE.replace("[mine]", "[yours]")), second);
        assertThat(rules()).containsExactly("yours");
        policy.removeCatalogue(mine, first);
        assertThat(rules()).containsExactly("yours");
        policy.removeCatalogue(mine, second);
        assertThat(rules()).contains("winscp").doesNotContain("yours");
    }

    @Test
    void oneThatIsWrongLeavesTheOneBefore() {
        policy.addCatalogue(new Text("bad", "[x]\nversion-range = 9\n"), new RankedReference(1));
        assertThat(rules()).contains("winscp");
        String contradiction = RULE + RULE.replace("[mine]", "[more]").replace("3-6", "3-5");
        policy.addCatalogue(new Text("contradicts itself", contradiction), new RankedReference(2));
        assertThat(rules()).contains("winscp").doesNotContain("mine");
    }

    @Test
    void oneThatLacksAProfileInUseLeavesTheOneBefore() throws ConfigurationException {
        policy.updated(
                "org.sallyport.quirk~webex",
                new Hashtable<>(Map.of("service.pid", "org.sallyport.quirk~webex", "profile", "webex-sshfs")));

        policy.addCatalogue(new Text("without profiles", RULE), new RankedReference(1));

        assertThat(rules()).contains("winscp", "webex").doesNotContain("mine");
    }

    @Test
    void aRuleThatWaitsForAProfileIsInForceOnceACatalogueHasIt() {
        String pid = "org.sallyport.quirk~new";
        policy.updated(pid, new Hashtable<>(Map.of("service.pid", pid, "profile", "mine", "condition", "(user=ann)")));
        assertThat(policy.verdicts().get("new").isRefused()).isTrue();

        policy.addCatalogue(
                new Text(
                        "with it",
                        RULE.replace("[mine]", "[profile mine]").replace("condition = (banner=Mine*)\n", "")),
                new RankedReference(1));

        assertThat(rules()).containsExactly("new");
        assertThat(policy.verdicts().get("new").isRefused()).isFalse();
    }

    @Test
    void theNextBestHoldsWhereTheBestCannotBeRead() {
        Text good = new Text("good", RULE);
        policy.addCatalogue(good, new RankedReference(1));
        policy.addCatalogue(new Text("bad", "[x]\nversion-range = 9\n"), new RankedReference(3));
        policy.addCatalogue(new Text("better", RULE.replace("[mine]", "[yours]")), new RankedReference(2));
        assertThat(rules()).containsExactly("yours");
        policy.removeCatalogue(good, new RankedReference(2));
        assertThat(rules()).containsExactly("mine");
    }
}
