/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.sshd.common.BaseBuilder;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.kex.KexFactoryManager;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.signature.SignatureFactoriesManager;
import org.apache.sshd.server.ServerBuilder;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.TransportQuirks;
import org.sallyport.sshd.internal.cipher.FastCiphers;

/**
 * The algorithms that a listener offers, best first. By default everything that MINA SSHD offers and the JVM has, the hybrid
 * post-quantum key exchanges with Bouncy Castle among them, but nothing with SHA-1, MD5, CBC, DSA or RC4, and no finite-field groups
 * whose exchange takes the server hundreds of milliseconds while a client that wants to do harm need not compute at all
 * (CVE-2002-20001; OpenSSH 10 offers none).
 */
record Algorithms(
        List<KeyExchangeFactory> kex,
        List<NamedFactory<Signature>> signatures,
        List<NamedFactory<Cipher>> ciphers,
        List<NamedFactory<Mac>> macs) {

    private static final List<String> COSTLY =
            List.of("diffie-hellman-group17-", "diffie-hellman-group18-", "diffie-hellman-group-exchange-");

    private static final List<String> WEAK = List.of("sha1", "md5", "cbc", "dss", "arcfour", "group1-", "3des");

    private static List<KeyExchangeFactory> allKex() {
        return ServerBuilder.setUpDefaultKeyExchanges(true);
    }

    private static List<NamedFactory<Signature>> allSignatures() {
        return List.copyOf(NamedFactory.setUpBuiltinFactories(true, BaseBuilder.DEFAULT_SIGNATURE_PREFERENCE));
    }

    /** Without that which encrypts nothing: whoever wants it wants no SSH. */
    private static List<NamedFactory<Cipher>> allCiphers() {
        return FastCiphers.instead(NamedFactory.setUpBuiltinFactories(
                true,
                BuiltinCiphers.VALUES.stream()
                        .filter(cipher -> cipher != BuiltinCiphers.none)
                        .toList()));
    }

    private static List<NamedFactory<Mac>> allMacs() {
        return List.copyOf(NamedFactory.setUpBuiltinFactories(
                true, org.apache.sshd.common.mac.BuiltinMacs.VALUES.stream().toList()));
    }

    static Algorithms read(ConfigurationReader reader) {
        return new Algorithms(
                chosen(reader, "kex-algorithms", byDefault(allKex()), allKex()),
                chosen(reader, "host-key-algorithms", byDefault(allSignatures()), allSignatures()),
                chosen(
                        reader,
                        "ciphers",
                        byDefault(FastCiphers.instead(
                                NamedFactory.setUpBuiltinFactories(true, BaseBuilder.DEFAULT_CIPHERS_PREFERENCE))),
                        allCiphers()),
                chosen(
                        reader,
                        "macs",
                        byDefault(List.copyOf(
                                NamedFactory.setUpBuiltinFactories(true, BaseBuilder.DEFAULT_MAC_PREFERENCE))),
                        allMacs()));
    }

    private static <T extends NamedResource> List<T> byDefault(List<T> all) {
        return all.stream().filter(algorithm -> isDefault(algorithm.getName())).toList();
    }

    private static boolean isDefault(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        // The SHA-1 signatures of RSA go by the bare names.
        return WEAK.stream().noneMatch(lower::contains)
                && COSTLY.stream().noneMatch(lower::startsWith)
                && !lower.equals("ssh-rsa")
                && !lower.equals("ssh-rsa-cert-v01@openssh.com");
    }

    private static <T extends NamedResource> List<T> chosen(
            ConfigurationReader reader, String key, List<T> otherwise, List<T> all) {
        List<String> names = reader.list(key, List.of());
        if (names.isEmpty()) {
            return otherwise;
        }
        List<T> result = new ArrayList<>();
        for (String name : names) {
            all.stream()
                    .filter(algorithm -> algorithm.getName().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            result::add,
                            () -> reader.problem(
                                    key,
                                    name,
                                    "out of "
                                            + String.join(
                                                    ", ",
                                                    all.stream()
                                                            .map(NamedResource::getName)
                                                            .toList())));
        }
        return result;
    }

    void applyTo(KexFactoryManager manager) {
        manager.setKeyExchangeFactories(kex);
        ((SignatureFactoriesManager) manager).setSignatureFactories(signatures);
        manager.setCipherFactories(ciphers);
        manager.setMacFactories(macs);
    }

    /** Offers a client what its quirks say instead; a name that the JVM does not have is left out. */
    static void applyTo(KexFactoryManager session, Quirks quirks) {
        override(quirks, TransportQuirks.KEX_ALGORITHMS, Algorithms::allKex, session::setKeyExchangeFactories);
        override(quirks, TransportQuirks.HOST_KEY_ALGORITHMS, Algorithms::allSignatures, ((SignatureFactoriesManager)
                session)::setSignatureFactories);
        override(quirks, TransportQuirks.CIPHERS, Algorithms::allCiphers, session::setCipherFactories);
        override(quirks, TransportQuirks.MACS, Algorithms::allMacs, session::setMacFactories);
    }

    private static <T extends NamedResource> void override(
            Quirks quirks, Quirk<String> quirk, Supplier<List<T>> all, Consumer<List<T>> setter) {
        String names = quirks.get(quirk);
        if (names.isBlank()) {
            return; // what the JVM has is asked for by those alone that need to know
        }
        List<T> known = all.get();
        List<T> wanted = Stream.of(names.split("\\s*,\\s*"))
                .flatMap(name ->
                        known.stream().filter(algorithm -> algorithm.getName().equals(name)))
                .toList();
        if (!wanted.isEmpty()) {
            setter.accept(wanted);
            quirks.exercised(quirk);
        }
    }
}
