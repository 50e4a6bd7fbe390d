/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.cipher;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Poly1305 that the JDK has for its own ChaCha20-Poly1305, whose tags are not those of SSH. From Java 21 on the JVM has vector
 * instructions for it, eight times as fast as multiplications of 64 bits. It is the JDK's own, so that the JVM has to be started with
 * {@code --add-opens java.base/com.sun.crypto.provider=ALL-UNNAMED}, and nothing depends on its being there.
 */
final class JdkPoly1305 implements Poly1305 {

    private static final Logger LOG = LoggerFactory.getLogger(JdkPoly1305.class);

    /** The first Java with vector instructions for it on most processors. */
    private static final int FIRST_JAVA = 21;

    /** Bytes of a message below which to begin costs more than there is to gain. */
    private static final int LEAST = 300;

    private final Calls calls;
    private final Object poly1305;
    private final OneTimeKey oneTimeKey = new OneTimeKey();
    private final LimbPoly1305 ofShort = new LimbPoly1305();

    private JdkPoly1305(Calls calls) {
        this.calls = calls;
        this.poly1305 = calls.make();
    }

    /** What makes them, if this JVM has it, opens it, and it says the same as {@link LimbPoly1305}. */
    static Optional<Supplier<Poly1305>> ofThisJvm() {
        return Calls.find().map(calls -> () -> new JdkPoly1305(calls));
    }

    /** The key of the moment, which is not copied as that of a {@code SecretKeySpec} is. */
    private static final class OneTimeKey implements Key {

        private static final long serialVersionUID = 1L;

        private final byte[] bytes = new byte[KEY_SIZE];

        @Override
        public String getAlgorithm() {
            return "Poly1305";
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return bytes;
        }
    }

    /** What is called of the JDK's class. */
    private record Calls(MethodHandle constructor, MethodHandle init, MethodHandle update, MethodHandle doFinal) {

        private static final int PROBE = 1_000;

        static Optional<Calls> find() {
            if (Runtime.version().feature() < FIRST_JAVA) {
                return Optional.empty();
            }
            try {
                Class<?> type = Class.forName("com.sun.crypto.provider.Poly1305", false, null);
                MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
                Calls calls = new Calls(
                        lookup.findConstructor(type, MethodType.methodType(void.class, boolean.class))
                                .asType(MethodType.methodType(Object.class, boolean.class)),
                        lookup.findVirtual(
                                        type,
                                        "engineInit",
                                        MethodType.methodType(void.class, Key.class, AlgorithmParameterSpec.class))
                                .asType(MethodType.methodType(
                                        void.class, Object.class, Key.class, AlgorithmParameterSpec.class)),
                        lookup.findVirtual(
                                        type,
                                        "engineUpdate",
                                        MethodType.methodType(void.class, byte[].class, int.class, int.class))
                                .asType(MethodType.methodType(
                                        void.class, Object.class, byte[].class, int.class, int.class)),
                        lookup.findVirtual(type, "engineDoFinal", MethodType.methodType(byte[].class))
                                .asType(MethodType.methodType(byte[].class, Object.class)));
                return calls.isRight() ? Optional.of(calls) : Optional.empty();
            } catch (ReflectiveOperationException | RuntimeException | LinkageError hidden) {
                LOG.debug("the JVM's own Poly1305 cannot be used", hidden);
                return Optional.empty();
            }
        }

        private boolean isRight() {
            byte[] message = new byte[PROBE];
            Arrays.fill(message, (byte) 0xa5);
            byte[] key = Arrays.copyOf(message, KEY_SIZE);
            byte[] expected = new byte[TAG_SIZE];
            new LimbPoly1305().tag(key, message, 0, PROBE, expected, 0);
            byte[] tag = new byte[TAG_SIZE];
            new JdkPoly1305(this).tag(key, message, 0, PROBE, tag, 0);
            return Arrays.equals(tag, expected);
        }

        private Object make() {
            try {
                // Keys are not looked at: whether one is weak is the protocol's business.
                return (Object) constructor.invokeExact(false);
            } catch (Throwable never) {
                throw unexpected(never);
            }
        }
    }

    @Override
    public void tag(byte[] key, byte[] message, int offset, int length, byte[] tag, int tagOffset) {
        if (length < LEAST) {
            ofShort.tag(key, message, offset, length, tag, tagOffset);
            return;
        }
        System.arraycopy(key, 0, oneTimeKey.bytes, 0, KEY_SIZE);
        try {
            calls.init().invokeExact(poly1305, (Key) oneTimeKey, (AlgorithmParameterSpec) null);
            calls.update().invokeExact(poly1305, message, offset, length);
            byte[] made = (byte[]) calls.doFinal().invokeExact(poly1305);
            System.arraycopy(made, 0, tag, tagOffset, TAG_SIZE);
        } catch (Throwable never) {
            throw unexpected(never);
        }
    }

    /** A method handle may throw anything; the JDK's methods do not for keys and ranges that are right. */
    private static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(thrown);
    }
}
