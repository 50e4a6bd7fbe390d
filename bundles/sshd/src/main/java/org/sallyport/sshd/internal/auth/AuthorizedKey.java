/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;

/**
 * One line of OpenSSH's {@code authorized_keys} (sshd(8), AUTHORIZED_KEYS FILE FORMAT) with all of its options understood: those that
 * restrict a login are enforced, those that restrict what this server never grants are taken as granted, any other makes the line
 * unusable.
 *
 * @param line as it stands in the file
 * @param from patterns of addresses; empty means from anywhere
 * @param certificateAuthority whether the key signs user certificates instead of being one
 * @param principals names of which a certificate must have one; empty means the user's name
 */
record AuthorizedKey(
        String line,
        PublicKey key,
        List<String> from,
        Optional<Instant> expires,
        boolean certificateAuthority,
        List<String> principals) {

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
            "environment",
            "no-touch-required",
            "touch-required");

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMddHHmm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException with what is wrong; the key is not shown
     */
    static AuthorizedKey parse(String line) {
        String trimmed = line.trim();
        int keyStart = startsWithKeyType(trimmed) ? 0 : endOfOptions(trimmed);
        Map<String, String> options = options(trimmed.substring(0, keyStart).trim());
        PublicKey key;
        try {
            AuthorizedKeyEntry entry = AuthorizedKeyEntry.parseAuthorizedKeyEntry(
                    trimmed.substring(keyStart).trim());
            key = entry.resolvePublicKey(null, null);
        } catch (java.io.IOException | GeneralSecurityException | RuntimeException unreadable) {
            throw new IllegalArgumentException("not a public key in OpenSSH's form", unreadable);
        }
        if (key == null) {
            throw new IllegalArgumentException("a key of a type that is not known here");
        }
        List<String> from = List.of();
        Optional<Instant> expires = Optional.empty();
        boolean authority = false;
        List<String> principals = List.of();
        for (Map.Entry<String, String> option : options.entrySet()) {
            String value = option.getValue();
            switch (option.getKey()) {
                case "from" -> from = List.of(value.split(","));
                case "expiry-time" -> expires = Optional.of(time(value));
                case "cert-authority" -> authority = true;
                case "principals" -> principals = List.of(value.split(","));
                case "command" -> {
                    if (!value.equals("internal-sftp")) {
                        throw new IllegalArgumentException("option command: only internal-sftp can be had here");
                    }
                }
                default -> {
                    if (!NEVER_GRANTED.contains(option.getKey())) {
                        throw new IllegalArgumentException("option " + option.getKey() + " is not known");
                    }
                }
            }
        }
        return new AuthorizedKey(trimmed, key, from, expires, authority, principals);
    }

    private static boolean startsWithKeyType(String line) {
        String first = line.split("\\s", 2)[0];
        return KeyUtils.getPublicKeyEntryDecoder(first) != null;
    }

    private static int endOfOptions(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && Character.isWhitespace(c)) {
                return i;
            }
        }
        throw new IllegalArgumentException("options without a key");
    }

    private static Map<String, String> options(String text) {
        Map<String, String> options = new TreeMap<>();
        for (String option : splitUnquoted(text)) {
            int equals = option.indexOf('=');
            String name = (equals < 0 ? option : option.substring(0, equals)).toLowerCase(Locale.ROOT);
            String value = equals < 0 ? "" : unquote(option.substring(equals + 1));
            if (!name.isEmpty() && options.put(name, value) != null && !NEVER_GRANTED.contains(name)) {
                throw new IllegalArgumentException("option " + name + " stands twice");
            }
        }
        return options;
    }

    private static List<String> splitUnquoted(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && (i == 0 || text.charAt(i - 1) != '\\')) {
                quoted = !quoted;
            }
            if (c == ',' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static String unquote(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            throw new IllegalArgumentException("an option whose value is not quoted");
        }
        return value.substring(1, value.length() - 1).replace("\\\"", "\"");
    }

    private static Instant time(String value) {
        boolean utc = value.endsWith("Z");
        String digits = utc ? value.substring(0, value.length() - 1) : value;
        try {
            LocalDateTime time =
                    switch (digits.length()) {
                        case 8 -> LocalDateTime.parse(digits + "0000", DAY);
                        case 12 -> LocalDateTime.parse(digits, DAY);
                        case 14 -> LocalDateTime.parse(digits, SECOND);
                        default -> throw new IllegalArgumentException("option expiry-time: not YYYYMMDD[HHMM[SS]][Z]");
                    };
            return time.atZone(utc ? ZoneOffset.UTC : ZoneId.systemDefault()).toInstant();
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException("option expiry-time: not YYYYMMDD[HHMM[SS]][Z]", malformed);
        }
    }

    String fingerprint() {
        return KeyUtils.getFingerPrint(key);
    }

    /** Whether the line may be used now, from an address. */
    boolean isUsable(InetAddress address) {
        return expires.map(end -> Instant.now().isBefore(end)).orElse(true)
                && (from.isEmpty() || AddressPatterns.matches(from, address));
    }
}
