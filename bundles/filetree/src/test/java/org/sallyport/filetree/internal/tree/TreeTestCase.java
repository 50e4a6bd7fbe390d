/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.sallyport.api.filetree.DirectoryEntry;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.MountQuirks;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.QuirkRules;
import org.sallyport.api.quirk.QuirkValue;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.SessionQuirks;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.SessionContext;
import org.sallyport.filetree.internal.mount.TestStores;

/** A session's tree over real folders, and the words for using it. */
abstract class TreeTestCase {

    protected TestStores world = new TestStores();
    private final List<FileTree> trees = new ArrayList<>();

    private final Map<String, SessionQuirks> switches = new HashMap<>();
    private final Map<String, Session> sessions = new HashMap<>();
    private FileTrees factory;

    /** What the trees themselves report, of all sessions. */
    protected final List<Activity> reported = new CopyOnWriteArrayList<>();

    @AfterEach
    void nothingStaysOpen() {
        closeTrees();
        world.close();
        org.assertj.core.api.Assertions.assertThat(world.leases).hasValue(0);
    }

    void closeTrees() {
        trees.forEach(FileTree::close);
        trees.clear();
        factory = null; // the next may belong to another world
    }

    protected FileTree session(String user, String... roles) throws FileTreeException {
        SessionQuirks quirks = new SessionQuirks(() -> QuirkRules.NONE);
        switches.put(user, quirks);
        sessions.put(user, new Session(user, Set.of(roles), quirks, reported, new AtomicBoolean()));
        return anotherChannel(user);
    }

    /** Another channel of the last session of a user. */
    protected FileTree anotherChannel(String user) throws FileTreeException {
        FileTree tree = factory().open(sessions.get(user));
        trees.add(tree);
        return tree;
    }

    /** What somebody has who only asks what a user is told. */
    protected FileTree lookAs(String user) throws FileTreeException {
        SessionQuirks quirks = new SessionQuirks(() -> QuirkRules.NONE);
        FileTree tree = factory().openToLook(new Session(user, Set.of(), quirks, reported, new AtomicBoolean()));
        trees.add(tree);
        return tree;
    }

    private FileTrees factory() {
        if (factory == null) {
            factory = new FileTrees(world.mounts, world.rules, world.stores);
        }
        return factory;
    }

    /** The client of the last session of a user goes. */
    protected void disconnect(String user) {
        sessions.get(user).gone().set(true);
    }

    /** Sets a switch for the last session of a user. */
    protected void switchFor(String user, Quirk<?> quirk, Optional<QuirkValue> value) {
        switches.get(user).override(quirk, value);
    }

    private record Session(
            String user, Set<String> roles, SessionQuirks quirksOfSession, List<Activity> reported, AtomicBoolean gone)
            implements SessionContext {

        @Override
        public boolean isConnected() {
            return !gone.get();
        }

        @Override
        public String id() {
            return "1";
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return new InetSocketAddress("127.0.0.1", 1);
        }

        @Override
        public String listener() {
            return "test";
        }

        @Override
        public String banner() {
            return "test";
        }

        @Override
        public ClientProfile profile() {
            return ClientProfile.UNKNOWN;
        }

        @Override
        public Quirks quirks() {
            return quirksOfSession.current();
        }

        @Override
        public Quirks quirks(MountQuirks mount) {
            return quirksOfSession.at(mount);
        }

        @Override
        public void learn(ClientProfile profile) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void report(Activity activity) {
            reported.add(activity);
        }
    }

    protected static VirtualPath path(String text) {
        return VirtualPath.of(text);
    }

    protected static void put(FileTree tree, String path, String content) throws FileTreeException {
        OpenFile file = tree.open(path(path), OpenOptions.REPLACE, FileAttributes.EMPTY);
        try {
            file.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)), 0);
        } finally {
            file.close();
        }
    }

    protected static String get(FileTree tree, String path) throws FileTreeException {
        OpenFile file = tree.open(path(path), OpenOptions.READ, FileAttributes.EMPTY);
        try {
            ByteBuffer content = ByteBuffer.allocate(1000);
            file.read(content, 0);
            return new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
        } finally {
            file.close();
        }
    }

    protected static List<String> list(FileTree tree, String path) throws FileTreeException {
        List<String> names = new ArrayList<>();
        try (OpenDirectory directory = tree.openDirectory(path(path), Attribute.BASIC)) {
            for (List<DirectoryEntry> next = directory.next(10); !next.isEmpty(); next = directory.next(10)) {
                next.forEach(entry -> names.add(entry.name()));
            }
        }
        names.removeAll(List.of(".", ".."));
        return names;
    }

    protected static void refused(Reason reason, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        FileTreeException.class, failure -> org.assertj.core.api.Assertions.assertThat(failure.reason())
                                .isEqualTo(reason));
    }
}
