/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * How a session writes file names. A client that is taken to speak UTF-8 and sends what is not is understood in another charset, in which
 * it is shown names from then on; what it sends is still tried as UTF-8 first, so that names it was shown before are found. For use by many threads.
 */
public final class NameCharset {

    private final Charset charset;
    private final Charset fallback;
    private final boolean compose;
    private final Runnable onFallback;
    private volatile Charset shown;

    /**
     * @param charset of names on the wire
     * @param fallback for names that are not valid in it; the same one refuses them
     * @param compose whether names are brought to Unicode's form NFC
     * @param onFallback told of each name that was understood in the other charset
     */
    public NameCharset(Charset charset, Charset fallback, boolean compose, Runnable onFallback) {
        this.charset = charset;
        this.fallback = fallback;
        this.compose = compose;
        this.onFallback = onFallback;
        this.shown = charset;
    }

    /** UTF-8 and nothing else. */
    public static NameCharset utf8() {
        return new NameCharset(StandardCharsets.UTF_8, StandardCharsets.UTF_8, false, () -> {});
    }

    /** In which names are shown now. */
    public Charset shown() {
        return shown;
    }

    /** Whether every name of ASCII letters is written with a byte a letter. */
    boolean isAsciiCompatible() {
        return charset.equals(StandardCharsets.UTF_8);
    }

    String name() {
        return charset.name();
    }

    String decode(ByteBuffer raw) throws CharacterCodingException {
        String text;
        try {
            text = decode(raw.duplicate(), charset);
        } catch (CharacterCodingException other) {
            if (fallback.equals(charset)) {
                throw other;
            }
            text = decode(raw, fallback);
            shown = fallback;
            onFallback.run();
        }
        return compose ? Normalizer.normalize(text, Normalizer.Form.NFC) : text;
    }

    private static String decode(ByteBuffer raw, Charset charset) throws CharacterCodingException {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(raw)
                .toString();
    }
}
