/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Session;
import org.junit.Test;

/** The console: what changes says so and stands in {@code etc/}; bad input is told; words are completed; roles hold. */
public class ConsoleIT extends KarafTestCase {

    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEI2YA6gHWMIRa8hhc+GYoP6fRyCHLzrfGp5NbFgYaBu cleo@pax";

    private static Path etc(String file) {
        return Path.of(System.getProperty("karaf.etc"), file);
    }

    @Test
    public void aMountFromAddingToRemoval() throws Exception {
        Path file = etc("org.sallyport.mount-shelf.cfg");
        assertContains(
                console("sftp:mount-add --users ann,bob --set umask=077 shelf ram:///a"), "/shelf", file.toString());
        assertContains(settled(file), "ram:///a", "umask", "ann,bob");
        assertContains(console("sftp:mount-show shelf"), "umask", "077", "ann");
        assertContains(console("sftp:mount-show --json shelf"), "\"path\":\"\\/shelf\"", "\"users\":[\"ann\",\"bob\"]");

        String before = settled(file);
        assertContains(
                failure("sftp:mount-add --set umask=9x shelf ram:///a"),
                "org.sallyport.mount~shelf: umask = 9x: an octal number from 000 to 777",
                "as it was");
        assertContains(
                failure("sftp:mount-add --set colour=red shelf ram:///a"), "colour = red: no such key; valid are");
        assertContains(failure("sftp:mount-swap shelf nowhere:///"), "'nowhere'");
        assertEquals(before, settled(file));
        assertContains(console("sftp:mount-list"), "ram:///a");

        assertContains(console("sftp:mount-swap shelf ram:///b"), "ram:///b");
        assertContains(console("sftp:mount-swap shelf ram:///b"), "as before");
        assertContains(console("sftp:mount-add --read-only shelf ram:///b"), "/shelf");
        assertContains(console("sftp:mount-show shelf"), "077", "true");
        assertContains(console("sftp:mount-remove shelf"), "removed", file.toString());
        assertFalse(Files.exists(file));
        assertContains(failure("sftp:mount-show shelf"), "there is no mount shelf");
    }

    /** What a file holds but for the moment at which Karaf's fileinstall, which empties it first, writes it anew. */
    private static String settled(Path file) throws Exception {
        await("a file that is not being written", () -> Files.size(file) > 0);
        return Files.readString(file);
    }

    @Test
    public void whatIsToldOfAFileIsExplained() throws Exception {
        console("sftp:user-add --no-password rita");
        console("sftp:mount-add --path /looked --users rita looked ram:///");
        await("the mount", () -> console("sftp:file-show rita /looked").contains("directory"));
        assertContains(
                console("sftp:file-show rita /looked"), "permissions", "0755", "derived", "link-count", "assumed");
        assertContains(console("sftp:file-show --json rita /"), "\"attribute\":\"type\"");
        assertContains(failure("sftp:file-show rita /looked/missing"), "No such file");
        assertContains(failure("sftp:file-show nobody /"), "there is no user nobody");
    }

    @Test
    public void anAccessRuleIsExplainedAndABadOneIsShown() throws Exception {
        console("sftp:user-add --no-password --roles guests ruth");
        Path rule = etc("org.sallyport.access-drop.cfg");
        Files.writeString(rule, "roles = guests\npaths = /drop\nallow = create\n");
        await("the rule", () -> console("sftp:mount-show --access ruth /drop/f").contains("rule drop"));
        assertContains(
                console("sftp:mount-show --access ruth /drop/f"),
                "rule drop (order 100) decides: allowed are create",
                "overwrite",
                "guests");
        assertContains(console("sftp:mount-show --json --access ruth /drop/f"), "\"allowed\":[\"create\"]");
        assertContains(console("sftp:mount-show --access ruth /elsewhere"), "no rule decides: all is allowed");
        assertContains(failure("sftp:mount-show --access nobody /drop"), "there is no user nobody");
        Files.writeString(rule, "roles = guests\npaths = /drop\nallow = create, reed\n");
        await("the refusal in the status", () -> console("sftp:status").contains("create, reed"));
        assertContains(
                console("sftp:status"), "org.sallyport.access~drop: allow = create, reed: some of list, read, create");
        assertContains(console("sftp:mount-show --access ruth /drop/f"), "decides: allowed are create");
        Files.delete(rule);
        await("no rule", () -> !console("sftp:mount-show --access ruth /drop/f").contains("rule drop"));
        console("sftp:user-remove ruth");
    }

    @Test
    public void aMountThatIsBadFromTheStartIsShownAndLeavesNoFile() throws Exception {
        assertContains(failure("sftp:mount-add crooked nonsense"), "uri = nonsense: a URI with a scheme");
        assertFalse(Files.exists(etc("org.sallyport.mount-crooked.cfg")));
        assertContains(
                failure("sftp:mount-add --path /c crooked file:///nowhere/at/all"),
                "org.sallyport.mount~crooked",
                "path, uri = /c, file:///nowhere/at/all: a store that can be opened (create = true",
                "No such file");
        assertFalse(Files.exists(etc("org.sallyport.mount-crooked.cfg")));
        Path byHand = etc("org.sallyport.mount-byhand.cfg");
        Files.writeString(byHand, "uri = ram:///\nquota-files = many\n");
        await("the refusal in the status", () -> console("sftp:status").contains("quota-files = many"));
        assertContains(console("sftp:status --json"), "org.sallyport.mount~byhand: quota-files = many: a size such as");
        Files.delete(byHand);
        await("no refusal", () -> !console("sftp:status").contains("quota-files"));
    }

    @Test
    public void aListenerFromAddingToRemoval() throws Exception {
        Path file = etc("org.sallyport.listener-side.cfg");
        assertContains(
                console("sftp:listener-add --host 127.0.0.1 --port 0 --set ident=Side side"),
                "127.0.0.1:",
                file.toString());
        assertContains(console("sftp:listener-list --json"), "\"name\":\"side\"");
        String before = settled(file);
        assertContains(failure("sftp:listener-add --port 70000 side"), "org.sallyport.listener~side: port = 70000");
        assertContains(failure("sftp:listener-add --set ciphers=rot13 side"), "ciphers = rot13");
        assertContains(failure("sftp:listener-add --set host-keys=/nowhere side"), "/nowhere");
        // fileinstall writes what it has read, too.
        await("the file to be as before", () -> before.equals(Files.readString(file)));
        assertContains(console("sftp:listener-remove side"), "removed");
        assertFalse(console("sftp:listener-list").contains("side"));
        assertFalse(Files.exists(file));
    }

    @Test
    public void aRuleFromSettingToUnsetting() throws Exception {
        Path file = etc("org.sallyport.quirk-pax.cfg");
        console("sftp:quirk-set --rule pax --layer user --condition '(user=cleo)' version-range 3-4");
        assertContains(Files.readString(file), "(user=cleo)", "3-4");
        assertContains(console("sftp:quirk-explain --user cleo"), "pax");
        console("sftp:quirk-set --rule pax max-read 32K");
        assertContains(console("sftp:quirk-list --json"), "\"layer\":\"user\",\"rule\":\"pax\"");
        assertContains(failure("sftp:quirk-set --rule pax version-range 9"), "version-range = 9: valid is");
        assertContains(failure("sftp:quirk-set --rule pax --condition '(user=' version-range 3"), "condition = (user=");
        assertContains(failure("sftp:quirk-set no-such-switch 3"), "there is no switch no-such-switch");
        assertContains(console("sftp:quirk-unset --rule pax max-read"), "no longer sets max-read");
        assertContains(console("sftp:quirk-unset --rule pax version-range"), "is removed");
        assertFalse(Files.exists(file));
        assertContains(failure("sftp:quirk-unset --rule pax version-range"), "does not set version-range");
        assertContains(console("sftp:quirk-show version-range"), "risk");
    }

    @Test
    public void aUserFromAddingToRemoval() throws Exception {
        assertContains(console("sftp:user-add --no-password --roles staff cleo"), "user cleo is added");
        assertContains(console("sftp:key-add cleo '" + KEY + "'"), "1 key");
        String listed = console("sftp:key-list --json cleo");
        assertContains(listed, "SHA256:", "cleo@pax");
        String fingerprint = listed.replace("\\/", "/").replaceAll("(?s).*(SHA256:[A-Za-z0-9+/]+).*", "$1");
        assertTrue(complete("key-remove", "cleo", "").contains(fingerprint));
        assertContains(console("sftp:user-list"), "cleo", "staff");
        assertContains(failure("sftp:user-add --no-password cleo"), "there is a user cleo already");
        assertContains(failure("sftp:user-add --no-password ../cleo"), "../cleo");
        assertContains(failure("sftp:user-password cleo"), "cannot ask for it");
        assertContains(failure("sftp:key-add cleo 'no key'"), "key");
        assertContains(failure("sftp:key-add cleo"), "no key was given");
        assertContains(failure("sftp:key-add --file /nowhere cleo"), "there is no file /nowhere");
        assertContains(failure("sftp:key-remove cleo SHA256:none"), "cleo has no key SHA256:none");
        assertContains(console("sftp:key-remove cleo " + fingerprint), "1 key");
        assertContains(console("sftp:user-remove cleo"), "user cleo is removed");
        assertContains(failure("sftp:user-remove cleo"), "there is no user cleo");
        assertContains(failure("sftp:key-list cleo"), "cleo");
    }

    @Test
    public void badWordsAreTold() {
        Map<String, String> expected = new TreeMap<>(Map.of(
                "sftp:session-show none", "there is no session none",
                "sftp:session-kill none", "there is no session none",
                "sftp:quirk-explain none", "there is no session none",
                "sftp:quirk-show none", "there is no switch none",
                "sftp:mount-swap none ram:///", "there is no mount none",
                "sftp:mount-remove none", "there is no file",
                "sftp:listener-remove none", "there is no file",
                "sftp:mount-add ../up ram:///", "a name is up to 64",
                "sftp:mount-add --set nonsense x ram:///", "not of the form key=value",
                "sftp:hostkey-generate dsa", "ed25519"));
        expected.forEach((command, message) -> assertContains(failure(command), message));
    }

    @Test
    public void listsTakeJson() throws Exception {
        for (String command : List.of(
                "listener-list",
                "session-list",
                "user-list",
                "mount-list",
                "provider-list",
                "grid-status",
                "grid-check",
                "quirk-list",
                "hostkey-list")) {
            String json = console("sftp:" + command + " --json").trim();
            assertTrue(command + ": " + json, json.startsWith("[") && json.endsWith("]"));
        }
        String status = console("sftp:status --json").trim();
        assertTrue(status, status.startsWith("{") && status.endsWith("}"));
        assertContains(console("sftp:provider-list --json"), "\"scheme\":\"file\"", "\"scheme\":\"tar\"");
    }

    @Test
    public void wordsAreCompleted() throws Exception {
        assertTrue(complete("mount-swap", "").contains("default"));
        assertTrue(complete("mount-swap", "default", "").containsAll(List.of("file:", "ram:", "zip:")));
        assertTrue(complete("mount-add", "default", "").contains("ram:"));
        assertTrue(complete("listener-add", "").contains("default"));
        assertTrue(complete("quirk-set", "").containsAll(List.of("rename-overwrite", "version-range")));
        assertTrue(complete("quirk-set", "rename-overwrite", "").contains("never"));
        assertTrue(complete("quirk-set", "mkdir-existing", "").containsAll(List.of("on", "off")));
        assertTrue(complete("quirk-set", "--layer", "").contains("listener"));
        assertTrue(complete("hostkey-generate", "").containsAll(List.of("ed25519", "ecdsa", "rsa")));
        assertTrue(complete("quirk-explain", "--").containsAll(List.of("--banner", "--json")));
        console("sftp:user-add --no-password tab");
        try {
            for (String command : List.of("user-password", "user-remove", "key-add", "key-list", "key-remove")) {
                assertTrue(command, complete(command, "t").contains("tab"));
            }
        } finally {
            console("sftp:user-remove tab");
        }
    }

    /** What completion offers at the end of a line that names a command and these words. */
    private TreeSet<String> complete(String name, String... words) {
        Command command = shells.getRegistry().getCommand("sftp", name);
        List<String> line = new ArrayList<>(List.of("sftp:" + name));
        line.addAll(List.of(words));
        List<String> candidates = new ArrayList<>();
        Session session = shells.create(InputStream.nullInputStream(), System.out, System.out);
        try {
            command.getCompleter(true).complete(session, new Line(line), candidates);
        } finally {
            session.close();
        }
        TreeSet<String> trimmed = new TreeSet<>();
        candidates.forEach(candidate -> trimmed.add(candidate.trim()));
        return trimmed;
    }

    /** A line with the cursor at its end. */
    private record Line(List<String> words) implements CommandLine {

        @Override
        public int getCursorArgumentIndex() {
            return words.size() - 1;
        }

        @Override
        public String getCursorArgument() {
            return words.get(words.size() - 1);
        }

        @Override
        public int getArgumentPosition() {
            return getCursorArgument().length();
        }

        @Override
        public String[] getArguments() {
            return words.toArray(String[]::new);
        }

        @Override
        public int getBufferPosition() {
            return getBuffer().length();
        }

        @Override
        public String getBuffer() {
            return String.join(" ", words);
        }
    }

    @Test
    public void onlyAdministratorsChangeAnythingOrLookIntoFiles() throws Exception {
        assertContains(console("sftp:mount-list", "viewer"), "default");
        List<String> changes = shells.getRegistry().getCommands().stream()
                .filter(command -> command.getScope().equals("sftp"))
                .map(Command::getName)
                .filter(
                        name -> name.matches(
                                ".*-(add|remove|set|unset|swap|generate|password|kill|retry|discard|drain|trace|check)|file-show"))
                .toList();
        assertTrue(changes.toString(), changes.size() >= 20);
        for (String change : changes) {
            Exception refusal =
                    assertThrows(change, Exception.class, () -> console("sftp:" + change + " --help", "viewer"));
            assertContains(refusal.toString(), "Command not found");
        }
    }
}
