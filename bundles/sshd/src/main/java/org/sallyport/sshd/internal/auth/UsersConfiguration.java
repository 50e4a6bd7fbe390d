/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Metatype of {@code org.sallyport.users}: what {@link UsersSettings} reads, in an operator's words. */
@ObjectClassDefinition(
        name = "Sallyport users",
        description = "Who may log in. Paths are relative to Karaf's folder etc. The accounts themselves stand in"
                + " etc/sallyport/users/NAME.properties, their keys in etc/sallyport/keys/NAME")
public @interface UsersConfiguration {

    @AttributeDefinition(name = "folder", description = "Folder that holds users/ and keys/")
    String folder() default "sallyport";

    @AttributeDefinition(
            name = "realm",
            description = "JAAS realm that checks passwords. Another realm of this name, such as one for LDAP, replaces"
                    + " the passwords of the accounts")
    String realm() default "sallyport";

    @AttributeDefinition(
            name = "password-hashes-at-once",
            description = "Password hashes computed at once, each with some 20 MB; further logins wait")
    int password$_$hashes$_$at$_$once() default 2;

    @AttributeDefinition(
            name = "trusted-user-ca-keys",
            description = "File of public keys whose user certificates are taken for any account with a fitting"
                    + " principal; empty: none but the accounts' own cert-authority lines")
    String trusted$_$user$_$ca$_$keys() default "";

    @AttributeDefinition(
            name = "revoked-keys",
            description =
                    "File of revoked keys: a key revocation list of ssh-keygen -k, or public keys, one a line. If it"
                            + " cannot be read, nobody can log in with a key")
    String revoked$_$keys() default "";

    @AttributeDefinition(
            name = "ca-signature-algorithms",
            description = "Algorithms by which certificates may be signed; empty: all but those with SHA-1")
    String ca$_$signature$_$algorithms() default "";

    @AttributeDefinition(name = "min-rsa-bits", description = "Shortest RSA keys that are taken, 1024 to 16384")
    int min$_$rsa$_$bits() default 2048;

    @AttributeDefinition(
            name = "lockout-attempts",
            description = "Failed logins from one address (IPv6: from one /64) within lockout-window until it is locked"
                    + " out; 0 for never")
    int lockout$_$attempts() default 10;

    @AttributeDefinition(name = "lockout-window", description = "How long a failed login counts")
    String lockout$_$window() default "10m";

    @AttributeDefinition(name = "lockout-time", description = "How long an address is locked out")
    String lockout$_$time() default "10m";

    @AttributeDefinition(name = "lockout-exempt", description = "Addresses that are never locked out, in CIDR notation")
    String lockout$_$exempt() default "127.0.0.0/8,::1";

    @AttributeDefinition(
            name = "failure-delay",
            description = "Wait before the first failed login is answered, doubled with each further one")
    String failure$_$delay() default "100ms";

    @AttributeDefinition(name = "failure-delay-max", description = "Longest wait before a failed login is answered")
    String failure$_$delay$_$max() default "3s";
}
