/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sallyport.api.quirk.NameQuirks;
import org.sallyport.api.quirk.NameQuirks.UnicodeForm;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.SftpQuirks.ShownPermissions;
import org.sallyport.sftp.internal.codec.AttributesCodec;
import org.sallyport.sftp.internal.codec.Extension;
import org.sallyport.sftp.internal.codec.NameCharset;
import org.sallyport.sftp.internal.codec.RequestDecoder;

/**
 * How client and server talk: fixed by SSH_FXP_INIT, the client's switches and a few extensions. Immutable.
 *
 * @param version 3 to 6
 * @param names how file names are written
 * @param hidden extensions that are neither announced nor answered
 * @param attributes reads and writes ATTRS
 * @param decoder reads requests
 * @param quirks the session's switches
 */
public record Protocol(
        int version,
        NameCharset names,
        Set<String> hidden,
        AttributesCodec attributes,
        RequestDecoder decoder,
        Quirks quirks) {

    private static final int CHARSET_BY_REQUEST_SINCE = 6;
    private static final long SIGNED_END = (1L << 31) - 1;
    private static final long UNSIGNED_END = (1L << 32) - 1;

    /** Version 6 begins in UTF-8 whatever else the client may want later (draft-13, section 6). */
    public static Protocol of(int version, Quirks quirks) {
        return of(
                version,
                quirks,
                version >= CHARSET_BY_REQUEST_SINCE ? StandardCharsets.UTF_8 : quirks.get(NameQuirks.FILENAME_CHARSET));
    }

    private static Protocol of(int version, Quirks quirks, Charset names) {
        Set<String> hidden = Arrays.stream(
                        quirks.get(SftpQuirks.HIDDEN_EXTENSIONS).split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        AttributesCodec attributes = new AttributesCodec(
                version,
                quirks.get(SftpQuirks.SIGNED_TIMES) ? SIGNED_END : UNSIGNED_END,
                quirks.get(SftpQuirks.SHOWN_PERMISSIONS) == ShownPermissions.SHARED,
                quirks.get(SftpQuirks.ALWAYS_TIMES));
        NameCharset written = names(version, names, quirks);
        return new Protocol(
                version, written, hidden, attributes, new RequestDecoder(version, written, attributes, hidden), quirks);
    }

    /** Only who is taken to speak UTF-8, and cannot ask for another charset, can be found to speak one. */
    private static NameCharset names(int version, Charset charset, Quirks quirks) {
        boolean compose = quirks.get(NameQuirks.UNICODE_FORM) == UnicodeForm.NFC;
        boolean mayTurn = version < CHARSET_BY_REQUEST_SINCE && charset.equals(StandardCharsets.UTF_8);
        Charset fallback = mayTurn ? quirks.get(NameQuirks.FALLBACK_CHARSET) : charset;
        return new NameCharset(charset, fallback, compose, () -> quirks.exercised(NameQuirks.FALLBACK_CHARSET));
    }

    /** The same with another charset of names. */
    public Protocol withNames(Charset charset) {
        return of(version, quirks, charset);
    }

    /** The charset to which the client may turn with {@code filename-translation-control}, if it may. */
    public Optional<Charset> otherCharset() {
        Charset charset = quirks.get(NameQuirks.FILENAME_CHARSET);
        return version >= CHARSET_BY_REQUEST_SINCE
                        && !charset.equals(StandardCharsets.UTF_8)
                        && offers(Extension.FILENAME_CHARSET)
                ? Optional.of(charset)
                : Optional.empty();
    }

    public boolean offers(String extension) {
        return !hidden.contains(extension);
    }
}
