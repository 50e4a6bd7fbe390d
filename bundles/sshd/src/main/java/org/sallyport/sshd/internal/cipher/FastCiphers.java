/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.cipher;

import java.security.GeneralSecurityException;
import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;

/** Puts the ciphers of this package in the place of those of MINA with the same names. */
public final class FastCiphers {

    private FastCiphers() {}

    /** How a cipher is made; it finds what it needs in the JVM or fails. */
    @FunctionalInterface
    private interface Maker {

        Cipher make() throws GeneralSecurityException;
    }

    private record Named(String name, Maker maker) implements NamedFactory<Cipher> {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public Cipher create() {
            try {
                return maker.make();
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("the JVM has no " + name, missing);
            }
        }
    }

    /** Our own where there is one, else MINA's. */
    public static List<NamedFactory<Cipher>> instead(List<? extends NamedFactory<Cipher>> factories) {
        return factories.stream().map(FastCiphers::instead).toList();
    }

    private static NamedFactory<Cipher> instead(NamedFactory<Cipher> factory) {
        if (factory == BuiltinCiphers.aes128gcm || factory == BuiltinCiphers.aes256gcm) {
            BuiltinCiphers description = (BuiltinCiphers) factory;
            return new Named(factory.getName(), () -> new AesGcmCipher(description));
        }
        if (factory == BuiltinCiphers.cc20p1305_openssh) {
            return new Named(factory.getName(), () -> new ChaChaPolyCipher(BuiltinCiphers.cc20p1305_openssh));
        }
        return factory;
    }
}
