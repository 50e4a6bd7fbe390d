/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers for users, or for groups, that the system has none for. A number is allotted once and stands in a file from then on, one line
 * each, so that it means the same after a restart. Clients can make up names, so there are only so many. For use by many threads; only those
 * who are allotted a number wait for the disk.
 */
final class AllottedNumbers {

    /** Above what systems give to accounts, and small enough for clients that read numbers as signed. */
    static final int FIRST = 200_000;

    static final int MOST = 10_000;

    static final int LAST = FIRST + MOST - 1;

    static final int LONGEST_NAME = 256;

    /** What systems give to those who have no number. */
    static final int NOBODY = 65_534;

    private static final Logger LOG = LoggerFactory.getLogger(AllottedNumbers.class);

    private final Path file;
    private final boolean readable;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<Integer, String> names = new ConcurrentHashMap<>();
    private int next = FIRST;

    /** @param file made when the first number is allotted; its folder too */
    AllottedNumbers(Path file) {
        this.file = file;
        this.readable = read();
    }

    /** Numbers that cannot be read must not be given to others: then nobody is allotted one. */
    private boolean read() {
        try {
            if (Files.exists(file)) {
                Files.readString(file).lines().forEach(this::read);
            }
            return true;
        } catch (IOException unreadable) {
            LOG.error(
                    "no numbers are allotted to accounts, since those that were cannot be read from {}: {}",
                    file,
                    unreadable.toString());
            return false;
        }
    }

    /** A line that a power cut left unfinished has told nobody a number. */
    private void read(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length == 3 && fields[2].equals(".") && fields[0].matches("[0-9]{6,9}")) {
            try {
                take(URLDecoder.decode(fields[1], StandardCharsets.UTF_8), Integer.parseInt(fields[0]));
            } catch (IllegalArgumentException damaged) {
                LOG.error("no name in {} has the number {}: {}", file, fields[0], damaged.getMessage());
            }
        }
    }

    private void take(String name, int number) {
        numbers.put(name, number);
        names.put(number, name);
        next = Math.max(next, number + 1);
    }

    /** That of the name; {@link #NOBODY} if it is too long, there are too many, or those of earlier runs are not known. */
    int number(String name) {
        Integer known = numbers.get(name);
        return known != null ? known : allot(name);
    }

    private synchronized int allot(String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        if (!readable || name.length() > LONGEST_NAME || numbers.size() >= MOST) {
            return NOBODY;
        }
        int number = next;
        take(name, number);
        try {
            append(number + " " + URLEncoder.encode(name, StandardCharsets.UTF_8) + " .\n");
        } catch (IOException failed) {
            LOG.error("the number {} of an account holds until the next start only: {}", number, failed.toString());
        }
        return number;
    }

    private void append(String line) throws IOException {
        Files.createDirectories(file.getParent());
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            String begin = out.size() == 0 ? "" : "\n"; // what an earlier line may lack
            ByteBuffer bytes = ByteBuffer.wrap((begin + line).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    static boolean isAllotted(long number) {
        return number >= FIRST && number <= LAST;
    }

    /** That of the name, if it has one already. */
    Optional<Integer> known(String name) {
        return Optional.ofNullable(numbers.get(name));
    }

    Optional<String> name(int number) {
        return Optional.ofNullable(names.get(number));
    }
}
