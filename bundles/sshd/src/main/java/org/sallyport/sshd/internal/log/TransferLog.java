/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.ActivityListener;
import org.sallyport.api.session.SessionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each activity, to the logger {@value #LOGGER}: apart from the debug log, for people and for programs. Names cannot
 * forge a line: control and format characters, line breaks, unassigned code points and halves of surrogate pairs are escaped as in JSON.
 */
@Component(service = ActivityListener.class, configurationPid = TransferLog.PID)
@Designate(ocd = ServerConfiguration.class)
public final class TransferLog implements ActivityListener {

    /** Where the lines go. */
    public static final String LOGGER = "org.sallyport.transfer";

    static final String PID = "org.sallyport.server";

    private static final Logger TRANSFER = LoggerFactory.getLogger(LOGGER);
    private static final Logger LOG = LoggerFactory.getLogger(TransferLog.class);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Characters of a text that is no path. */
    private static final int LONGEST = 500;

    private volatile Format format = Format.TEXT;

    /** How a line is written. */
    public enum Format {
        TEXT,
        JSON,
        OFF
    }

    @Activate
    public TransferLog(Map<String, Object> configuration) {
        configure(configuration);
    }

    @Modified
    void modified(Map<String, Object> configuration) {
        configure(configuration);
    }

    private void configure(Map<String, Object> configuration) {
        ConfigurationReader reader = new ConfigurationReader(configuration);
        Format wanted = reader.choice("transfer-log", Format.class, Format.TEXT);
        try {
            reader.finish();
            format = wanted;
        } catch (InvalidConfigurationException refused) {
            LOG.error("configuration refused, the last good one stays: {}", refused.getMessage());
        }
    }

    @Override
    public void activity(SessionInfo session, Activity activity) {
        Format now = format;
        if (now != Format.OFF && TRANSFER.isInfoEnabled()) {
            Instant time = Instant.now();
            TRANSFER.info(now == Format.JSON ? json(time, session, activity) : text(time, session, activity));
        }
    }

    private static void write(Line line, Instant time, SessionInfo session, Activity activity) {
        line.text("time", TIME.format(time));
        line.text("action", activity.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        line.text("result", activity.result());
        line.text("session", session.id());
        line.text("user", session.user().map(TransferLog::shortened).orElse("-"));
        line.text("address", session.remoteAddress());
        line.text("listener", session.listener());
        activity.path().ifPresent(path -> line.text("path", path.toString()));
        activity.target().ifPresent(path -> line.text("target", path.toString()));
        line.number("bytes", activity.bytes());
        line.number("ms", activity.duration().toMillis());
        if (!activity.detail().isEmpty()) {
            line.text("detail", shortened(activity.detail()));
        }
    }

    /** Fields one after the other, in one of the two forms. */
    private static final class Line {

        private static final int USUAL = 320;

        private final StringBuilder text = new StringBuilder(USUAL);
        private final boolean json;

        Line(boolean json) {
            this.json = json;
            text.append(json ? "{" : "");
        }

        void text(String name, String value) {
            name(name);
            quote(text, value);
        }

        void number(String name, long value) {
            name(name);
            text.append(value);
        }

        private void name(String name) {
            boolean first = text.length() <= 1;
            if (json) {
                text.append(first ? "\"" : ",\"").append(name).append("\":");
            } else {
                text.append(first ? "" : " ").append(name).append('=');
            }
        }

        String end() {
            return json ? text.append('}').toString() : text.toString();
        }
    }

    /** What strangers say before they log in may be as long as a packet; paths are of users alone. */
    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    static String text(Instant time, SessionInfo session, Activity activity) {
        Line line = new Line(false);
        write(line, time, session, activity);
        return line.end();
    }

    static String json(Instant time, SessionInfo session, Activity activity) {
        Line line = new Line(true);
        write(line, time, session, activity);
        return line.end();
    }

    /** A JSON string: the same quoting serves both forms. */
    private static void quote(StringBuilder line, String value) {
        line.append('"');
        if (isPlain(value)) {
            line.append(value);
        } else {
            quoteEach(line, value);
        }
        line.append('"');
    }

    /** As nearly all values are. */
    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static void quoteEach(StringBuilder line, String value) {
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                line.append('\\').append((char) c);
            } else if (isPrintable(c)) {
                line.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    line.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            }
        });
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
