/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.RemoteFile;
import net.schmizz.sshj.sftp.RemoteResourceInfo;
import net.schmizz.sshj.sftp.RenameFlags;
import net.schmizz.sshj.xfer.FileSystemFile;

/** sshj. */
class SshjIT extends ClientContract {

    SshjIT(Server server) {
        super(server);
    }

    private <T> T sftp(Sshj.Work<T> work) throws IOException {
        return Sshj.with(server, work);
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

    @Override
    void append(Path tail, String path) throws IOException {
        byte[] content = Files.readAllBytes(tail);
        sftp(sftp -> {
            try (RemoteFile file = sftp.open(path, EnumSet.of(OpenMode.WRITE, OpenMode.APPEND))) {
                file.write(0, content, 0, content.length);
            }
            return null;
        });
    }

    @Override
    void resumeUpload(Path whole, String path) throws IOException {
        sftp(sftp -> {
            sftp.put(new FileSystemFile(whole.toFile()), path, sftp.size(path));
            return null;
        });
    }

    @Override
    void resumeDownload(String path, Path part) throws IOException {
        sftp(sftp -> {
            sftp.get(path, new FileSystemFile(part.toFile()), Files.size(part));
            return null;
        });
    }

    /** Of itself it keeps the time; for its mode it takes every file's as 0644. */
    @Override
    void putWithTime(Path file, String path) throws IOException {
        put(file, path);
    }

    @Override
    void putWithMode(Path file, String path) throws IOException {
        sftp(sftp -> {
            sftp.put(new FileSystemFile(file.toFile()), path);
            sftp.chmod(path, 0750);
            return null;
        });
    }

    /** Of the flags of version 5 it makes OpenSSH's posix-rename in version 3. */
    @Override
    void replace(String from, String to) throws IOException {
        sftp(sftp -> {
            sftp.rename(from, to, EnumSet.of(RenameFlags.OVERWRITE, RenameFlags.ATOMIC));
            return null;
        });
    }

    @Override
    void putTree(Path tree, String path) throws IOException {
        put(tree, path);
    }

    @Override
    void getTree(String path, Path tree) throws IOException {
        get(path, tree);
    }

    @Override
    void putAndRenameOnTheWay(Path whole, String before, String after) throws IOException {
        byte[] content = Files.readAllBytes(whole);
        int half = content.length / 2;
        sftp(sftp -> {
            try (RemoteFile file = sftp.open(before, EnumSet.of(OpenMode.WRITE, OpenMode.CREAT, OpenMode.TRUNC))) {
                write(file, content, 0, half);
                sftp.rename(before, after);
                write(file, content, half, content.length);
            }
            return null;
        });
    }

    private static void write(RemoteFile file, byte[] content, int from, int to) throws IOException {
        for (int at = from; at < to; at += 32_000) {
            file.write(at, content, at, Math.min(32_000, to - at));
        }
    }
}
