/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.time.Duration;
import java.util.List;

/** Switches of the SSH transport and connection layers. */
public final class TransportQuirks {

    private static final QuirkDeclarations DECLARED = new QuirkDeclarations(0);

    /** How many bytes a client may send on a channel before it is given more credit. */
    public static final Quirk<Integer> CHANNEL_WINDOW = DECLARED.number(
            "channel-window",
            2 << 20,
            64 << 10,
            Integer.MAX_VALUE,
            Phase.LOGIN,
            "Receive window of a channel, in bytes. Clients with signed arithmetic (WS_FTP, Axway, OpenSSH 3) need less than 2 GiB.",
            "Small windows cost throughput on long lines, large ones memory.");

    /** The largest payload that a client is told it may send in one packet. */
    public static final Quirk<Integer> CHANNEL_PACKET = DECLARED.number(
            "channel-packet",
            32 << 10,
            4 << 10,
            256 << 10,
            Phase.LOGIN,
            "Maximum packet size offered for a channel, in bytes. GlobalSCAPE's sshlib ignores it.",
            "Large packets cost memory for each session.");

    public static final Quirk<Boolean> REKEY = DECLARED.flag(
            "rekey",
            true,
            Phase.KEY_EXCHANGE,
            "Whether the server asks for new keys. Twisted before 11.0, J2SSH Maverick and OpenSSH 2 cannot bear it.",
            "Off leaves unlimited data under one key.");

    public static final Quirk<Boolean> EXT_INFO = DECLARED.flag(
            "ext-info",
            true,
            Phase.KEY_EXCHANGE,
            "Whether EXT_INFO (RFC 8308) is sent.",
            "Without it clients may not find RSA with SHA-2.");

    /** Algorithms by kind; an empty list leaves the listener's. */
    public static final Quirk<String> KEX_ALGORITHMS =
            algorithms("kex-algorithms", "Key exchange methods", AlgorithmNames.KEX, "diffie-hellman-group14-sha1");

    public static final Quirk<String> HOST_KEY_ALGORITHMS =
            algorithms("host-key-algorithms", "Signature algorithms of host keys", AlgorithmNames.HOST_KEY, "ssh-rsa");

    public static final Quirk<String> CIPHERS = algorithms("ciphers", "Ciphers", AlgorithmNames.CIPHER, "aes256-cbc");

    public static final Quirk<String> MACS =
            algorithms("macs", "Message authentication codes", AlgorithmNames.MAC, "hmac-sha1");

    public static final Quirk<Boolean> REFUSE_CLIENT = DECLARED.flag(
            "refuse-client",
            false,
            Phase.KEY_EXCHANGE,
            "Whether the connection is ended before keys are exchanged: for scanners, which want nothing else.",
            "Who shows that banner is shut out.");

    public static final Quirk<Boolean> LOGIN_BANNER = DECLARED.flag(
            "login-banner",
            true,
            Phase.KEY_EXCHANGE,
            "Whether the listener's banner is shown before login. OpenSSH 2 and some transfer programs stumble over it.",
            "Users do not see what the operator wants them to.");

    public static final Quirk<Duration> IDLE_TIMEOUT = DECLARED.duration(
            "idle-timeout",
            Duration.ZERO,
            Duration.ofDays(30),
            Phase.LOGIN,
            "How long the connection may be silent; 0 leaves it to the listener. WebEx on sshfs cannot log in again after the server ended a connection.",
            "Silent connections take up room.");

    public static final Quirk<CommandNames> EXEC = DECLARED.other(
            "exec",
            CommandNames.class,
            CommandNames.NONE,
            Phase.LOGIN,
            "Commands that are answered without a shell: df -P -k for old sshfs, checksums for rclone.",
            "A checksum reads the whole file, at the server's cost.",
            "some of cd, df, md5sum, pwd, sha1sum, sha256sum, separated by commas",
            CommandNames::parse);

    /** All of them. */
    public static final List<Quirk<?>> ALL = DECLARED.all();

    private TransportQuirks() {}

    private static Quirk<String> algorithms(String name, String what, AlgorithmNames known, String example) {
        return DECLARED.other(
                name,
                String.class,
                "",
                Phase.KEY_EXCHANGE,
                what + " offered instead of the listener's, separated by commas, for clients too old for those.",
                "Weak algorithms for whoever shows that banner.",
                "names of SSH algorithms separated by commas, such as " + example,
                known::parse);
    }
}
