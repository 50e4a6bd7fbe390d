/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.store;

import java.io.IOException;
import org.sallyport.api.journal.StoredState;

/** What came of giving a content its name. */
public sealed interface Outcome {

    /** It is there. */
    record Linked(StoredState now) implements Outcome {}

    /** It cannot be put there without destroying what nobody here has seen, or without a place. */
    record Conflict(String why) implements Outcome {}

    /** Its directory is not where it was. */
    record Elsewhere() implements Outcome {}

    /** The store has lost the content that had no name yet, or another directory came to its place just now; it has to be put again. */
    record Missing() implements Outcome {}

    /** Whether it was done is not known. */
    record Failed(IOException why) implements Outcome {}
}
