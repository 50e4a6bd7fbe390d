/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.harness;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.sallyport.api.filetree.DirectoryEntry;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.filetree.Space;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.Quirks;

/**
 * A tree in memory whose calls can be made to hang or fail. It stands for a slow store unless it is made prompt, and records
 * the calls in the order in which they ended.
 */
public final class MemoryTree implements FileTree {

    public static final VirtualPath HOME = VirtualPath.of("/home");

    private static final int LARGEST = 16 << 20;

    private final Map<VirtualPath, MemoryNode> nodes = new TreeMap<>();
    private final Gates gates = new Gates();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<MemoryFile> openFiles = new CopyOnWriteArrayList<>();
    private final AtomicInteger openDirectories = new AtomicInteger();
    private final Quirks quirks;
    private volatile boolean prompt;
    private volatile boolean promptAtClose;
    private volatile boolean closed;
    private volatile Supplier<RuntimeException> bug;
    private volatile FileTreeException refusal;
    private volatile boolean atOnce = true;
    private volatile Set<Attribute> unsupported = Set.of();

    public MemoryTree(Quirks quirks) {
        this.quirks = quirks;
        nodes.put(VirtualPath.ROOT, new MemoryNode(FileType.DIRECTORY, FileAttributes.EMPTY));
        nodes.put(HOME, new MemoryNode(FileType.DIRECTORY, FileAttributes.EMPTY));
    }

    /** Says that its calls are quick enough for an I/O thread. */
    public MemoryTree prompt() {
        prompt = true;
        return this;
    }

    /** Says that this is true of the close of what was written, too. */
    public MemoryTree promptAtClose() {
        promptAtClose = true;
        return prompt();
    }

    boolean isPromptAtClose() {
        return promptAtClose;
    }

    boolean isPrompt() {
        return prompt;
    }

    public Gates gates() {
        return gates;
    }

    /** The calls that ended, such as {@code "rename /home/a"}. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public boolean isClosed() {
        return closed;
    }

    /** Files and directories that nobody closed or gave up. */
    public int open() {
        return (int) openFiles.stream().filter(file -> !file.hasEnded()).count() + openDirectories.get();
    }

    public long abandoned() {
        return openFiles.stream().filter(file -> file.wasAbandoned()).count();
    }

    /** Every call fails in a way that no store should. */
    public void failWith(Supplier<RuntimeException> exceptions) {
        bug = exceptions;
    }

    /** Every change of attributes is refused. */
    public void refuse(FileTreeException failure) {
        refusal = failure;
    }

    /** Says that it removes what a rename replaces before it renames. */
    public void replacesInSteps() {
        atOnce = false;
    }

    /** Attributes that the store cannot keep. */
    public void cannotKeep(Set<Attribute> attributes) {
        unsupported = attributes;
    }

    public MemoryTree file(String path, String content) {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    public synchronized MemoryTree file(String path, byte[] content) {
        MemoryNode node = new MemoryNode(FileType.REGULAR, FileAttributes.EMPTY);
        node.content = content;
        nodes.put(HOME.resolve(path), node);
        return this;
    }

    public synchronized MemoryTree directory(String path) {
        nodes.put(HOME.resolve(path), new MemoryNode(FileType.DIRECTORY, FileAttributes.EMPTY));
        return this;
    }

    public synchronized MemoryTree link(String path, String target) {
        MemoryNode node = new MemoryNode(FileType.SYMLINK, FileAttributes.EMPTY);
        node.target = target;
        nodes.put(HOME.resolve(path), node);
        return this;
    }

    public synchronized String content(String path) {
        MemoryNode node = nodes.get(HOME.resolve(path));
        return node == null ? null : new String(node.content, StandardCharsets.UTF_8);
    }

    public synchronized FileAttributes attributesOf(String path) {
        return nodes.get(HOME.resolve(path)).attributes();
    }

    public synchronized boolean exists(String path) {
        return nodes.containsKey(HOME.resolve(path));
    }

    @Override
    public VirtualPath home() {
        return HOME;
    }

    @Override
    public Object orderKey(VirtualPath path) {
        return path;
    }

    @Override
    public boolean isPrompt(VirtualPath path) {
        if (path.name().equals("planning-fails")) {
            throw new IllegalStateException("as a test wants it");
        }
        return prompt;
    }

    @Override
    public Quirks quirks(VirtualPath path) {
        return quirks;
    }

    @Override
    public FileAttributes stat(VirtualPath path, boolean followLinks, Set<Attribute> wanted) throws FileTreeException {
        before("stat", path);
        synchronized (this) {
            MemoryNode node = followLinks ? follow(path) : need(path);
            return after("stat", path, node.attributes());
        }
    }

    private MemoryNode need(VirtualPath path) throws FileTreeException {
        MemoryNode node = nodes.get(path);
        if (node == null) {
            throw new FileTreeException(Reason.NO_SUCH_FILE, "No such file");
        }
        return node;
    }

    private MemoryNode follow(VirtualPath path) throws FileTreeException {
        MemoryNode node = need(path);
        return node.type == FileType.SYMLINK ? need(path.parent().resolve(node.target)) : node;
    }

    void before(String call, VirtualPath path) {
        gates.pass(call, path.toString());
        Supplier<RuntimeException> failure = bug;
        if (failure != null) {
            throw failure.get();
        }
    }

    <T> T after(String call, VirtualPath path, T result) {
        calls.add(call + " " + path);
        return result;
    }

    @Override
    public VirtualPath canonicalize(VirtualPath path) throws FileTreeException {
        before("canonicalize", path);
        synchronized (this) {
            if (!path.isRoot()) {
                need(path.parent());
            }
            return after("canonicalize", path, path);
        }
    }

    @Override
    public OpenDirectory openDirectory(VirtualPath path, Set<Attribute> wanted) throws FileTreeException {
        before("openDirectory", path);
        Deque<DirectoryEntry> entries = new ArrayDeque<>();
        synchronized (this) {
            if (need(path).type != FileType.DIRECTORY) {
                throw new FileTreeException(Reason.NOT_A_DIRECTORY, "Not a directory");
            }
        }
        openDirectories.incrementAndGet();
        return after("openDirectory", path, new OpenDirectory() {
            private boolean begun;

            @Override
            public List<DirectoryEntry> next(int most) throws FileTreeException {
                before("next", path);
                synchronized (MemoryTree.this) {
                    need(path);
                    if (!begun) {
                        begun = true;
                        fill(entries, path);
                    }
                }
                List<DirectoryEntry> next = new ArrayList<>();
                while (next.size() < most && !entries.isEmpty()) {
                    next.add(entries.removeFirst());
                }
                return after("next", path, next);
            }

            @Override
            public void close() {
                openDirectories.decrementAndGet();
            }
        });
    }

    private void fill(Deque<DirectoryEntry> entries, VirtualPath path) {
        entries.add(new DirectoryEntry(".", nodes.get(path).attributes()));
        entries.add(new DirectoryEntry("..", nodes.get(path.parent()).attributes()));
        nodes.forEach((other, node) -> {
            if (!other.isRoot() && other.parent().equals(path)) {
                entries.add(new DirectoryEntry(other.name(), node.attributes()));
            }
        });
    }

    @Override
    public OpenFile open(VirtualPath path, OpenOptions options, FileAttributes initial) throws FileTreeException {
        before("open", path);
        synchronized (this) {
            MemoryNode node = nodes.get(path);
            if (node == null && !options.create()) {
                throw new FileTreeException(Reason.NO_SUCH_FILE, "No such file");
            }
            if (node != null && options.exclusive()) {
                throw new FileTreeException(Reason.ALREADY_EXISTS, "File exists");
            }
            if (node != null && node.type == FileType.DIRECTORY) {
                throw new FileTreeException(Reason.IS_A_DIRECTORY, "Is a directory");
            }
            if (node == null) {
                needDirectory(path.parent());
                node = new MemoryNode(FileType.REGULAR, initial);
                nodes.put(path, node);
            } else if (options.truncate()) {
                node.content = new byte[0];
            }
            MemoryFile file = new MemoryFile(this, path, node, options);
            openFiles.add(file);
            return after("open", path, file);
        }
    }

    private void needDirectory(VirtualPath path) throws FileTreeException {
        MemoryNode node = nodes.get(path);
        if (node == null) {
            throw new FileTreeException(Reason.NO_SUCH_PATH, "No such directory");
        }
        if (node.type != FileType.DIRECTORY) {
            throw new FileTreeException(Reason.NOT_A_DIRECTORY, "Not a directory");
        }
    }

    @Override
    public void makeDirectory(VirtualPath path, FileAttributes initial) throws FileTreeException {
        before("makeDirectory", path);
        synchronized (this) {
            needFree(path);
            nodes.put(path, new MemoryNode(FileType.DIRECTORY, initial));
            after("makeDirectory", path, null);
        }
    }

    private void needFree(VirtualPath path) throws FileTreeException {
        if (nodes.containsKey(path)) {
            throw new FileTreeException(Reason.ALREADY_EXISTS, "File exists");
        }
        needDirectory(path.parent());
    }

    @Override
    public boolean remove(VirtualPath path) throws FileTreeException {
        before("remove", path);
        synchronized (this) {
            if (need(path).type == FileType.DIRECTORY) {
                throw new FileTreeException(Reason.IS_A_DIRECTORY, "Is a directory");
            }
            nodes.remove(path);
            after("remove", path, null);
            return true;
        }
    }

    @Override
    public void removeDirectory(VirtualPath path) throws FileTreeException {
        before("removeDirectory", path);
        synchronized (this) {
            if (need(path).type != FileType.DIRECTORY) {
                throw new FileTreeException(Reason.NOT_A_DIRECTORY, "Not a directory");
            }
            if (nodes.keySet().stream().anyMatch(other -> !other.equals(path) && other.startsWith(path))) {
                throw new FileTreeException(Reason.NOT_EMPTY, "Not empty");
            }
            nodes.remove(path);
            after("removeDirectory", path, null);
        }
    }

    @Override
    public boolean rename(VirtualPath from, VirtualPath to, RenameMode mode) throws FileTreeException {
        before("rename", from);
        synchronized (this) {
            need(from);
            if (to.startsWith(from) && !to.equals(from) || from.isRoot()) {
                throw new FileTreeException(Reason.INVALID_ARGUMENT, "Below itself");
            }
            needDirectory(to.parent());
            if (nodes.containsKey(to) && mode == RenameMode.NO_REPLACE) {
                throw new FileTreeException(Reason.ALREADY_EXISTS, "File exists");
            }
            if (nodes.containsKey(to) && mode == RenameMode.REPLACE_AT_ONCE && !atOnce) {
                throw new FileTreeException(Reason.UNSUPPORTED, "Not at once");
            }
            Map<VirtualPath, MemoryNode> moved = new TreeMap<>();
            nodes.entrySet().removeIf(entry -> {
                boolean below = entry.getKey().startsWith(from);
                if (below) {
                    moved.put(entry.getKey().rebase(from, to), entry.getValue());
                }
                return below;
            });
            nodes.putAll(moved);
            openFiles.forEach(file -> file.moved(from, to));
            after("rename", from, null);
            return false;
        }
    }

    @Override
    public void setAttributes(VirtualPath path, boolean followLinks, FileAttributes changes) throws FileTreeException {
        before("setAttributes", path);
        synchronized (this) {
            change(followLinks ? follow(path) : need(path), changes);
            after("setAttributes", path, null);
        }
    }

    void change(MemoryNode node, FileAttributes changes) throws FileTreeException {
        if (refusal != null) {
            throw refusal;
        }
        if (changes.present().stream().anyMatch(unsupported::contains)) {
            throw new FileTreeException(Reason.UNSUPPORTED, "Cannot be kept");
        }
        FileAttributes.Builder result = node.attributes.toBuilder();
        if (changes.has(Attribute.PERMISSIONS)) {
            result.permissions(changes.permissions());
        }
        if (changes.has(Attribute.OWNER_IDS)) {
            result.ownerIds(changes.uid(), changes.gid());
        }
        if (changes.has(Attribute.MODIFY_TIME)) {
            result.modifyTime(changes.modifySeconds(), changes.modifyNanos());
        }
        node.attributes = result.build();
        if (changes.has(Attribute.SIZE)) {
            node.content = Arrays.copyOf(node.content, size(changes.size()));
        }
    }

    static int size(long wanted) throws FileTreeException {
        if (wanted < 0 || wanted > LARGEST) {
            throw new FileTreeException(Reason.NO_SPACE, "No space");
        }
        return (int) wanted;
    }

    @Override
    public String readLink(VirtualPath link) throws FileTreeException {
        before("readLink", link);
        synchronized (this) {
            MemoryNode node = need(link);
            if (node.type != FileType.SYMLINK) {
                throw new FileTreeException(Reason.INVALID_ARGUMENT, "Not a link");
            }
            return after("readLink", link, node.target);
        }
    }

    @Override
    public void symlink(VirtualPath link, String target) throws FileTreeException {
        before("symlink", link);
        synchronized (this) {
            needFree(link);
            MemoryNode node = new MemoryNode(FileType.SYMLINK, FileAttributes.EMPTY);
            node.target = target;
            nodes.put(link, node);
            after("symlink", link, null);
        }
    }

    @Override
    public void link(VirtualPath existing, VirtualPath newLink) throws FileTreeException {
        before("link", existing);
        synchronized (this) {
            MemoryNode node = need(existing);
            if (node.type == FileType.DIRECTORY) {
                throw new FileTreeException(Reason.PERMISSION_DENIED, "A directory");
            }
            needFree(newLink);
            node.links++;
            nodes.put(newLink, node);
            after("link", existing, null);
        }
    }

    @Override
    public void copy(VirtualPath from, VirtualPath to, RenameMode mode) throws FileTreeException {
        before("copy", from);
        synchronized (this) {
            MemoryNode source = need(from);
            if (mode == RenameMode.NO_REPLACE) {
                needFree(to);
            }
            MemoryNode copy = new MemoryNode(FileType.REGULAR, FileAttributes.EMPTY);
            copy.content = source.content.clone();
            nodes.put(to, copy);
            after("copy", from, null);
        }
    }

    @Override
    public long copy(OpenFile from, long fromPosition, long length, OpenFile to, long toPosition)
            throws FileTreeException {
        before("copyData", from.path());
        ByteBuffer all = ByteBuffer.allocate((int) Math.min(length == 0 ? 1 << 20 : length, 1 << 20));
        int count = Math.max(0, from.read(all, fromPosition));
        to.write(all.flip(), toPosition);
        return count;
    }

    @Override
    public Space space(VirtualPath path) throws FileTreeException {
        before("space", path);
        return after("space", path, new Space(4096, 1000, 600, 500, 100, 50, 40, 7, false, 255));
    }

    @Override
    public List<Optional<String>> userNames(List<Integer> uids) {
        return uids.stream()
                .map(uid -> uid == 1000 ? Optional.of("alice") : Optional.<String>empty())
                .toList();
    }

    @Override
    public List<Optional<String>> groupNames(List<Integer> gids) {
        return gids.stream()
                .map(gid -> gid == 1000 ? Optional.of("staff") : Optional.<String>empty())
                .toList();
    }

    @Override
    public void close() {
        closed = true;
    }
}
