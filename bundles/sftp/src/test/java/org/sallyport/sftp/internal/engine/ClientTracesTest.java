/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.sftp.harness.SftpHarness;
import org.sallyport.sftp.harness.Trace;

/** Sessions of real clients, sent again: what each of them was seen to send, in its order and depth, and what it needs as answers. */
class ClientTracesTest {

    private final SftpHarness harness = new SftpHarness();

    @AfterEach
    void stop() {
        harness.close();
    }

    @ParameterizedTest
    @CsvSource({
        "sshfs, OpenSSH_9.2p1",
        "gvfs, OpenSSH_9.2p1",
        "gvfs-fuse, OpenSSH_9.2p1",
        "openssh-sftp, OpenSSH_9.2p1",
        "scp, OpenSSH_9.2p1",
        "lftp, OpenSSH_9.2p1",
        "psftp, PuTTY_Release_0.78",
        "filezilla, FileZilla_3.63.0",
        "libssh2, libssh2_1.10.0",
        "rclone, rclone/v1.60.1"
    })
    void isServedAsItExpects(String client, String banner) {
        harness.banner(banner);
        new Trace(harness).replay("/traces/" + client + ".txt");
        assertThat(harness.hasEnded()).isFalse();
    }

    /** The recordings whole: every request in its order, as deep as it came, of which only bulk that was not kept is filled in. */
    @ParameterizedTest
    @CsvSource({
        "curl-download, libssh2_1.10.0",
        "curl-upload, libssh2_1.10.0",
        "filezilla, FileZilla_3.63.0",
        "gvfs, OpenSSH_9.2p1",
        "gvfs-fuse, OpenSSH_9.2p1",
        "lftp, OpenSSH_9.2p1",
        "openssh-sftp, OpenSSH_9.2p1",
        "openssh-sftp-put, OpenSSH_9.2p1",
        "pscp, PuTTY_Release_0.78",
        "psftp, PuTTY_Release_0.78",
        "rclone, rclone/v1.60.1",
        "rclone-download, rclone/v1.60.1",
        "rclone-move, rclone/v1.60.1",
        "scp-download, OpenSSH_9.2p1",
        "scp-upload, OpenSSH_9.2p1",
        "sshfs, OpenSSH_9.2p1"
    })
    void isServedRequestByRequest(String recording, String banner) {
        harness.banner(banner);
        new Trace(harness).replay("/recordings/" + recording + ".txt");
        assertThat(harness.hasEnded()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"sshfs", "gvfs", "gvfs-fuse", "openssh-sftp", "scp", "lftp", "psftp", "filezilla", "libssh2", "rclone"})
    void isServedTheSameByALocalStore(String client) {
        harness.tree().prompt();
        new Trace(harness).replay("/traces/" + client + ".txt");
        assertThat(harness.hasEnded()).isFalse();
    }
}
