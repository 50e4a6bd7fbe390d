/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeFactory;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.QuirkPolicy;
import org.sallyport.api.quirk.SessionQuirks;
import org.sallyport.api.user.UserDirectory;
import org.sallyport.api.user.UserInfo;
import org.sallyport.shell.completion.UserCompleter;
import org.sallyport.shell.output.Rows;

/** Shows what a user's clients are told of a file, and where each value comes from. */
@Service
@Command(
        scope = "sftp",
        name = "file-show",
        description = "Shows what a user's clients are told of a file, and where each value comes from")
public final class FileShowCommand implements Action {

    @Reference
    private FileTreeFactory trees;

    @Reference
    private UserDirectory users;

    @Reference
    private QuirkPolicy policy;

    @Argument(index = 0, name = "user", description = "Who looks", required = true)
    @Completion(UserCompleter.class)
    private String user;

    @Argument(index = 1, name = "path", description = "Path as the user sees it", required = true)
    private String path;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() throws FileTreeException {
        Set<String> roles = users.user(user)
                .map(UserInfo::roles)
                .orElseThrow(() -> new IllegalArgumentException("there is no user " + user));
        FileTree tree = trees.openToLook(new ConsoleSession(user, roles, new SessionQuirks(() -> policy)));
        try {
            print(tree.stat(VirtualPath.of(path), false, Attribute.ALL));
        } finally {
            tree.close();
        }
        return null;
    }

    private void print(FileAttributes file) {
        Rows rows = new Rows("attribute", "value", "origin");
        rows.add("type", lower(file.type()), "stored");
        for (Attribute attribute : file.present()) {
            rows.add(lower(attribute), value(file, attribute), lower(file.origin(attribute)));
        }
        rows.print(System.out, json);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String value(FileAttributes file, Attribute attribute) {
        return switch (attribute) {
            case SIZE -> Long.toString(file.size());
            case ALLOCATION_SIZE -> Long.toString(file.allocationSize());
            case PERMISSIONS -> String.format("%04o", file.permissions());
            case OWNER_IDS -> Integer.toUnsignedString(file.uid()) + ":" + Integer.toUnsignedString(file.gid());
            case OWNER_NAMES -> file.owner() + ":" + file.group();
            case ACCESS_TIME -> time(file.accessSeconds(), file.accessNanos());
            case MODIFY_TIME -> time(file.modifySeconds(), file.modifyNanos());
            case CHANGE_TIME -> time(file.changeSeconds(), file.changeNanos());
            case CREATE_TIME -> time(file.createSeconds(), file.createNanos());
            case ACL -> file.acl().size() + " entries";
            case BITS -> String.format("0x%08x of 0x%08x", file.bits(), file.bitsValid());
            case LINK_COUNT -> Integer.toString(file.linkCount());
            case MIME_TYPE -> file.mimeType();
            case TEXT_HINT -> Integer.toString(file.textHint());
            case UNTRANSLATED_NAME -> file.untranslatedName();
            case EXTENDED -> String.join(" ", file.extended().keySet());
        };
    }

    private static String time(long seconds, int nanos) {
        return Instant.ofEpochSecond(seconds, nanos).toString();
    }
}
