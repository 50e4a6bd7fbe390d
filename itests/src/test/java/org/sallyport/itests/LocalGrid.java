/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A grid of one real node, by {@code bin/grid}, and a mount of it. */
final class LocalGrid implements AutoCloseable {

    private final Server server;
    private final Path folder;
    private final String path;

    private LocalGrid(Server server, Path folder, String path) {
        this.server = server;
        this.folder = folder;
        this.path = path;
    }

    /** Starts a grid, mounts it, and waits until it serves. */
    static LocalGrid mount(Server server, String path) throws IOException, InterruptedException {
        LocalGrid grid = new LocalGrid(server, Files.createTempDirectory("sallyport-grid-"), path);
        grid.start();
        // The files that the script has made are for a server that runs as the same user.
        server.configure("grid-root", grid.root());
        server.configure("org.sallyport.grid-local.cfg", grid.made("org.sallyport.grid-local.cfg"));
        server.configure("org.sallyport.mount-grid.cfg", "path = " + path + "\nuri = tahoe:local/\n");
        grid.awaitServing();
        return grid;
    }

    private String made(String name) throws IOException {
        return Files.readString(folder.resolve("etc").resolve(name));
    }

    /** The capability of the mounted directory. */
    String root() throws IOException {
        return made("grid-root");
    }

    void start() {
        script("start").expectSuccess();
    }

    void stop() {
        script("stop").expectSuccess();
    }

    Commands.Result script(String action) {
        Path script = Path.of(System.getProperty("run.script")).resolveSibling("grid");
        return Commands.run(
                Duration.ofMinutes(4),
                "",
                Map.of("TAHOE_VENV", System.getProperty("tahoe.venv")),
                List.of("bash", script.toString(), action, "--home", folder.toString()));
    }

    /** Until clients are served. */
    void awaitServing() throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (OpenSshSftpIT.batch(server, "ls " + path + "\n").exit() != 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the mount of the grid does not come:\n" + server.log());
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    @Override
    public void close() {
        stop();
        Commands.run("rm", "-rf", folder.toString()).expectSuccess();
    }
}
