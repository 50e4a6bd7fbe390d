/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

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
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Clients that are libraries, driven by a program in their language. Each line that it reads is an operation and its arguments, in base64; each
 * is answered by a line, {@code ok}, {@code failed}, or {@code none} if the library has no words for it, and in base64 the output or the reason.
 */
abstract class ScriptClient extends ClientContract {

    private Process program;
    private BufferedReader answers;

    ScriptClient(Server server) {
        super(server);
    }

    /** The program and its arguments. */
    abstract List<String> command() throws IOException;

    Map<String, String> environment() throws IOException {
        return Map.of();
    }

    /** A copy of a script of the tests, where everybody may read it. */
    protected Path script(String name) throws IOException {
        return script(name, local);
    }

    static Path script(String name, Path folder) throws IOException {
        Path script = folder.resolve(Path.of(name).getFileName());
        try (InputStream in = ScriptClient.class.getResourceAsStream("/clients/" + name)) {
            Files.copy(in, script);
        }
        return script;
    }

    /** What {@code bin/test} has installed or built. */
    protected static Path installed(String name) {
        return Path.of(System.getProperty("clients.folder")).resolve(name);
    }

    @Override
    void begin() throws Exception {
        super.begin();
        if (program != null) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(command())
                .redirectError(local.resolve("program-errors").toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment());
        program = builder.start();
        answers = program.inputReader(StandardCharsets.US_ASCII);
    }

    @Override
    void end() throws Exception {
        program.outputWriter(StandardCharsets.US_ASCII).close();
        if (!program.waitFor(20, TimeUnit.SECONDS)) {
            program.descendants().forEach(ProcessHandle::destroyForcibly);
            program.destroyForcibly();
        }
        program = null;
    }

    /** One operation, in a connection of its own. */
    protected String ask(String operation, String... arguments) throws Exception {
        Writer questions = program.outputWriter(StandardCharsets.US_ASCII);
        questions.write(encoded(operation));
        for (String argument : arguments) {
            questions.write(" " + encoded(argument));
        }
        questions.write("\n");
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the program ended:\n" + Files.readString(local.resolve("program-errors")));
        }
        String[] words = answer.split(" ", 2);
        String output = new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8);
        switch (words[0]) {
            case "ok":
                return output;
            case "none":
                throw new NoWordsForThat(output);
            default:
                throw new IOException(operation + " failed:\n" + output);
        }
    }

    static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    void put(Path file, String path) throws Exception {
        ask("put", file.toString(), path);
    }

    @Override
    void get(String path, Path file) throws Exception {
        ask("get", path, file.toString());
    }

    @Override
    void makeDirectory(String path) throws Exception {
        ask("mkdir", path);
    }

    @Override
    void removeDirectory(String path) throws Exception {
        ask("rmdir", path);
    }

    @Override
    void remove(String path) throws Exception {
        ask("rm", path);
    }

    @Override
    void rename(String from, String to) throws Exception {
        ask("rename", from, to);
    }

    @Override
    void symlink(String target, String link) throws Exception {
        ask("symlink", target, link);
    }

    @Override
    List<String> list(String path) throws Exception {
        return Arrays.asList(ask("list", path).split("\0"));
    }

    @Override
    void append(Path tail, String path) throws Exception {
        ask("append", tail.toString(), path);
    }

    @Override
    void resumeUpload(Path whole, String path) throws Exception {
        ask("resume-up", whole.toString(), path);
    }

    @Override
    void resumeDownload(String path, Path part) throws Exception {
        ask("resume-down", path, part.toString());
    }

    @Override
    void putWithTime(Path file, String path) throws Exception {
        ask("put-as-it-is", file.toString(), path);
    }

    @Override
    void putWithMode(Path file, String path) throws Exception {
        ask("put-as-it-is", file.toString(), path);
    }

    @Override
    void replace(String from, String to) throws Exception {
        ask("replace", from, to);
    }

    @Override
    void putAndRenameOnTheWay(Path file, String before, String after) throws Exception {
        ask("rename-while-open", file.toString(), before, after);
    }

    @Override
    void putTree(Path tree, String path) throws Exception {
        ask("put-tree", tree.toString(), path);
    }

    @Override
    void getTree(String path, Path tree) throws Exception {
        ask("get-tree", path, tree.toString());
    }
}
