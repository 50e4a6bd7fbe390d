/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import com.jcraft.jsch.SftpProgressMonitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** JSch (mwiede), behind Commons VFS, Ant, Jenkins. It uses posix-rename for every rename. Logs in with a password. */
class JschIT extends ClientContract {

    JschIT(Server server) {
        super(server);
    }

    private interface Work<T> {

        T with(ChannelSftp sftp) throws SftpException;
    }

    private <T> T sftp(Work<T> work) throws JSchException, SftpException {
        Session session = new JSch().getSession(Server.USER, "127.0.0.1", server.port());
        session.setPassword(Server.PASSWORD);
        session.setConfig("StrictHostKeyChecking", "no");
        session.setConfig("PreferredAuthentications", "password");
        session.connect(30_000);
        try {
            ChannelSftp sftp = (ChannelSftp) session.openChannel("sftp");
            sftp.connect(30_000);
            return work.with(sftp);
        } finally {
            session.disconnect();
        }
    }

    /** JSch expands {@code *}, {@code ?} and backslashes in paths. */
    private static String quoted(String path) {
        return path.replaceAll("([\\\\*?])", "\\\\$1");
    }

    @Override
    void put(Path file, String path) throws Exception {
        sftp(sftp -> {
            sftp.put(file.toString(), quoted(path));
            return null;
        });
    }

    @Override
    void get(String path, Path file) throws Exception {
        sftp(sftp -> {
            sftp.get(quoted(path), file.toString());
            return null;
        });
    }

    @Override
    void makeDirectory(String path) throws Exception {
        sftp(sftp -> {
            sftp.mkdir(path);
            return null;
        });
    }

    @Override
    void removeDirectory(String path) throws Exception {
        sftp(sftp -> {
            sftp.rmdir(path);
            return null;
        });
    }

    @Override
    void remove(String path) throws Exception {
        sftp(sftp -> {
            sftp.rm(quoted(path));
            return null;
        });
    }

    @Override
    void rename(String from, String to) throws Exception {
        sftp(sftp -> {
            sftp.rename(from, to);
            return null;
        });
    }

    @Override
    OntoExisting renameOntoExisting() {
        return OntoExisting.REPLACES;
    }

    @Override
    void symlink(String target, String link) throws Exception {
        sftp(sftp -> {
            sftp.symlink(target, link);
            return null;
        });
    }

    @Override
    List<String> list(String path) throws Exception {
        List<String> names = new ArrayList<>();
        sftp(sftp -> {
            sftp.ls(path).forEach(entry -> names.add(entry.getFilename()));
            return null;
        });
        names.removeAll(List.of(".", ".."));
        return names;
    }

    @Override
    void append(Path tail, String path) throws Exception {
        sftp(sftp -> {
            sftp.put(tail.toString(), path, ChannelSftp.APPEND);
            return null;
        });
    }

    @Override
    void resumeUpload(Path whole, String path) throws Exception {
        sftp(sftp -> {
            sftp.put(whole.toString(), path, ChannelSftp.RESUME);
            return null;
        });
    }

    @Override
    void resumeDownload(String path, Path part) throws Exception {
        sftp(sftp -> {
            sftp.get(path, part.toString(), null, ChannelSftp.RESUME);
            return null;
        });
    }

    @Override
    void putWithTime(Path file, String path) throws Exception {
        int time = (int) Files.getLastModifiedTime(file).to(TimeUnit.SECONDS);
        sftp(sftp -> {
            sftp.put(file.toString(), path);
            sftp.setMtime(path, time);
            return null;
        });
    }

    @Override
    void putWithMode(Path file, String path) throws Exception {
        sftp(sftp -> {
            sftp.put(file.toString(), path);
            sftp.chmod(0750, path);
            return null;
        });
    }

    @Override
    void putAndMeanwhile(Path file, String path, Callable<Void> meanwhile) throws Exception {
        sftp(sftp -> {
            sftp.put(file.toString(), path, new Once(meanwhile));
            return null;
        });
    }

    /** Does something when a part of a transfer is done. */
    private static final class Once implements SftpProgressMonitor {

        private final Callable<Void> action;
        private long done;
        private boolean called;

        Once(Callable<Void> action) {
            this.action = action;
        }

        @Override
        public void init(int direction, String source, String target, long size) {}

        @Override
        public boolean count(long bytes) {
            done += bytes;
            if (!called && done > 1_000_000) {
                called = true;
                try {
                    action.call();
                } catch (Exception failed) {
                    throw new AssertionError(failed);
                }
            }
            return true;
        }

        @Override
        public void end() {
            assertThat(called).isTrue();
        }
    }
}
