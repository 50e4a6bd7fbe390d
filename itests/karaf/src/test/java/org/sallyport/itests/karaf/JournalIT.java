/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeFactory;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.path.VirtualPath;

/** What an operator sees of uploads to a store that is no local folder, and can do about them. */
public class JournalIT extends KarafTestCase {

    @Inject
    private FileTreeFactory trees;

    @Inject
    private ConfigurationAdmin configurations;

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private ServiceRegistration<EventHandler> handler;

    @Before
    public void mount() throws Exception {
        handler = bundles.registerService(
                EventHandler.class, events::add, new Hashtable<>(Map.of("event.topics", "org/sallyport/upload/*")));
        console("sftp:mount-add --path /pending pending ram:///");
        // The same store without the journal: it stands for somebody else who changes it.
        console("sftp:mount-add --path /direct --set journal=false direct ram:///");
    }

    @After
    public void unmount() throws Exception {
        console("sftp:mount-remove pending");
        console("sftp:mount-remove direct");
        handler.unregister();
    }

    private static VirtualPath path(String text) {
        return VirtualPath.of(text);
    }

    private static OpenFile begin(FileTree tree, String path) throws FileTreeException {
        OpenFile file = tree.open(path(path), OpenOptions.REPLACE, FileAttributes.EMPTY);
        file.write(ByteBuffer.wrap("content".getBytes(StandardCharsets.UTF_8)), 0);
        return file;
    }

    private boolean status(String key, String value) throws Exception {
        return Pattern.compile("\"" + key + "\":\"?" + value + "[\",}]")
                .matcher(console("sftp:status --json"))
                .find();
    }

    private void awaitEvent(String topic, String path) throws Exception {
        await(topic + " of " + path, () -> events.stream()
                .anyMatch(event -> event.getTopic().equals("org/sallyport/upload/" + topic)
                        && event.getProperty("path").equals(path)));
    }

    @Test
    public void anUploadIsSealedStoredAndCounted() throws Exception {
        try (FileTree tree = trees.open(new TestSession("pax"))) {
            begin(tree, "/pending/f").close();
        }
        awaitEvent("SEALED", "/f");
        awaitEvent("STORED", "/f");
        assertTrue(console("sftp:status --json"), status("uploads-pending", "0"));
        assertTrue(console("sftp:status --json"), status("uploads-stored", "[1-9][0-9]*"));
        assertEquals("[]", console("sftp:upload-list --json").trim());
        console("sftp:upload-drain");
    }

    private boolean takesUploads() throws Exception {
        try (FileTree tree = trees.open(new TestSession("pax"))) {
            begin(tree, "/pending/g").close();
            return true;
        } catch (FileTreeException notYet) {
            return false;
        }
    }

    private boolean hasCommands() {
        try {
            console("sftp:mount-show pending");
            return true;
        } catch (Exception notFound) {
            return false;
        }
    }

    @Test
    public void aSpoolThatCannotBeHadLeavesTheLastGoodOne() throws Exception {
        Configuration configuration = configurations.getConfiguration("org.sallyport.journal", "?");
        configuration.update(new Hashtable<>(Map.of("folder", "/dev/null/spool")));
        await("the refusal", () -> log().contains("org.sallyport.journal: folder, key-file = /dev/null/spool, "));
        await("the journal as it was", this::takesUploads);
        awaitEvent("STORED", "/g");
        delete(configuration);
        await("the commands, which go with the journal and come back with it", this::hasCommands);
    }

    @Test
    public void aParkedUploadWaitsForADecision() throws Exception {
        try (FileTree tree = trees.open(new TestSession("pax"))) {
            tree.makeDirectory(path("/direct/d"), FileAttributes.EMPTY);
            OpenFile file = begin(tree, "/pending/d/f");
            tree.removeDirectory(path("/direct/d"));
            assertThrows("the failure shows while the client waits", FileTreeException.class, file::close);
        }
        awaitEvent("PARKED", "/d/f");
        assertTrue(console("sftp:status --json"), status("uploads-parked", "1"));
        String listed = console("sftp:upload-list --parked --json");
        assertContains(listed, "directory", "parked");
        String id = listed.replaceAll("(?s).*\"id\":\"([0-9a-f]+)\".*", "$1");
        assertContains(console("sftp:upload-show " + id), "its directory is gone");
        console("sftp:upload-retry " + id);
        await("parked again", () -> console("sftp:upload-list --parked --json").contains(id));
        assertContains(console("sftp:upload-discard " + id), "is discarded");
        awaitEvent("DISCARDED", "/d/f");
        assertContains(failure("sftp:upload-show " + id), id);
        assertTrue(console("sftp:status --json"), status("uploads-parked", "0"));
    }
}
