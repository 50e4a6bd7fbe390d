/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.metadata.FileAttributes;

/**
 * All that has to be remembered of an upload. Records of one upload replace each other; the last one counts.
 *
 * @param id unique within the owner; later uploads have greater ones, whatever the clock says
 * @param owner the journal that the upload belongs to
 * @param epoch which run of the owner wrote this record; rises by one with each
 * @param user who uploaded
 * @param store where it goes
 * @param directory identity of the directory that its name is in, or empty where the store has none
 * @param names its place, from the root of the file system that the store is in
 * @param content where the content is in the spool; empty if it is in the store alone
 * @param unlinked what names the content in the store before it has its name: secret
 * @param size of the content in bytes
 * @param expected states of the place that may be replaced, as the store describes them
 * @param attributes to be set with the content
 * @param sealed when it was complete, for people: the clock may have been wrong
 * @param attempts how often storing has failed
 * @param problem why it failed last, or empty
 */
public record UploadRecord(
        long id,
        String owner,
        long epoch,
        UploadState state,
        String user,
        StoreDefinition store,
        String directory,
        List<String> names,
        Optional<SpoolReference> content,
        Optional<String> unlinked,
        long size,
        Set<String> expected,
        FileAttributes attributes,
        Instant sealed,
        int attempts,
        String problem) {

    public UploadRecord {
        names = List.copyOf(names);
        expected = Set.copyOf(expected);
    }

    public UploadRecord withState(UploadState next) {
        return with(next, store, names, content, unlinked, expected, attributes, attempts, problem);
    }

    /** The same upload, of which only what it may have in the store without a name has to be remembered. */
    public UploadRecord cancelled() {
        return with(
                UploadState.CANCELLED,
                store,
                names,
                Optional.empty(),
                unlinked,
                expected,
                attributes,
                attempts,
                problem);
    }

    public UploadRecord withContent(SpoolReference next) {
        return with(state, store, names, Optional.of(next), unlinked, expected, attributes, attempts, problem);
    }

    public UploadRecord withUnlinked(UploadState next, Optional<String> reference) {
        return with(next, store, names, content, reference, expected, attributes, attempts, problem);
    }

    /**
     * The same upload at another place.
     *
     * @param definition leads to a root above that place
     */
    public UploadRecord movedTo(StoreDefinition definition, List<String> place, Set<String> states) {
        return with(state, definition, place, content, unlinked, states, attributes, attempts, problem);
    }

    public UploadRecord withExpected(Set<String> states) {
        return with(state, store, names, content, unlinked, states, attributes, attempts, problem);
    }

    /** @param identity of the directory that its name is in, or empty where it is not known: its name alone tells then */
    public UploadRecord withDirectory(String identity) {
        return new UploadRecord(
                id,
                owner,
                epoch,
                state,
                user,
                store,
                identity,
                names,
                content,
                unlinked,
                size,
                expected,
                attributes,
                sealed,
                attempts,
                problem);
    }

    public UploadRecord withAttributes(FileAttributes next) {
        return with(state, store, names, content, unlinked, expected, next, attempts, problem);
    }

    public UploadRecord failed(UploadState next, int count, String why) {
        return with(next, store, names, content, unlinked, expected, attributes, count, why);
    }

    /** Another upload of the same content, to another place. */
    public UploadRecord copy(RecordStore records, StoreDefinition definition, List<String> place, Set<String> states) {
        return new UploadRecord(
                records.nextId(),
                records.owner(),
                records.epoch(),
                UploadState.SEALED,
                user,
                definition,
                "",
                place,
                content,
                Optional.empty(),
                size,
                states,
                attributes,
                sealed,
                0,
                "");
    }

    private UploadRecord with(
            UploadState newState,
            StoreDefinition newStore,
            List<String> newNames,
            Optional<SpoolReference> newContent,
            Optional<String> newUnlinked,
            Set<String> newExpected,
            FileAttributes newAttributes,
            int newAttempts,
            String newProblem) {
        return new UploadRecord(
                id,
                owner,
                epoch,
                newState,
                user,
                newStore,
                directory,
                newNames,
                newContent,
                newUnlinked,
                size,
                newExpected,
                newAttributes,
                sealed,
                newAttempts,
                newProblem);
    }

    /** Without names of files and what is secret. */
    @Override
    public String toString() {
        return "upload " + id + " " + state;
    }
}
