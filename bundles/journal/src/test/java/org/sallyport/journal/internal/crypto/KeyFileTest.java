/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.journal.internal.disk.FolderDisk;
import org.sallyport.journal.internal.disk.SpoolLock;
import org.sallyport.journal.internal.spool.FrameFile;
import org.sallyport.journal.internal.spool.FrameKind;

/** Where the keys of a spool are, and who may have them. */
class KeyFileTest {

    private static final byte[] ID = new byte[16];

    @TempDir
    Path folder;

    @Test
    void aKeyIsMadeForItsOwnerAlone() throws Exception {
        Path file = folder.resolve("etc/journal.key");
        SpoolKeys keys = KeyFile.load(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(KeyFile.load(file).current()).isEqualTo(keys.current());
    }

    @Test
    void aKeyOpenToOthersOrDamagedIsRefused() throws Exception {
        Path file = folder.resolve("journal.key");
        KeyFile.load(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> KeyFile.load(file)).hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "c2hvcnQ=\n");
        assertThatThrownBy(() -> KeyFile.load(file)).hasMessageContaining("32 bytes");
        Files.writeString(file, "# nothing\n");
        assertThatThrownBy(() -> KeyFile.load(file)).hasMessageContaining("no key");
    }

    @Test
    void aNewKeyIsPutBeforeTheOldOne() throws Exception {
        Path file = folder.resolve("journal.key");
        FolderDisk disk = new FolderDisk(folder.resolve("spool"));
        SpoolKeys old = KeyFile.load(file);
        try (FrameFile written = FrameFile.create(disk, "a", ID, old)) {
            written.append(FrameKind.DATA, java.nio.ByteBuffer.wrap("content".getBytes()), 0);
        }
        List<String> lines = Files.readAllLines(file);
        KeyFile.load(folder.resolve("other.key"));
        String fresh = Files.readAllLines(folder.resolve("other.key")).get(1);
        Files.write(file, List.of(fresh, lines.get(1)));
        SpoolKeys both = KeyFile.load(file);
        assertThat(both.current()).isNotEqualTo(old.current());
        try (FrameFile read = FrameFile.open(disk, "a", ID, both)) {
            assertThat(read.read(FrameKind.DATA, FrameFile.firstFrame()).remaining())
                    .isEqualTo(7);
        }
        Files.write(file, List.of(fresh));
        assertThatThrownBy(() -> FrameFile.open(disk, "a", ID, KeyFile.load(file)))
                .hasMessageContaining("not in the key file");
    }

    @Test
    void oneAtATimeUsesASpool() throws Exception {
        try (SpoolLock held = SpoolLock.take(folder)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> SpoolLock.take(folder)).hasMessageContaining("uses the spool");
        }
        SpoolLock.take(folder).close();
    }
}
