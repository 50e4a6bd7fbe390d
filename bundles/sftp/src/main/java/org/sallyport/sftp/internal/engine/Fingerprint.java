/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import java.util.Optional;
import org.sallyport.sftp.internal.codec.Request;

/**
 * Tells programs apart that all run the system's {@code ssh} and so show the same banner, from how they open their session: as
 * seen on the wire with OpenSSH 9.2, sshfs 3.7, gvfs 1.50 and lftp 4.9.
 */
final class Fingerprint {

    private static final String SYSTEM_SSH = "OpenSSH_";
    private static final int LFTP_VERSION = 6;

    private final boolean systemSsh;
    private boolean decided;
    private boolean askedLimits;
    private boolean askedCurrentDirectory;

    /** @param banner the client's identification after {@code SSH-2.0-} */
    Fingerprint(String banner) {
        systemSsh = banner.startsWith(SYSTEM_SSH);
        decided = !systemSsh;
    }

    /** @return the program, if INIT's version shows it: of those that run {@code ssh}, only lftp asks for 6 */
    Optional<String> init(int version) {
        if (decided || version != LFTP_VERSION) {
            return Optional.empty();
        }
        return decide("lftp");
    }

    boolean isDecided() {
        return decided;
    }

    /** @return the program, once a request shows it */
    Optional<String> request(Request request) {
        if (decided) {
            return Optional.empty();
        }
        if (request instanceof Request.Limits) {
            askedLimits = true;
            return Optional.empty();
        }
        boolean realPathOfHome =
                request instanceof Request.RealPath path && path.path().equals(".");
        if (askedLimits) {
            return decide(realPathOfHome ? "sftp" : "scp");
        }
        if (askedCurrentDirectory) {
            return decide(realPathOfHome ? "gvfs" : "sshfs");
        }
        if (request instanceof Request.Stat stat) {
            if (stat.followLinks() && stat.path().equals(".")) {
                askedCurrentDirectory = true;
                return Optional.empty();
            }
            return decide("sshfs");
        }
        if (realPathOfHome) {
            return decide("sftp");
        }
        // The second channel of gvfs on the same connection goes straight to work: what the first one showed holds.
        decided = true;
        return Optional.empty();
    }

    private Optional<String> decide(String program) {
        decided = true;
        return Optional.of(program);
    }
}
