/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RedactionTest {

    @Test
    void hidesPasswordsOfAllLayers() {
        assertThat(Redaction.redact("zip:sftp://user:p%40ss:w@host/a.zip!/d"))
                .isEqualTo("zip:sftp://user:***@host/a.zip!/d");
    }

    @Test
    void hidesCapabilities() {
        assertThat(Redaction.redact("tahoe://h/URI:DIR2:abc:def/docs")).isEqualTo("tahoe://h/URI:***/docs");
        assertThat(Redaction.redact("tahoe://h/uri%3ADIR2%3Aabc/docs")).isEqualTo("tahoe://h/URI:***/docs");
    }

    @Test
    void hidesQueries() {
        assertThat(Redaction.redact("no https://h/a?token=abc here")).isEqualTo("no https://h/a?*** here");
    }

    @Test
    void leavesTheRestAlone() {
        assertThat(Redaction.redact("file:///srv/a:b@c/d")).isEqualTo("file:///srv/a:b@c/d");
    }

    @Test
    void hidesInCausesToo() {
        IOException shown = Redaction.redact(
                "cannot open", new IOException("at sftp://u:secret@h/", new IOException("URI:CHK:secret")));

        assertThat(shown).hasMessage("cannot open: at sftp://u:***@h/");
        assertThat(shown.getCause()).hasMessageNotContaining("secret").hasMessageContaining("URI:***");
    }
}
