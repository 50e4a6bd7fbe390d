/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.capability;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A capability: whoever has its text has the access. So the text is never in {@link #toString()}, and should be in no message, log or
 * name. Weaker forms and the storage index are derived here, without asking a node. Equal exactly if the texts are.
 */
public final class Capability {

    private static final String WRITE_KEY_TO_READ_KEY = "allmydata_mutable_writekey_to_readkey_v1";
    private static final String READ_KEY_TO_STORAGE_INDEX = "allmydata_mutable_readkey_to_storage_index_v1";
    private static final String KEY_TO_STORAGE_INDEX = "allmydata_immutable_key_to_storage_index_v1";

    private static final String KEY = "([a-z2-7]{25}[aqiyemu4])";
    private static final String HASH = "([a-z2-7]{51}[aq])";
    private static final Pattern CHK = Pattern.compile(KEY + ":" + HASH + ":(\\d{1,9}):(\\d{1,9}):(\\d{1,18})");
    private static final Pattern SSK = Pattern.compile(KEY + ":" + HASH);
    /** Old writers appended parameters. */
    private static final Pattern MDMF = Pattern.compile(KEY + ":" + HASH + "(?::.*)?");

    private final String text;
    private final CapabilityKind kind;
    private final String identity;
    private final OptionalLong size;
    private final double expansion;

    private Capability(String text, CapabilityKind kind, String identity, OptionalLong size, double expansion) {
        this.text = text;
        this.kind = kind;
        this.identity = identity;
        this.size = size;
        this.expansion = expansion;
    }

    /** Reads any text; what is not understood becomes one of kind {@link CapabilityKind#UNKNOWN}. */
    public static Capability parse(String text) {
        String bare = text.startsWith("ro.") ? text.substring(3) : text.startsWith("imm.") ? text.substring(4) : text;
        Capability read = parseBare(bare);
        boolean contradicts =
                text.startsWith("ro.") && read.kind.isWritable() || text.startsWith("imm.") && !read.kind.isImmutable();
        return contradicts || read.kind == CapabilityKind.UNKNOWN ? unknown(text) : read;
    }

    private static Capability parseBare(String text) {
        for (CapabilityKind kind : CapabilityKind.values()) {
            if (kind == CapabilityKind.UNKNOWN || !text.startsWith(kind.prefix())) {
                continue;
            }
            String rest = text.substring(kind.prefix().length());
            return switch (kind) {
                case CHK, DIR2_CHK -> immutable(text, kind, rest);
                case LIT, DIR2_LIT -> literal(text, kind, rest);
                default -> mutable(text, kind, rest);
            };
        }
        return unknown(text);
    }

    private static Capability immutable(String text, CapabilityKind kind, String rest) {
        Matcher fields = CHK.matcher(rest);
        if (!fields.matches()) {
            return unknown(text);
        }
        byte[] index = hash(KEY_TO_STORAGE_INDEX, Base32.decode(fields.group(1)));
        // What a directory's capability tells is the size of its table.
        OptionalLong size =
                kind.isDirectory() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(fields.group(5)));
        double expansion = Double.parseDouble(fields.group(4)) / Math.max(1, Integer.parseInt(fields.group(3)));
        return new Capability(text, kind, Base32.encode(index), size, expansion);
    }

    private static Capability literal(String text, CapabilityKind kind, String rest) {
        byte[] data;
        try {
            data = Base32.decode(rest);
        } catch (IllegalArgumentException malformed) {
            return unknown(text);
        }
        OptionalLong size = kind.isDirectory() ? OptionalLong.empty() : OptionalLong.of(data.length);
        return new Capability(text, kind, "literal-" + digest(text), size, 0);
    }

    private static Capability mutable(String text, CapabilityKind kind, String rest) {
        boolean segmented = kind.prefix().contains("MDMF");
        Matcher fields = (segmented ? MDMF : SSK).matcher(rest);
        if (!fields.matches()) {
            return unknown(text);
        }
        byte[] key = Base32.decode(fields.group(1));
        byte[] readKey = kind.isWritable() ? hash(WRITE_KEY_TO_READ_KEY, key) : key;
        String index = Base32.encode(hash(READ_KEY_TO_STORAGE_INDEX, readKey));
        return new Capability(text, kind, index, OptionalLong.empty(), 0);
    }

    private static Capability unknown(String text) {
        return new Capability(text, CapabilityKind.UNKNOWN, "unknown-" + digest(text), OptionalLong.empty(), 0);
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(Arrays.copyOf(Sha256.of(text.getBytes(StandardCharsets.UTF_8)), 13));
    }

    /** The tagged hash of Tahoe-LAFS ({@code hashutil.py}), truncated to 128 bits. */
    private static byte[] hash(String tag, byte[] value) {
        MessageDigest inner = Sha256.digest();
        inner.update((tag.length() + ":" + tag + ",").getBytes(StandardCharsets.US_ASCII));
        return Arrays.copyOf(Sha256.of(inner.digest(value)), 16);
    }

    /** The secret itself: for requests to a node and nothing else. */
    public String text() {
        return text;
    }

    public CapabilityKind kind() {
        return kind;
    }

    /**
     * What is the same for all capabilities of one object and gives no access: the storage index in base32, or a digest for literal and
     * unknown ones.
     */
    public String identity() {
        return identity;
    }

    /** A digest of all of it, so the same only for the same capability; gives no access. */
    public String digest() {
        return digest(text);
    }

    /** The size of the file's content in bytes, where the capability tells. */
    public OptionalLong size() {
        return size;
    }

    /** How many bytes of shares the grid holds for a byte of content; 0 where the capability does not tell. */
    public double expansion() {
        return expansion;
    }

    /** The content of a literal file, or empty. */
    public Optional<byte[]> literalContent() {
        return kind == CapabilityKind.LIT
                ? Optional.of(Base32.decode(text.substring(kind.prefix().length())))
                : Optional.empty();
    }

    /** The capability of the file that holds a directory's entries; empty if this is no directory's. */
    public Optional<Capability> table() {
        return kind.table()
                .map(file -> parse(file.prefix() + text.substring(kind.prefix().length())));
    }

    /** What opens the capabilities to write in a directory's table; empty if this does not give writing to a directory. */
    public Optional<TableKey> tableKey() {
        return kind.isDirectory() && kind.isWritable()
                ? Optional.of(new TableKey(Base32.decode(fields()[0])))
                : Optional.empty();
    }

    private String[] fields() {
        return text.substring(kind.prefix().length()).split(":", 3);
    }

    /** The capability that gives reading only; this one if it gives no more, or is unknown. */
    public Capability readOnly() {
        Optional<String> weaker = kind.readOnlyPrefix();
        if (weaker.isEmpty()) {
            return this;
        }
        String[] fields = fields();
        String readKey = Base32.encode(hash(WRITE_KEY_TO_READ_KEY, Base32.decode(fields[0])));
        return parse(weaker.get() + readKey + ":" + fields[1]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Capability that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return kind + " " + identity.substring(0, Math.min(identity.length(), 12));
    }
}
