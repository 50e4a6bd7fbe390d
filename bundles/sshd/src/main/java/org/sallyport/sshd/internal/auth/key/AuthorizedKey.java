/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

import java.net.InetAddress;
import java.security.PublicKey;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.u2f.SecurityKeyPublicKey;

/**
 * One line of OpenSSH's {@code authorized_keys} (sshd(8), AUTHORIZED_KEYS FILE FORMAT) with all of its options understood: those that
 * restrict a login are enforced, those that restrict what this server never grants are taken as granted, any other makes the line
 * unusable.
 *
 * @param line as it stands in the file
 * @param from patterns of addresses; empty means from anywhere
 * @param certificateAuthority whether the key signs user certificates instead of being one
 * @param principals names of which a certificate must have one; empty means the user's name
 * @param touch whether a security key must have been touched
 * @param verify whether a security key must have verified its holder, by PIN or finger
 */
public record AuthorizedKey(
        String line,
        PublicKey key,
        List<String> from,
        Optional<Instant> expires,
        boolean certificateAuthority,
        List<String> principals,
        boolean touch,
        boolean verify) {

    /** Restrict what is never granted here: nothing to enforce. */
    private static final Set<String> NEVER_GRANTED = Set.of(
            "restrict",
            "no-agent-forwarding",
            "no-port-forwarding",
            "no-pty",
            "no-user-rc",
            "no-x11-forwarding",
            "agent-forwarding",
            "port-forwarding",
            "pty",
            "user-rc",
            "x11-forwarding",
            "permitopen",
            "permitlisten",
            "tunnel",
            "environment");

    private static final Set<String> ENFORCED = Set.of(
            "from",
            "expiry-time",
            "cert-authority",
            "principals",
            "no-touch-required",
            "touch-required",
            "verify-required",
            "no-verify-required",
            "command");

    private static final Set<String> WITH_VALUE = Set.of(
            "from", "expiry-time", "principals", "command", "permitopen", "permitlisten", "tunnel", "environment");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException with what is wrong; the key is not shown
     */
    public static AuthorizedKey parse(String line) {
        String trimmed = line.strip();
        if (trimmed.chars().anyMatch(c -> c < 0x20 && c != '\t')) {
            throw new IllegalArgumentException("not one line of text");
        }
        int end = PublicKeys.startsWithType(trimmed) ? 0 : KeyOptions.end(trimmed);
        Builder builder = new Builder(trimmed, PublicKeys.parseLine(trimmed.substring(end)));
        KeyOptions.parse(trimmed.substring(0, end)).forEach(builder::option);
        return builder.build();
    }

    private static final class Builder {

        private final String line;
        private final PublicKey key;
        private final Set<String> seen = new HashSet<>();
        private List<String> from = List.of();
        private Optional<Instant> expires = Optional.empty();
        private boolean authority;
        private List<String> principals = List.of();
        private boolean touch = true;
        private boolean verify;

        Builder(String line, PublicKey key) {
            this.line = line;
            this.key = key;
        }

        void option(KeyOptions.Option option) {
            String name = option.name();
            String value = option.value();
            if (!ENFORCED.contains(name) && !NEVER_GRANTED.contains(name)) {
                throw new IllegalArgumentException("option " + name + " is not known");
            }
            if (!seen.add(name) && !NEVER_GRANTED.contains(name)) {
                throw new IllegalArgumentException("option " + name + " stands twice");
            }
            if (WITH_VALUE.contains(name) == value.isEmpty()) {
                throw new IllegalArgumentException(
                        "option " + name + (value.isEmpty() ? " has no value" : " cannot have a value"));
            }
            switch (name) {
                case "from" -> from = List.of(value.split(","));
                case "expiry-time" -> expires = Optional.of(time(value));
                case "cert-authority" -> authority = true;
                case "principals" -> principals = List.of(value.split(","));
                case "no-touch-required" -> touch = false;
                case "touch-required" -> touch = true;
                case "verify-required" -> verify = true;
                case "no-verify-required" -> verify = false;
                case "command" -> requireSftp(value);
                default -> {
                    // restricts what is never granted
                }
            }
        }

        private static void requireSftp(String command) {
            if (!command.equals("internal-sftp")) {
                throw new IllegalArgumentException("option command: only internal-sftp can be had here");
            }
        }

        AuthorizedKey build() {
            if (key instanceof OpenSshCertificate) {
                throw new IllegalArgumentException("a certificate; put its authority here, with cert-authority");
            }
            if (!principals.isEmpty() && !authority) {
                throw new IllegalArgumentException("option principals: only with cert-authority");
            }
            if (verify && !authority && !(key instanceof SecurityKeyPublicKey)) {
                throw new IllegalArgumentException("option verify-required: only security keys (sk-...) can");
            }
            return new AuthorizedKey(line, key, from, expires, authority, principals, touch, verify);
        }
    }

    private static Instant time(String value) {
        boolean utc = value.endsWith("Z");
        String digits = utc ? value.substring(0, value.length() - 1) : value;
        if (digits.length() != 8 && digits.length() != 12 && digits.length() != 14) {
            throw new IllegalArgumentException("option expiry-time: not YYYYMMDD[HHMM[SS]][Z]");
        }
        try {
            LocalDateTime time = LocalDateTime.parse(digits + "000000".substring(digits.length() - 8), TIME);
            return time.atZone(utc ? ZoneOffset.UTC : ZoneId.systemDefault()).toInstant();
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException("option expiry-time: not YYYYMMDD[HHMM[SS]][Z]", malformed);
        }
    }

    /** {@code SHA256:...} */
    public String fingerprint() {
        return PublicKeys.fingerprint(key);
    }

    /** Whether the line may be used now, from an address. */
    boolean isUsable(InetAddress address) {
        return expires.map(end -> Instant.now().isBefore(end)).orElse(true)
                && (from.isEmpty() || AddressPatterns.matches(from, address));
    }
}
