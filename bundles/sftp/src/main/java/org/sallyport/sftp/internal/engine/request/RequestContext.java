/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.filetree.AccessRefusedException;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.NameQuirks;
import org.sallyport.api.quirk.NameQuirks.PathStyle;
import org.sallyport.api.quirk.NameQuirks.Tilde;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.session.Activity;
import org.sallyport.sftp.internal.codec.ReplyBuffer;
import org.sallyport.sftp.internal.engine.handle.Handle;

/** Where a request is done: the session, as it talked when the request arrived. For use by many threads. */
public final class RequestContext {

    private static final int LONGEST_PATH = 4096;
    private static final int DEEPEST_PATH = 512;

    /** Failures that access rules cause, not circumstances. */
    private static final Set<Reason> REFUSALS = EnumSet.of(Reason.PERMISSION_DENIED, Reason.READ_ONLY, Reason.QUOTA);

    private final Session session;
    private final Protocol protocol;
    private final Replies replies;

    /** Something done in the tree. */
    @FunctionalInterface
    public interface TreeCall {

        void run() throws FileTreeException;
    }

    /** Something done to a file, as it is reported. */
    record Change(Activity.Kind kind, VirtualPath path, Optional<VirtualPath> target, long bytes) {}

    /** Something that shows only when it is done what there is to report, if anything. */
    @FunctionalInterface
    interface Doing {

        Optional<Change> run() throws FileTreeException;
    }

    public RequestContext(Session session, Protocol protocol) {
        this.session = session;
        this.protocol = protocol;
        this.replies = new Replies(protocol, session.pool());
    }

    public Session session() {
        return session;
    }

    public Protocol protocol() {
        return protocol;
    }

    public Replies replies() {
        return replies;
    }

    public FileTree tree() {
        return session.tree();
    }

    /** What requests claim so that they are done in order. */
    public Order order() {
        return session.order();
    }

    public Handle handle(int id) throws FileTreeException {
        return session.handles().get(id);
    }

    /** Reads a path as the client sent it: absolute, or relative to the home directory. */
    public VirtualPath path(String text) throws FileTreeException {
        return path(tree().home(), text);
    }

    public VirtualPath path(VirtualPath base, String text) throws FileTreeException {
        if (text.length() > LONGEST_PATH) {
            throw new FileTreeException(Reason.INVALID_NAME, "The path is too long");
        }
        VirtualPath path;
        try {
            path = resolve(base, quirk(NameQuirks.PATH_STYLE) == PathStyle.WINDOWS ? fromWindows(text) : text);
        } catch (IllegalArgumentException malformed) {
            throw new FileTreeException(Reason.INVALID_NAME, "The path is malformed", malformed);
        }
        if (path.depth() > DEEPEST_PATH) {
            throw new FileTreeException(Reason.INVALID_NAME, "The path is too deep");
        }
        return path;
    }

    private VirtualPath resolve(VirtualPath base, String text) {
        if (text.startsWith("~") && quirk(NameQuirks.TILDE) == Tilde.HOME) {
            if (text.length() == 1 || text.charAt(1) == '/') {
                exercised(NameQuirks.TILDE);
                return tree().home().resolve(text.length() == 1 ? "" : "." + text.substring(1));
            }
        }
        return base.resolve(text);
    }

    private String fromWindows(String text) {
        String path = text.replace('\\', '/');
        int colon = path.startsWith("/") ? 2 : 1;
        boolean drive =
                path.length() > colon && path.charAt(colon) == ':' && Character.isLetter(path.charAt(colon - 1));
        String result = drive ? "/" + path.substring(colon + 1) : path;
        if (!result.equals(text)) {
            exercised(NameQuirks.PATH_STYLE);
        }
        return result;
    }

    /** Refuses a name that a switch does not let clients make. */
    public void requireAllowed(VirtualPath path) throws FileTreeException {
        Quirks quirks = tree().quirks(path);
        if (!path.isRoot() && quirks.get(NameQuirks.REFUSED_NAMES).matches(path.name())) {
            quirks.exercised(NameQuirks.REFUSED_NAMES);
            throw new FileTreeException(Reason.PERMISSION_DENIED, "Files of this name are not accepted");
        }
    }

    /** Makes the directories above a path, if a switch says so. */
    public void makeParents(VirtualPath path) throws FileTreeException {
        Quirks quirks = tree().quirks(path);
        if (!quirks.get(SftpQuirks.CREATE_PARENTS)) {
            return;
        }
        Deque<VirtualPath> missing = new ArrayDeque<>();
        for (VirtualPath directory = path.parent();
                !directory.isRoot() && !exists(directory);
                directory = directory.parent()) {
            missing.push(directory);
        }
        for (VirtualPath directory : missing) {
            quirks.exercised(SftpQuirks.CREATE_PARENTS);
            try {
                tree().makeDirectory(directory, FileAttributes.EMPTY);
            } catch (FileTreeException failure) {
                if (failure.reason() != Reason.ALREADY_EXISTS) {
                    throw failure;
                }
            }
        }
    }

    /** Whether there is anything at a path, be it a link that leads nowhere. */
    public boolean exists(VirtualPath path) throws FileTreeException {
        try {
            tree().stat(path, false, Attribute.NONE);
            return true;
        } catch (FileTreeException failure) {
            return switch (failure.reason()) {
                case NO_SUCH_FILE, NO_SUCH_PATH, NOT_A_DIRECTORY -> false;
                default -> throw failure;
            };
        }
    }

    /** The value of a switch of the session; counted if it is not the neutral one. */
    public <T> T counted(Quirk<T> quirk) {
        T value = protocol.quirks().get(quirk);
        if (!value.equals(quirk.neutral())) {
            protocol.quirks().exercised(quirk);
        }
        return value;
    }

    /** The value of a switch of the session. */
    public <T> T quirk(Quirk<T> quirk) {
        return protocol.quirks().get(quirk);
    }

    /** The value of a switch at a path; counted if it is not the neutral one. */
    public <T> T quirk(Quirk<T> quirk, VirtualPath path) {
        Quirks quirks = tree().quirks(path);
        T value = quirks.get(quirk);
        if (!value.equals(quirk.neutral())) {
            quirks.exercised(quirk);
        }
        return value;
    }

    /** Notes that a switch of the session made a difference. */
    public void exercised(Quirk<?> quirk) {
        protocol.quirks().exercised(quirk);
    }

    /** Does something to a file and reports it, done or failed; answers OK. */
    public ReplyBuffer change(
            int requestId, Activity.Kind kind, VirtualPath path, Optional<VirtualPath> target, TreeCall call)
            throws FileTreeException {
        Change change = new Change(kind, path, target, 0);
        return change(requestId, change, () -> {
            call.run();
            return Optional.of(change);
        });
    }

    /**
     * Does something to a file and reports it; answers OK.
     *
     * @param wanted reported if it fails
     */
    ReplyBuffer change(int requestId, Change wanted, Doing doing) throws FileTreeException {
        long start = System.nanoTime();
        Optional<Change> done;
        try {
            done = doing.run();
        } catch (FileTreeException failure) {
            Activity.Kind reported = isRefusal(failure) ? Activity.Kind.REFUSED : wanted.kind();
            String detail = reported == wanted.kind() ? "" : detail(spell(wanted.kind()), failure);
            report(reported, wanted.path(), wanted.target(), 0, since(start), spell(failure.reason()), detail);
            throw failure;
        }
        done.ifPresent(change ->
                report(change.kind(), change.path(), change.target(), change.bytes(), since(start), Activity.OK, ""));
        return replies.ok(requestId);
    }

    /** Reports that something was refused, if it was. */
    public void reportRefusal(VirtualPath path, String what, FileTreeException failure) {
        if (isRefusal(failure)) {
            String detail = detail(what, failure);
            report(Activity.Kind.REFUSED, path, Optional.empty(), 0, Duration.ZERO, spell(failure.reason()), detail);
        }
    }

    /** Reports that what the user is uploading was looked for and not found: clients take that for the upload's failure. */
    void reportIfBeingUploaded(VirtualPath path) {
        if (session.uploads().isOpen(session.context().user(), path)) {
            report(
                    Activity.Kind.REFUSED,
                    path,
                    Optional.empty(),
                    0,
                    Duration.ZERO,
                    spell(Reason.NO_SUCH_FILE),
                    Activity.LOOK_AFTER_OPEN);
        }
    }

    private static String detail(String what, FileTreeException failure) {
        return failure instanceof AccessRefusedException refused
                ? what + ": access rule " + refused.rule() + " does not allow " + refused.right()
                : what;
    }

    public void report(
            Activity.Kind kind,
            VirtualPath path,
            Optional<VirtualPath> target,
            long bytes,
            Duration duration,
            String result,
            String detail) {
        session.reports().report(new Activity(kind, Optional.of(path), target, bytes, duration, result, detail));
    }

    private static boolean isRefusal(FileTreeException failure) {
        return REFUSALS.contains(failure.reason()) || failure instanceof AccessRefusedException;
    }

    /** A reason or a kind of activity as the transfer log spells it. */
    public static String spell(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
