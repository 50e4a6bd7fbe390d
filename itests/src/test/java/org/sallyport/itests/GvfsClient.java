/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** gvfs without a desktop, over the system's ssh. Its D-Bus session and its connections last for all tests, as for a user's day. */
@Tag("one-java")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GvfsClient extends ScriptClient {

    private final String kind;
    private Path runtime;

    GvfsClient(Server server, String kind) {
        super(server);
        this.kind = kind;
    }

    @Override
    List<String> command() throws IOException {
        return command(server, script("gvfs.sh"), kind);
    }

    static List<String> command(Server server, Path script, String kind) {
        return List.of(
                "dbus-run-session",
                "--",
                "bash",
                script.toString(),
                kind,
                Integer.toString(server.port()),
                Server.USER);
    }

    @Override
    Map<String, String> environment() throws IOException {
        // A path that is short enough for the socket that gvfs makes ssh share.
        runtime = Files.createTempDirectory("gvfs");
        return environment(server, local, runtime);
    }

    /** With an ssh that asks nothing and leaves the user's own files alone. */
    static Map<String, String> environment(Server server, Path local, Path runtime) throws IOException {
        Path ssh = Files.createDirectory(local.resolve("bin")).resolve("ssh");
        Files.writeString(
                ssh, "#!/bin/sh\nexec /usr/bin/ssh " + String.join(" ", OpenSshSftpIT.options(server)) + " \"$@\"\n");
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Map.of(
                "XDG_RUNTIME_DIR", runtime.toString(),
                "HOME", local.toString(),
                "PATH", ssh.getParent() + ":" + System.getenv("PATH"));
    }

    /** Not after each test. */
    @Override
    void finish() {}

    @AfterAll
    void endSession() throws Exception {
        end();
    }

    @Override
    void end() throws Exception {
        super.end();
        Commands.run("rm", "-rf", "--one-file-system", runtime.toString()).expectSuccess();
    }

    @Override
    boolean removesWhatItReplaces() {
        return true;
    }

    /** Uploads are the daemon's work, whose ssh is nobody's child. */
    @Override
    List<String> programs() {
        List<String> programs = new ArrayList<>(super.programs());
        ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("/ssh"))
                .filter(process -> List.of(process.info().arguments().orElse(new String[0]))
                        .contains(Integer.toString(server.port())))
                .map(process -> Long.toString(process.pid()))
                .forEach(programs::add);
        return programs;
    }
}
