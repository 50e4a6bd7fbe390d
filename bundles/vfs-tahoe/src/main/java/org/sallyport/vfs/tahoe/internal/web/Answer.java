/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node's whole answer. What it says of a failure may quote capabilities, so nothing of it but names of known exceptions goes on.
 *
 * @param status of HTTP
 */
record Answer(int status, byte[] body) {

    /** Python's exceptions that pass: too few storage nodes, or another writer ({@code allmydata.interfaces}). */
    private static final Set<String> PASSING = Set.of(
            "UncoordinatedWriteError",
            "UploadUnhappinessError",
            "NoServersError",
            "NotEnoughServersError",
            "NoSharesError",
            "NotEnoughSharesError",
            "UnrecoverableFileError");

    private static final Pattern EXCEPTION = Pattern.compile("\\b([A-Z][A-Za-z]+Error)\\b");

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Returns this if it tells of success, else throws what the failure means. */
    Answer expectSuccess() throws IOException {
        if (status / 100 == 2) {
            return this;
        }
        switch (status) {
            case 403 -> throw new AccessDeniedException("");
            case 404 -> throw new NoSuchFileException("");
            case 409 -> throw new FileAlreadyExistsException("");
            case 410 -> throw new TooFewSharesException("too few shares or storage nodes can be reached now");
            case 500 -> throw ofException();
            default -> throw new IOException("the gateway node answered with HTTP status " + status);
        }
    }

    private IOException ofException() {
        Matcher names = EXCEPTION.matcher(text());
        String last = "";
        while (names.find()) {
            last = names.group(1);
        }
        if (last.equals("NotWriteableError")) {
            return new AccessDeniedException("");
        }
        return PASSING.contains(last)
                ? new GridUnavailableException("the gateway node failed with " + last)
                : new IOException("the gateway node failed with an error of its own");
    }
}
