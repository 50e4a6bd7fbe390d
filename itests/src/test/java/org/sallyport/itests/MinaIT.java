/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.CopyMode;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHPosixRenameExtension;

/** Apache MINA SSHD's client, which asks for version 6. Logs in with a password. */
class MinaIT extends ClientContract {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private SshClient client;
    private ClientSession session;

    MinaIT(Server server) {
        super(server);
    }

    @FunctionalInterface
    private interface Work<T> {

        T with(SftpClient sftp) throws IOException;
    }

    @FunctionalInterface
    private interface Action {

        void with(SftpClient sftp) throws IOException;
    }

    /** One session for each test: to start the client takes a second. */
    @Override
    void begin() throws Exception {
        super.begin();
        client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.start();
        session = client.connect(Server.USER, "127.0.0.1", server.port())
                .verify(PATIENCE)
                .getSession();
        session.addPasswordIdentity(Server.PASSWORD);
        session.auth().verify(PATIENCE);
    }

    @Override
    void end() throws IOException {
        client.close();
    }

    private <T> T ask(Work<T> work) throws IOException {
        try (SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
            return work.with(sftp);
        }
    }

    private void tell(Action action) throws IOException {
        ask(sftp -> {
            action.with(sftp);
            return null;
        });
    }

    private static void write(SftpClient sftp, byte[] content, String path, OpenMode... modes) throws IOException {
        try (OutputStream out = sftp.write(path, modes)) {
            out.write(content);
        }
    }

    @Override
    void put(Path file, String path) throws IOException {
        tell(sftp -> sftp.put(file, path));
    }

    @Override
    void get(String path, Path file) throws IOException {
        tell(sftp -> {
            try (InputStream in = sftp.read(path);
                    OutputStream out = Files.newOutputStream(file)) {
                in.transferTo(out);
            }
        });
    }

    @Override
    void makeDirectory(String path) throws IOException {
        tell(sftp -> sftp.mkdir(path));
    }

    @Override
    void removeDirectory(String path) throws IOException {
        tell(sftp -> sftp.rmdir(path));
    }

    @Override
    void remove(String path) throws IOException {
        tell(sftp -> sftp.remove(path));
    }

    @Override
    void rename(String from, String to) throws IOException {
        tell(sftp -> sftp.rename(from, to));
    }

    @Override
    void replace(String from, String to) throws IOException {
        tell(sftp -> sftp.getExtension(OpenSSHPosixRenameExtension.class).posixRename(from, to));
    }

    @Override
    void symlink(String target, String link) throws IOException {
        tell(sftp -> sftp.symLink(link, target));
    }

    @Override
    List<String> list(String path) throws IOException {
        List<String> names = ask(sftp -> {
            List<String> found = new ArrayList<>();
            sftp.readDir(path).forEach(entry -> found.add(entry.getFilename()));
            return found;
        });
        names.removeAll(List.of(".", ".."));
        return names;
    }

    @Override
    void append(Path tail, String path) throws IOException {
        tell(sftp -> write(sftp, Files.readAllBytes(tail), path, OpenMode.Write, OpenMode.Append));
    }

    @Override
    void resumeUpload(Path whole, String path) throws IOException {
        byte[] content = Files.readAllBytes(whole);
        tell(sftp -> {
            int from = (int) sftp.stat(path).getSize();
            try (SftpClient.CloseableHandle file = sftp.open(path, OpenMode.Write)) {
                sftp.write(file, from, content, from, content.length - from);
            }
        });
    }

    @Override
    void resumeDownload(String path, Path part) throws IOException {
        tell(sftp -> {
            try (InputStream in = sftp.read(path);
                    OutputStream out = Files.newOutputStream(part, StandardOpenOption.APPEND)) {
                in.skipNBytes(Files.size(part));
                in.transferTo(out);
            }
        });
    }

    @Override
    void putWithTime(Path file, String path) throws IOException {
        tell(sftp -> {
            sftp.put(file, path);
            SftpClient.Attributes found = sftp.stat(path);
            sftp.setStat(
                    path,
                    new SftpClient.Attributes()
                            .accessTime(found.getAccessTime())
                            .modifyTime(Files.getLastModifiedTime(file)));
        });
    }

    @Override
    void putWithMode(Path file, String path) throws IOException {
        tell(sftp -> {
            sftp.put(file, path);
            sftp.setStat(path, new SftpClient.Attributes().perms(0750));
        });
    }

    @Override
    void putAndRenameOnTheWay(Path whole, String before, String after) throws IOException {
        byte[] content = Files.readAllBytes(whole);
        int half = content.length / 2;
        tell(sftp -> {
            try (SftpClient.CloseableHandle file =
                    sftp.open(before, OpenMode.Write, OpenMode.Create, OpenMode.Truncate)) {
                sftp.write(file, 0, content, 0, half);
                sftp.rename(before, after, List.<CopyMode>of());
                sftp.write(file, half, content, half, content.length - half);
            }
        });
    }
}
