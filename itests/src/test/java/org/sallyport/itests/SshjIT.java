/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.sftp.RemoteResourceInfo;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.transport.verification.PromiscuousVerifier;
import net.schmizz.sshj.xfer.FileSystemFile;

/** sshj. */
class SshjIT extends ClientContract {

    SshjIT(Server server) {
        super(server);
    }

    private interface Work<T> {

        T with(SFTPClient sftp) throws IOException;
    }

    private <T> T sftp(Work<T> work) throws IOException {
        try (SSHClient ssh = new SSHClient()) {
            ssh.addHostKeyVerifier(new PromiscuousVerifier());
            ssh.connect("127.0.0.1", server.port());
            ssh.authPublickey(Server.USER, server.key().toString());
            try (SFTPClient sftp = ssh.newSFTPClient()) {
                return work.with(sftp);
            }
        }
    }

    @Override
    void put(Path file, String path) throws IOException {
        sftp(sftp -> {
            sftp.put(new FileSystemFile(file.toFile()), path);
            return null;
        });
    }

    @Override
    void get(String path, Path file) throws IOException {
        sftp(sftp -> {
            sftp.get(path, new FileSystemFile(file.toFile()));
            return null;
        });
    }

    @Override
    void makeDirectory(String path) throws IOException {
        sftp(sftp -> {
            sftp.mkdir(path);
            return null;
        });
    }

    @Override
    void removeDirectory(String path) throws IOException {
        sftp(sftp -> {
            sftp.rmdir(path);
            return null;
        });
    }

    @Override
    void remove(String path) throws IOException {
        sftp(sftp -> {
            sftp.rm(path);
            return null;
        });
    }

    @Override
    void rename(String from, String to) throws IOException {
        sftp(sftp -> {
            sftp.rename(from, to);
            return null;
        });
    }

    @Override
    void symlink(String target, String link) throws IOException {
        sftp(sftp -> {
            sftp.symlink(link, target);
            return null;
        });
    }

    @Override
    List<String> list(String path) throws IOException {
        return sftp(
                sftp -> sftp.ls(path).stream().map(RemoteResourceInfo::getName).toList());
    }
}
