/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.sallyport.api.session.SessionDirectory;
import org.sallyport.api.session.SessionInfo;
import org.sallyport.api.session.SessionTracer;

/** Records sessions to files in {@code data/sallyport/traces}. */
@Component(service = SessionTracer.class)
public final class Traces implements SessionTracer {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS");
    private static final int FIRST_VERSION = 3;

    private final SessionDirectory sessions;
    private final Path folder;
    private final Map<String, TraceFile> running = new ConcurrentHashMap<>();

    @Activate
    public Traces(@Reference SessionDirectory sessions) {
        this(sessions, Path.of(System.getProperty("karaf.data", "data"), "sallyport", "traces"));
    }

    Traces(SessionDirectory sessions, Path folder) {
        this.sessions = sessions;
        this.folder = folder;
    }

    @Override
    public Path start(String id) throws IOException {
        SessionInfo session =
                sessions.session(id).orElseThrow(() -> new IllegalArgumentException("there is no session " + id));
        String name = "session-" + id + "-" + LocalDateTime.now(ZoneOffset.UTC).format(TIME) + ".trace";
        TraceFile file = new TraceFile(folder.resolve(name), () -> isGoingOn(id));
        if (running.putIfAbsent(id, file) != null) {
            throw new IllegalArgumentException("session " + id + " is being recorded");
        }
        boolean begun = false;
        try {
            file.create(head(session));
            begun = sessions.tap(id, Optional.of(file::newChannel));
        } finally {
            if (!begun) {
                running.remove(id);
            }
        }
        Thread writing = new Thread(
                () -> {
                    file.write();
                    stop(id);
                },
                "sallyport-trace-" + id);
        writing.setDaemon(true);
        writing.start();
        return file.path();
    }

    private static String head(SessionInfo session) {
        int version = session.channels().stream()
                .mapToInt(SessionInfo.ChannelInfo::version)
                .filter(negotiated -> negotiated >= FIRST_VERSION)
                .findFirst()
                .orElse(FIRST_VERSION);
        return "# Sallyport trace 1\n# client " + session.banner().replaceAll("[^\\x20-\\x7e]", "?") + "\nversion "
                + version + "\n";
    }

    private boolean isGoingOn(String id) {
        return running.containsKey(id) && sessions.session(id).isPresent();
    }

    @Override
    public boolean stop(String id) {
        sessions.tap(id, Optional.empty());
        return running.remove(id) != null;
    }

    @Override
    public Map<String, Path> running() {
        Map<String, Path> result = new TreeMap<>();
        running.forEach((id, file) -> result.put(id, file.path()));
        return result;
    }

    @Deactivate
    void deactivate() {
        running.keySet().forEach(this::stop);
    }
}
