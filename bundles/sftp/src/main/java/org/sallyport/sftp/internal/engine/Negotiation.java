/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.NameQuirks;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.VersionRange;
import org.sallyport.api.session.SessionContext;
import org.sallyport.sftp.internal.codec.Request;
import org.sallyport.sftp.internal.engine.request.Protocol;

/**
 * How the protocol of a session comes about: from SSH_FXP_INIT, from what the first requests show of the client, and from the
 * requests that change it. Used by one thread at a time.
 */
final class Negotiation {

    /** Switches that show in the handshake, or in all that follows from it. */
    private static final List<Quirk<?>> HANDSHAKE = List.of(
            SftpQuirks.VERSION_RANGE,
            SftpQuirks.HIDDEN_EXTENSIONS,
            NameQuirks.FILENAME_CHARSET,
            SftpQuirks.SIGNED_TIMES,
            SftpQuirks.SHOWN_PERMISSIONS,
            SftpQuirks.ALWAYS_TIMES,
            NameQuirks.UNICODE_FORM);

    private final SessionContext session;
    private final Fingerprint fingerprint;
    private Protocol protocol;

    Negotiation(SessionContext session) {
        this.session = session;
        this.fingerprint = new Fingerprint(session.banner());
    }

    /** Null before INIT. */
    Protocol protocol() {
        return protocol;
    }

    VersionRange versions() {
        return session.quirks().get(SftpQuirks.VERSION_RANGE);
    }

    /** @return false if the client's version is too old for us */
    boolean init(int requested) {
        ClientProfile profile = session.profile().initialised(requested);
        Optional<String> program = fingerprint.init(requested);
        session.learn(program.isPresent() ? profile.recognised(program.get()) : profile);
        Quirks quirks = session.quirks();
        VersionRange range = versions();
        int version = requested < 0 ? range.most() : Math.min(requested, range.most());
        if (version < range.least()) {
            return false;
        }
        HANDSHAKE.forEach(quirk -> countIfSet(quirk, quirks));
        session.learn(session.profile().negotiated(version));
        protocol = Protocol.of(version, session.quirks());
        return true;
    }

    private static <T> void countIfSet(Quirk<T> quirk, Quirks quirks) {
        if (!quirks.get(quirk).equals(quirk.neutral())) {
            quirks.exercised(quirk);
        }
    }

    /** Looks at one of the first requests; what it shows takes effect from this request on. */
    void observe(Request request) {
        if (fingerprint.isDecided()) {
            return;
        }
        fingerprint.request(request).ifPresent(program -> {
            session.learn(session.profile().recognised(program));
            protocol = Protocol.of(protocol.version(), session.quirks());
        });
    }

    /** Whether all that the opening shows is known. */
    boolean isRecognised() {
        return fingerprint.isDecided();
    }

    /** Who the client is taken for, and what that means, for the log. */
    String recognition() {
        String program =
                session.profile().fingerprint().map(name -> name + " behind ").orElse("");
        String switches = session.quirks().settings().stream()
                .map(setting ->
                        setting.quirk() + "=" + setting.value() + " (" + setting.layer() + " " + setting.rule() + ")")
                .collect(Collectors.joining(", "));
        return program + session.banner().replaceAll("[^\\x20-\\x7e]", "?") + ", version " + protocol.version()
                + (switches.isEmpty() ? ", no rule" : ", " + switches);
    }

    /** @return false if that is not a version offered */
    boolean select(String version) {
        for (int offered = versions().least(); offered <= versions().most(); offered++) {
            if (version.equals(Integer.toString(offered))) {
                session.learn(session.profile().negotiated(offered));
                protocol = Protocol.of(offered, session.quirks());
                return true;
            }
        }
        return false;
    }

    /**
     * Draft-13, section 6: names in UTF-8, or in the charset that was announced.
     *
     * @return false if none was
     */
    boolean translateNames(boolean translate) {
        Optional<Charset> announced = protocol.otherCharset();
        announced.ifPresent(charset -> protocol = protocol.withNames(translate ? StandardCharsets.UTF_8 : charset));
        return announced.isPresent();
    }
}
