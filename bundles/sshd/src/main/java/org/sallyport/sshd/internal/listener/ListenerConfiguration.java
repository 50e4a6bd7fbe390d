/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Metatype of {@code org.sallyport.listener}: what {@link ListenerSettings} reads, in an operator's words. */
@ObjectClassDefinition(name = "Sallyport listener", description = "An address on which SFTP clients are served")
@interface ListenerConfiguration {

    @AttributeDefinition(name = "host", description = "IP address to listen on; 0.0.0.0 or :: for all")
    String host() default "127.0.0.1";

    @AttributeDefinition(name = "port", description = "TCP port, 0 to 65535; 0 takes a free one")
    int port() default 2222;

    @AttributeDefinition(name = "backlog", description = "Connections that may wait to be accepted")
    int backlog() default 128;

    @AttributeDefinition(
            name = "host-keys",
            description =
                    "Files, or folders whose files named *_key are read, separated by commas; OpenSSH, PEM or PKCS#8 form. Relative to etc. Empty: etc/sallyport/hostkeys, filled on first start")
    String host$_$keys() default "";

    @AttributeDefinition(
            name = "host-key-passphrase",
            description = "Passphrase of the host keys, best as $[secret:NAME] or $[env:NAME]")
    String host$_$key$_$passphrase() default "";

    @AttributeDefinition(
            name = "ident",
            description =
                    "What the server calls itself behind SSH-2.0-; clients adapt to it, so OpenSSH is no neutral choice")
    String ident() default "Sallyport";

    @AttributeDefinition(name = "banner", description = "Text shown before login")
    String banner() default "";

    @AttributeDefinition(
            name = "kex-algorithms",
            description =
                    "Key exchange methods, best first, separated by commas; empty: all strong ones but finite-field groups of more than 4096 bits, whose cost an attacker could use")
    String kex$_$algorithms() default "";

    @AttributeDefinition(
            name = "host-key-algorithms",
            description = "Signature algorithms of host keys; empty: all strong ones")
    String host$_$key$_$algorithms() default "";

    @AttributeDefinition(name = "ciphers", description = "Ciphers; empty: ChaCha20-Poly1305, AES-GCM and AES-CTR")
    String ciphers() default "";

    @AttributeDefinition(name = "macs", description = "Message authentication codes; empty: HMAC with SHA-2")
    String macs() default "";

    @AttributeDefinition(name = "idle-timeout", description = "A connection silent for so long is ended; 0 for never")
    String idle$_$timeout() default "15m";

    @AttributeDefinition(
            name = "login-timeout",
            description = "A client must have logged in after this time, counted from the connection, at least 1s")
    String login$_$timeout() default "2m";

    @AttributeDefinition(name = "max-connections", description = "Connections at once")
    int max$_$connections() default 10000;

    @AttributeDefinition(
            name = "max-connections-per-address",
            description = "Connections at once from one address (IPv6: from one /64); 0 for any number")
    int max$_$connections$_$per$_$address() default 0;

    @AttributeDefinition(name = "max-pending-logins", description = "Connections that have not logged in yet")
    int max$_$pending$_$logins() default 200;

    @AttributeDefinition(
            name = "max-pending-logins-per-address",
            description =
                    "Connections from one address (IPv6: from one /64) that have not logged in yet; 0 for any number")
    int max$_$pending$_$logins$_$per$_$address() default 100;

    @AttributeDefinition(
            name = "max-sessions-per-user",
            description = "Logged-in connections of one user at once; 0 for any number")
    int max$_$sessions$_$per$_$user() default 0;

    @AttributeDefinition(name = "max-channels", description = "Channels of one connection")
    int max$_$channels() default 10;

    @AttributeDefinition(name = "tcp-nodelay", description = "Whether TCP_NODELAY is set; off, uploads stall")
    boolean tcp$_$nodelay() default true;

    @AttributeDefinition(
            name = "keepalive-interval",
            description =
                    "After how long a silent client is asked whether it is there, at least 1s; 0 for never. Neither question nor answer counts against idle-timeout")
    String keepalive$_$interval() default "0";

    @AttributeDefinition(name = "keepalive-count", description = "Unanswered questions before the connection is ended")
    int keepalive$_$count() default 3;

    @AttributeDefinition(name = "rekey-bytes", description = "Bytes under one key, at least 64K")
    String rekey$_$bytes() default "1G";

    @AttributeDefinition(name = "rekey-time", description = "Time under one key; 0 for any")
    String rekey$_$time() default "1h";

    @AttributeDefinition(
            name = "proxy-protocol",
            description = "PROXY protocol of a balancer in front: off, v1, v2 or both")
    String proxy$_$protocol() default "off";

    @AttributeDefinition(name = "trusted-proxies", description = "Addresses of those balancers, such as 10.0.0.0/24")
    String trusted$_$proxies() default "";

    @AttributeDefinition(
            name = "allow-addresses",
            description = "Addresses that may connect, in CIDR notation; empty: all")
    String allow$_$addresses() default "";

    @AttributeDefinition(name = "deny-addresses", description = "Addresses that may not, whatever allow-addresses says")
    String deny$_$addresses() default "";

    @AttributeDefinition(
            name = "auth-methods",
            description =
                    "Required methods: commas mean and, spaces mean or; out of publickey, password, keyboard-interactive")
    String auth$_$methods() default "publickey password keyboard-interactive";

    @AttributeDefinition(name = "max-auth-tries", description = "Failed attempts before a connection is ended")
    int max$_$auth$_$tries() default 10;

    @AttributeDefinition(
            name = "drain",
            description = "How long connections may go on after this part of the server is stopped or updated")
    String drain() default "30m";
}
