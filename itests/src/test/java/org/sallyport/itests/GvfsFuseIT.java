/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Programs that know files only, in the FUSE mount of gvfs: it opens for reading or for writing, not for both. */
class GvfsFuseIT extends GvfsClient {

    GvfsFuseIT(Server server) {
        super(server, "fuse");
    }

    @Override
    OntoExisting renameOntoExisting() {
        return OntoExisting.REPLACES;
    }

    @Override
    protected String ask(String operation, String... arguments) throws Exception {
        String answer = super.ask(operation, arguments);
        // The kernel does not wait until the daemon has closed.
        awaitPublished();
        return answer;
    }

    /** As LibreOffice saves: a lock beside the document, the new document under another name, which takes that of the old. */
    @Test
    void anOfficeDocumentIsEdited() throws Exception {
        put(file("old", content(50_000, 60)), path("report.odt"));
        byte[] edited = content(60_000, 61);
        Path editor = local.resolve("editor");
        Files.writeString(editor, """
                #!/bin/sh -e
                set -C
                echo ',ann,host' > .~lock.report.odt#
                cp report.odt "$0.open"
                head -c 10 report.odt >> "$0.open"
                cp "$0.edited" lu1234.tmp
                mv report.odt report.odt~
                mv lu1234.tmp report.odt
                rm report.odt~ .~lock.report.odt#
                """);
        assertThat(editor.toFile().setExecutable(true)).isTrue();
        Files.write(local.resolve("editor.edited"), edited);
        ask("run", editor.toString(), path(""));
        assertThat(disk.resolve("report.odt")).hasBinaryContent(edited);
        assertThat(disk.toFile().list()).containsExactly("report.odt");
        assertThat(local.resolve("editor.open")).hasSize(50_010);
    }

    /** As programs save that empty a document and write it anew: of that gvfs makes a temporary file, a removal and a rename. */
    @Test
    void anOfficeDocumentIsEmptiedAndWrittenAnew() throws Exception {
        put(file("old", content(50_000, 62)), path("report.docx"));
        byte[] edited = content(10_000, 63);
        Path editor = local.resolve("editor");
        Files.writeString(editor, """
                #!/bin/sh -e
                echo ann > '~$report.docx'
                cat "$0.edited" > report.docx
                rm '~$report.docx'
                """);
        assertThat(editor.toFile().setExecutable(true)).isTrue();
        Files.write(local.resolve("editor.edited"), edited);
        ask("run", editor.toString(), path(""));
        assertThat(disk.resolve("report.docx")).hasBinaryContent(edited);
        assertThat(disk.toFile().list()).containsExactly("report.docx");
    }
}
