/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/**
 * The line of {@code ls -l} that NAME carries in version 3: FileZilla and psftp parse it, so it keeps OpenSSH's columns. One
 * instance serves one listing; the last date is kept because neighbours often share it.
 */
public final class LongName {

    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    /** Half a year of 365.2425 days: beyond it the year is shown instead of the time. */
    private static final long RECENT_SECONDS = 15_778_476;

    private final ZoneId zone;
    private final long now;
    private final StringBuilder line = new StringBuilder(96);
    private long dateMinute = Long.MIN_VALUE;
    private String date = "";

    /** @param now seconds since 1970 */
    public LongName(ZoneId zone, long now) {
        this.zone = zone;
        this.now = now;
    }

    /** The line of one entry, until the next is asked for. */
    public CharSequence of(String name, FileAttributes a) {
        line.setLength(0);
        line.append(typeLetter(a.type()));
        mode(a.permissions());
        line.append(' ');
        number(a.has(Attribute.LINK_COUNT) ? a.linkCount() : 1, 1000);
        line.append(' ');
        padRight(a.has(Attribute.OWNER_NAMES) ? a.owner() : Integer.toUnsignedString(a.uid()), 8);
        line.append(' ');
        padRight(a.has(Attribute.OWNER_NAMES) ? a.group() : Integer.toUnsignedString(a.gid()), 8);
        line.append(' ');
        number(a.size(), 10_000_000);
        line.append(' ').append(date(a.modifySeconds())).append(' ').append(name);
        return line;
    }

    private static char typeLetter(FileType type) {
        return switch (type) {
            case DIRECTORY -> 'd';
            case SYMLINK -> 'l';
            case SOCKET -> 's';
            case CHAR_DEVICE -> 'c';
            case BLOCK_DEVICE -> 'b';
            case FIFO -> 'p';
            default -> '-';
        };
    }

    private void mode(int bits) {
        triple(bits >> 6, (bits & 04000) != 0, 's', 'S');
        triple(bits >> 3, (bits & 02000) != 0, 's', 'S');
        triple(bits, (bits & 01000) != 0, 't', 'T');
    }

    private void triple(int bits, boolean special, char withExecute, char without) {
        boolean execute = (bits & 1) != 0;
        line.append((bits & 4) != 0 ? 'r' : '-').append((bits & 2) != 0 ? 'w' : '-');
        if (special) {
            line.append(execute ? withExecute : without);
        } else {
            line.append(execute ? 'x' : '-');
        }
    }

    private String date(long seconds) {
        long minute = Math.floorDiv(seconds, 60);
        if (minute != dateMinute) {
            dateMinute = minute;
            date = format(seconds);
        }
        return date;
    }

    private String format(long seconds) {
        long bounded = Math.max(Instant.MIN.getEpochSecond() / 2, Math.min(seconds, Instant.MAX.getEpochSecond() / 2));
        LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochSecond(bounded), zone);
        StringBuilder text =
                new StringBuilder(12).append(MONTHS[time.getMonthValue() - 1]).append(' ');
        if (time.getDayOfMonth() < 10) {
            text.append(' ');
        }
        text.append(time.getDayOfMonth()).append(' ');
        if (seconds > now - RECENT_SECONDS && seconds <= now + 60) {
            two(text, time.getHour()).append(':');
            two(text, time.getMinute());
        } else {
            text.append(' ').append(time.getYear());
        }
        return text.toString();
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return (number < 10 ? text.append('0') : text).append(number);
    }

    /** @param least the smallest number that fills its column */
    private void number(long value, long least) {
        for (long limit = least; limit > 1 && value < limit; limit /= 10) {
            line.append(' ');
        }
        line.append(value);
    }

    private void padRight(String text, int width) {
        line.append(text);
        for (int missing = width - text.length(); missing > 0; missing--) {
            line.append(' ');
        }
    }
}
