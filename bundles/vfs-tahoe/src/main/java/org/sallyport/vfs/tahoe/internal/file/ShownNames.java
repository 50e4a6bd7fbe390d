/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * The grid takes any text as a name, also such as no path can hold. Those are shown in a form that can, and found by it: {@value #MARK},
 * then the name with what hinders as {@code ~} and two hexadecimal digits for each byte of UTF-8.
 */
public final class ShownNames {

    private static final String MARK = "~x~";

    private ShownNames() {}

    /** A form of the name that a path can hold. */
    public static String show(String name) {
        if (!isHindered(name)) {
            return name;
        }
        StringBuilder shown = new StringBuilder(MARK);
        boolean allDots = name.chars().allMatch(character -> character == '.');
        name.codePoints().forEach(character -> {
            if (isHindering(character) || character == '~' || character == ':' || allDots) {
                for (byte next : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                    shown.append(String.format("~%02x", next & 0xFF));
                }
            } else {
                shown.appendCodePoint(character);
            }
        });
        return shown.toString();
    }

    private static boolean isHindered(String name) {
        return name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.startsWith(MARK)
                || name.startsWith("tahoe:")
                || name.startsWith("file:")
                || name.codePoints().anyMatch(ShownNames::isHindering);
    }

    private static boolean isHindering(int character) {
        return character == '/' || character == '\\' || character < 0x20 || character == 0x7F;
    }

    /** The name that is shown so, in the one form (NFC) that the grid keeps of it; what only looks like a shown form is itself a name. */
    static String read(String shown) {
        return Normalizer.normalize(unmarked(shown), Normalizer.Form.NFC);
    }

    private static String unmarked(String shown) {
        if (!shown.startsWith(MARK)) {
            return shown;
        }
        byte[] coded = shown.substring(MARK.length()).getBytes(StandardCharsets.UTF_8);
        byte[] name = new byte[coded.length];
        int count = 0;
        for (int i = 0; i < coded.length; i++) {
            int high = coded[i] == '~' && i + 2 < coded.length ? Character.digit(coded[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(coded[i + 2], 16);
            if (low < 0) {
                name[count++] = coded[i];
            } else {
                name[count++] = (byte) (high << 4 | low);
                i += 2;
            }
        }
        String read = new String(name, 0, count, StandardCharsets.UTF_8);
        return show(read).equals(shown) ? read : shown;
    }
}
