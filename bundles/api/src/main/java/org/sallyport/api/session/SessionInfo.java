/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.session;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.quirk.Quirks;

/**
 * A snapshot of one connection, for the console and logs.
 *
 * @param id as {@link SessionContext#id()}
 * @param user empty before login
 * @param remoteAddress address and port of the client, the one behind a trusted proxy where there is one
 * @param listener name of the listener
 * @param banner the client's identification
 * @param since when the connection was accepted
 * @param algorithms negotiated algorithms by kind: {@code kex}, {@code host-key}, {@code cipher-in}, {@code cipher-out}, ...
 * @param authentication the methods that succeeded, in order
 * @param bytesIn bytes received on channels
 * @param bytesOut bytes sent on channels
 * @param channels what each open SFTP channel says of itself
 * @param quirks every switch that differs from neutral, those of mounts that were used included
 * @param traits how the client uses the protocol, as {@link ChannelInfo#traits()}, in channels that have ended too
 */
public record SessionInfo(
        String id,
        Optional<String> user,
        String remoteAddress,
        String listener,
        String banner,
        Instant since,
        Map<String, String> algorithms,
        List<String> authentication,
        long bytesIn,
        long bytesOut,
        List<ChannelInfo> channels,
        List<Quirks.Setting> quirks,
        Set<String> traits) {

    /**
     * One SFTP channel.
     *
     * @param version the negotiated SFTP version; 0 before INIT
     * @param requests how many requests came so far
     * @param pending how many of them are not answered yet
     * @param openFiles open files and directories
     * @param traits how the client uses the protocol, without names: its first requests, extensions, ways to open files
     */
    public record ChannelInfo(
            int version, long requests, int pending, List<OpenFileInfo> openFiles, Set<String> traits) {}

    /**
     * One open handle.
     *
     * @param path where it was opened, or renamed to since
     * @param mode {@code read}, {@code write}, {@code read-write}, {@code append} or {@code directory}
     * @param bytesRead bytes sent to the client
     * @param bytesWritten bytes taken from the client
     */
    public record OpenFileInfo(String path, String mode, long bytesRead, long bytesWritten) {}
}
