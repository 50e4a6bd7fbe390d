/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
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

    private static Map<String, Object> fields(Instant time, SessionInfo session, Activity activity) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", TIME.format(time));
        fields.put("action", activity.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        fields.put("result", activity.result());
        fields.put("session", session.id());
        fields.put("user", session.user().map(TransferLog::shortened).orElse("-"));
        fields.put("address", session.remoteAddress());
        fields.put("listener", session.listener());
        activity.path().ifPresent(path -> fields.put("path", path.toString()));
        activity.target().ifPresent(path -> fields.put("target", path.toString()));
        fields.put("bytes", activity.bytes());
        fields.put("ms", activity.duration().toMillis());
        if (!activity.detail().isEmpty()) {
            fields.put("detail", shortened(activity.detail()));
        }
        return fields;
    }

    /** What strangers say before they log in may be as long as a packet; paths are of users alone. */
    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    static String text(Instant time, SessionInfo session, Activity activity) {
        StringBuilder line = new StringBuilder();
        fields(time, session, activity).forEach((name, value) -> {
            line.append(line.isEmpty() ? "" : " ").append(name).append('=');
            if (value instanceof Number) {
                line.append(value);
            } else {
                quote(line, value.toString());
            }
        });
        return line.toString();
    }

    static String json(Instant time, SessionInfo session, Activity activity) {
        StringBuilder line = new StringBuilder("{");
        fields(time, session, activity).forEach((name, value) -> {
            line.append(line.length() == 1 ? "\"" : ",\"").append(name).append("\":");
            if (value instanceof Number) {
                line.append(value);
            } else {
                quote(line, value.toString());
            }
        });
        return line.append('}').toString();
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
