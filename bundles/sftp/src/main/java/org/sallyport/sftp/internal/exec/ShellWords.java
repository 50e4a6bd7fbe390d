/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.exec;

import java.util.ArrayList;
import java.util.List;

/** Takes a command apart as a POSIX shell would (IEEE Std 1003.1, section 2.2), where it says nothing that needs a shell. */
final class ShellWords {

    private static final String NEEDS_SHELL = "|&;<>()$`*?[#~=%!{}\n\r\0";
    private static final int LONGEST = 8192;

    private ShellWords() {}

    /** The words; none for a command that needs a shell, is malformed, or is too long. */
    static List<String> split(String command) {
        List<String> words = new ArrayList<>();
        if (command.length() > LONGEST) {
            return words;
        }
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (quote == '\'') {
                quote = c == '\'' ? 0 : append(word, c, quote);
            } else if (c == '\\') {
                if (++i == command.length()) {
                    return List.of();
                }
                char escaped = command.charAt(i);
                if (quote == '"' && "\"\\$`".indexOf(escaped) < 0) {
                    word.append(c);
                }
                word.append(escaped);
                inWord = true;
            } else if (quote == '"') {
                if (c == '$' || c == '`') {
                    return List.of();
                }
                quote = c == '"' ? 0 : append(word, c, quote);
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (c == ' ' || c == '\t') {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
            } else if (NEEDS_SHELL.indexOf(c) >= 0) {
                return List.of();
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            return List.of();
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    private static char append(StringBuilder word, char c, char quote) {
        word.append(c);
        return quote;
    }
}
