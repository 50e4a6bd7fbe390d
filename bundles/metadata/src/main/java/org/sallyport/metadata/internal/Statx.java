/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Linux's call {@code statx(2)} itself, which costs half of what the JDK makes of it: a map of boxed numbers for each file. Reached through
 * {@code java.lang.foreign}, which Java has from version 22 on; by reflection, since this is compiled for 17. What cannot be told
 * this way is left to the JDK, an error too, which it turns into the exception that is due. For use by many threads.
 */
final class Statx {

    /** As in {@code linux/fcntl.h} and {@code linux/stat.h}, on all architectures. */
    private static final int AT_FDCWD = -100;

    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int MASK = 0;
    private static final int LINKS = 16;
    private static final int UID = 20;
    private static final int GID = 24;
    private static final int MODE = 28;
    private static final int SIZE = 40;
    private static final int ACCESSED = 64;
    private static final int MODIFIED = 112;
    private static final int STRUCT_BYTES = 256;

    private static final int MOST_PATH_BYTES = 1024;
    private static final int BUFFERS = 16;

    private final MethodHandle call;
    private final Method segmentOf;
    private final Method addressOf;
    private final BlockingQueue<Memory> spare = new ArrayBlockingQueue<>(BUFFERS);

    /** The result, and the path behind it. */
    private record Memory(ByteBuffer bytes, long address) {}

    private Statx(MethodHandle call, Method segmentOf, Method addressOf) {
        this.call = call;
        this.segmentOf = segmentOf;
        this.addressOf = addressOf;
    }

    /** The call, where the system has it and the JVM was told by {@code --enable-native-access} that it may be used. */
    static Optional<Statx> ifAllowed() {
        return isAllowed() ? find() : Optional.empty();
    }

    private static boolean isAllowed() {
        try {
            return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(Statx.class.getModule());
        } catch (ReflectiveOperationException before22) {
            return false;
        }
    }

    /** The call, where the system has it and Java can reach it. */
    static Optional<Statx> find() {
        if (Runtime.version().feature() < 22 || !"Linux".equals(System.getProperty("os.name"))) {
            return Optional.empty();
        }
        try {
            Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
            Optional<MethodHandle> found = bind(segment);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Method segmentOf = segment.getMethod("ofBuffer", java.nio.Buffer.class);
            return Optional.of(new Statx(found.get(), segmentOf, segment.getMethod("address")));
        } catch (ReflectiveOperationException notAllowed) {
            return Optional.empty();
        }
    }

    /** {@code int statx(int, const char *, int, unsigned, struct statx *)}, with addresses as numbers. */
    private static Optional<MethodHandle> bind(Class<?> segment) throws ReflectiveOperationException {
        Class<?> linkers = Class.forName("java.lang.foreign.Linker");
        Class<?> functions = Class.forName("java.lang.foreign.FunctionDescriptor");
        Class<?> layouts = Class.forName("java.lang.foreign.MemoryLayout");
        Class<?> values = Class.forName("java.lang.foreign.ValueLayout");
        Object options = Array.newInstance(Class.forName("java.lang.foreign.Linker$Option"), 0);
        Object linker = linkers.getMethod("nativeLinker").invoke(null);
        Object lookup = linkers.getMethod("defaultLookup").invoke(linker);
        Optional<?> symbol = (Optional<?>) Class.forName("java.lang.foreign.SymbolLookup")
                .getMethod("find", String.class)
                .invoke(lookup, "statx");
        if (symbol.isEmpty()) {
            return Optional.empty();
        }
        Object number = values.getField("JAVA_INT").get(null);
        Object address = values.getField("JAVA_LONG").get(null);
        Object parameters = Array.newInstance(layouts, 5);
        Array.set(parameters, 0, number);
        Array.set(parameters, 1, address);
        Array.set(parameters, 2, number);
        Array.set(parameters, 3, number);
        Array.set(parameters, 4, address);
        Object function =
                functions.getMethod("of", layouts, parameters.getClass()).invoke(null, number, parameters);
        MethodHandle made = (MethodHandle) linkers.getMethod("downcallHandle", segment, functions, options.getClass())
                .invoke(linker, symbol.get(), function, options);
        MethodType wanted = MethodType.methodType(int.class, int.class, long.class, int.class, int.class, long.class);
        return Optional.of(made).filter(handle -> handle.type().equals(wanted));
    }

    /**
     * What is at a path.
     *
     * @return null where the JDK has to be asked: for a path outside ASCII, whose bytes it alone knows, and after any error
     */
    FileNumbers read(Path path, boolean followLinks) {
        if (path.getFileSystem() != FileSystems.getDefault() || !path.isAbsolute()) {
            return null;
        }
        Memory spared = spare.poll();
        Memory memory = spared == null ? allocate() : spared;
        try {
            return put(path.toString(), memory.bytes()) && call(memory, followLinks) ? numbers(memory.bytes()) : null;
        } finally {
            // Where there are enough already, the garbage collector frees it.
            spare.offer(memory);
        }
    }

    private Memory allocate() {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(STRUCT_BYTES + MOST_PATH_BYTES).order(ByteOrder.nativeOrder());
        try {
            return new Memory(bytes, (long) addressOf.invoke(segmentOf.invoke(null, bytes)));
        } catch (IllegalAccessException | InvocationTargetException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean put(String path, ByteBuffer to) {
        int length = path.length();
        if (length >= MOST_PATH_BYTES) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = path.charAt(i);
            if (c >= 0x80) {
                return false;
            }
            to.put(STRUCT_BYTES + i, (byte) c);
        }
        to.put(STRUCT_BYTES + length, (byte) 0);
        return true;
    }

    private boolean call(Memory memory, boolean followLinks) {
        try {
            int result = (int) call.invokeExact(
                    AT_FDCWD,
                    memory.address() + STRUCT_BYTES,
                    followLinks ? 0 : AT_SYMLINK_NOFOLLOW,
                    STATX_BASIC_STATS,
                    memory.address());
            return result == 0 && (memory.bytes().getInt(MASK) & STATX_BASIC_STATS) == STATX_BASIC_STATS;
        } catch (RuntimeException | Error broken) {
            throw broken;
        } catch (Throwable undeclared) {
            throw new IllegalStateException(undeclared);
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    private static FileNumbers numbers(ByteBuffer from) {
        return new FileNumbers(
                Short.toUnsignedInt(from.getShort(MODE)),
                from.getLong(SIZE),
                from.getInt(UID),
                from.getInt(GID),
                from.getInt(LINKS),
                from.getLong(MODIFIED),
                from.getInt(MODIFIED + Long.BYTES),
                from.getLong(ACCESSED),
                from.getInt(ACCESSED + Long.BYTES));
    }
}
