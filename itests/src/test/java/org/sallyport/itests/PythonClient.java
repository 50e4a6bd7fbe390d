/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that are Python libraries, driven by one script. */
abstract class PythonClient extends ClientContract {

    private final String library;
    private final int version;
    private Process python;
    private BufferedReader answers;

    PythonClient(Server server, String library, int version) {
        super(server);
        this.library = library;
        this.version = version;
    }

    @BeforeEach
    void startPython() throws IOException {
        Path script = local.resolve("client.py");
        try (InputStream in = PythonClient.class.getResourceAsStream("/client.py")) {
            Files.copy(in, script);
        }
        ProcessBuilder builder = new ProcessBuilder(
                        System.getProperty("python"),
                        script.toString(),
                        library,
                        Integer.toString(version),
                        Integer.toString(server.port()),
                        Server.USER,
                        server.key().toString())
                .redirectError(local.resolve("python-errors").toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        python = builder.start();
        answers = python.inputReader(StandardCharsets.US_ASCII);
    }

    @AfterEach
    void endPython() {
        python.destroy();
    }

    /** One operation, in a connection of its own. */
    protected String python(String operation, String... arguments) throws IOException {
        Writer questions = python.outputWriter(StandardCharsets.US_ASCII);
        questions.write(encoded(operation));
        for (String argument : arguments) {
            questions.write(" " + encoded(argument));
        }
        questions.write("\n");
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(library + " ended:\n" + Files.readString(local.resolve("python-errors")));
        }
        String[] words = answer.split(" ", 2);
        String output = new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8);
        if (!words[0].equals("ok")) {
            throw new IOException(operation + " by " + library + " failed:\n" + output);
        }
        return output;
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    void put(Path file, String path) throws IOException {
        python("put", file.toString(), path);
    }

    @Override
    void get(String path, Path file) throws IOException {
        python("get", path, file.toString());
    }

    @Override
    void makeDirectory(String path) throws IOException {
        python("mkdir", path);
    }

    @Override
    void removeDirectory(String path) throws IOException {
        python("rmdir", path);
    }

    @Override
    void remove(String path) throws IOException {
        python("rm", path);
    }

    @Override
    void rename(String from, String to) throws IOException {
        python("rename", from, to);
    }

    @Override
    void symlink(String target, String link) throws IOException {
        python("symlink", target, link);
    }

    @Override
    List<String> list(String path) throws IOException {
        return Arrays.asList(python("list", path).split("\0"));
    }

    @Override
    void append(Path tail, String path) throws IOException {
        python("append", tail.toString(), path);
    }

    @Override
    void resumeUpload(Path whole, String path) throws IOException {
        python("resume-up", whole.toString(), path);
    }

    @Override
    void resumeDownload(String path, Path part) throws IOException {
        python("resume-down", path, part.toString());
    }

    @Override
    void putWithTime(Path file, String path) throws IOException {
        python("put-as-it-is", file.toString(), path);
    }

    @Override
    void putWithMode(Path file, String path) throws IOException {
        python("put-as-it-is", file.toString(), path);
    }

    @Override
    void replace(String from, String to) throws IOException {
        python("replace", from, to);
    }

    @Override
    void putAndRenameOnTheWay(Path file, String before, String after) throws IOException {
        python("rename-while-open", file.toString(), before, after);
    }

    @Test
    void setsModeAndTimes() throws IOException {
        put(file("f", content(10, 21)), path("f"));
        assertThat(python("attributes", path("f"))).isEqualTo("0o640 1000000001");
        assertThat(Files.getLastModifiedTime(disk.resolve("f")).toMillis()).isEqualTo(1_000_000_001_000L);
    }
}
