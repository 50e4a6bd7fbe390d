/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program in a terminal of its own, as a person starts it; {@code script(1)} makes the terminal. */
final class Terminal implements AutoCloseable {

    private final Process process;
    private final Path seen;
    private int commands;

    private Terminal(Process process, Path seen) {
        this.process = process;
        this.seen = seen;
    }

    /** @param command as typed into a shell */
    static Terminal start(Path folder, Map<String, String> environment, String command) throws IOException {
        Path seen = Files.createTempFile("sallyport-it-", ".terminal");
        ProcessBuilder builder = new ProcessBuilder(List.of("script", "-qefc", command, "/dev/null"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(seen.toFile());
        builder.environment().putAll(environment);
        return new Terminal(builder.start(), seen);
    }

    /** All that it showed so far, without colours and other control sequences. */
    String text() throws IOException {
        return new String(Files.readAllBytes(seen), StandardCharsets.UTF_8)
                .replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "")
                .replaceAll("\u001b[=>]", "")
                .replace("\r", "");
    }

    void type(String line) throws IOException {
        send(line + "\n");
    }

    /** A key that ends no line. */
    void press(char key) throws IOException {
        send(Character.toString(key));
    }

    private void send(String text) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write(text.getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** Waits until a text is shown behind a position. */
    void await(String text, int from, Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (text().indexOf(text, from) < 0) {
            if (System.nanoTime() > deadline || !process.isAlive() && text().indexOf(text, from) < 0) {
                throw new IllegalStateException("\"" + text + "\" was not shown:\n" + text());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /**
     * Runs a command of Karaf's console.
     *
     * @param prompts that the command shows, in their order; each is answered with the same line
     * @return what it showed, with the line that was typed
     */
    String console(String command, List<String> prompts, String answer) throws IOException, InterruptedException {
        int from = text().length();
        type(command);
        for (String prompt : prompts) {
            await(prompt, from, Duration.ofSeconds(30));
            type(answer);
        }
        String mark = "end-of-command-" + ++commands;
        type("echo " + mark.replace("-of-", "-of'-'"));
        await(mark, from, Duration.ofSeconds(60));
        String shown = text();
        return shown.substring(from, shown.indexOf(mark, from));
    }

    /** Waits for the program to end by itself. */
    int end(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("it did not end within " + limit);
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        Files.deleteIfExists(seen);
    }
}
