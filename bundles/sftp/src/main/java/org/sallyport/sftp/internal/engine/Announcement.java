/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.VersionRange;
import org.sallyport.sftp.internal.codec.AttributeFlags;
import org.sallyport.sftp.internal.codec.Extension;
import org.sallyport.sftp.internal.codec.ReplyBuffer;
import org.sallyport.sftp.internal.engine.request.Protocol;

/**
 * SSH_FXP_VERSION: what is announced. Clients of version 3 get plain pairs of texts only, as OpenSSH sends them: strict parsers
 * stumble over anything else, and WinSCP would obey a {@code supported} that version 3 does not have.
 */
final class Announcement {

    /** Pairs for every version, spelled as OpenSSH's clients compare them. */
    private record Pair(String name, String value) {}

    private static final List<Pair> EVERY_VERSION = List.of(
            new Pair(Extension.POSIX_RENAME, "1"),
            new Pair(Extension.STATVFS, "2"),
            new Pair(Extension.FSTATVFS, "2"),
            new Pair(Extension.HARDLINK, "1"),
            new Pair(Extension.FSYNC, "1"),
            new Pair(Extension.LSETSTAT, "1"),
            new Pair(Extension.LIMITS, "1"),
            new Pair(Extension.EXPAND_PATH, "1"),
            new Pair(Extension.COPY_DATA, "1"),
            new Pair(Extension.HOME_DIRECTORY, "1"),
            new Pair(Extension.USERS_GROUPS_BY_ID, "1"));

    /** Requests of the drafts; announced by name in {@code supported} and {@code supported2}, and as pairs in version 4. */
    private static final List<String> DRAFT_REQUESTS = List.of(
            Extension.CHECK_FILE,
            Extension.CHECK_FILE_NAME,
            Extension.CHECK_FILE_HANDLE,
            Extension.SPACE_AVAILABLE,
            Extension.COPY_FILE,
            Extension.COPY_DATA,
            Extension.HOME_DIRECTORY,
            Extension.VENDOR_ID,
            Extension.TEXT_SEEK,
            Extension.VERSION_SELECT);

    /** Disposition, both kinds of appending, text mode. */
    private static final int OPEN_FLAGS = 0x7 | 0x8 | 0x10 | 0x20;

    private static final int NOFOLLOW = 0x400;
    private static final int ACCESS_MASK = 0x1 | 0x2 | 0x4 | 0x80 | 0x100;

    /** Bit 0: opening without any lock, the only way there is. */
    private static final int NO_LOCKS_ONLY = 1;

    private static final String VENDOR = "Sallyport";

    private final Protocol protocol;
    private final VersionRange versions;

    Announcement(Protocol protocol, VersionRange versions) {
        this.protocol = protocol;
        this.versions = versions;
    }

    /** The end of lines on the wire in text mode. */
    private String newline() {
        return protocol.quirks().get(SftpQuirks.TEXT_MODE) ? "\r\n" : "\n";
    }

    ReplyBuffer write(ReplyBuffer reply) {
        reply.beginVersion(protocol.version());
        for (Pair pair : EVERY_VERSION) {
            pair(reply, pair.name(), pair.value());
        }
        if (protocol.version() >= 4) {
            writeDrafts(reply);
        }
        return reply;
    }

    private void writeDrafts(ReplyBuffer reply) {
        pair(reply, Extension.NEWLINE, newline());
        blob(reply, Extension.VENDOR_ID, this::vendor);
        if (versions.most() > versions.least()) {
            pair(
                    reply,
                    Extension.VERSIONS,
                    IntStream.rangeClosed(versions.least(), versions.most())
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(",")));
        }
        protocol.otherCharset().ifPresent(charset -> pair(reply, Extension.FILENAME_CHARSET, charset.name()));
        switch (protocol.version()) {
            case 5 -> blob(reply, Extension.SUPPORTED, this::supported);
            case 6 -> blob(reply, Extension.SUPPORTED2, this::supported2);
            default -> plainRequests().forEach(name -> pair(reply, name, ""));
        }
    }

    private List<String> draftRequests() {
        return DRAFT_REQUESTS.stream().filter(protocol::offers).toList();
    }

    private void pair(ReplyBuffer reply, String name, String value) {
        blob(reply, name, out -> out.raw(value.getBytes(StandardCharsets.UTF_8)));
    }

    private void blob(ReplyBuffer reply, String name, Consumer<ReplyBuffer> content) {
        if (protocol.offers(name)) {
            reply.text(name);
            int start = reply.beginString();
            content.accept(reply);
            reply.endString(start);
        }
    }

    /** Those that have no pair of another form; AsyncSSH refuses a second {@code vendor-id} that is empty. */
    private List<String> plainRequests() {
        return draftRequests().stream()
                .filter(name -> !name.equals(Extension.VENDOR_ID))
                .filter(name ->
                        EVERY_VERSION.stream().noneMatch(pair -> pair.name().equals(name)))
                .toList();
    }

    private void vendor(ReplyBuffer reply) {
        reply.text(VENDOR);
        reply.text(VENDOR);
        reply.text("");
        reply.u64(0);
    }

    /** Draft-05, section 4.4. */
    private void supported(ReplyBuffer reply) {
        masks(reply);
        draftRequests().forEach(reply::text);
    }

    /** Draft-13, section 5.4. */
    private void supported2(ReplyBuffer reply) {
        masks(reply);
        reply.u16(NO_LOCKS_ONLY);
        reply.u16(0);
        reply.u32(0);
        List<String> requests = draftRequests();
        reply.u32(requests.size());
        requests.forEach(reply::text);
    }

    private void masks(ReplyBuffer reply) {
        reply.u32(AttributeFlags.SETTABLE);
        reply.u32(0);
        reply.u32(protocol.version() >= 6 ? OPEN_FLAGS | NOFOLLOW : OPEN_FLAGS);
        reply.u32(ACCESS_MASK);
        reply.u32(protocol.quirks().get(SftpQuirks.MAX_READ));
    }
}
