/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.storage.operation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;

/**
 * Implemented by the {@code FileObject}s of a store where content is stored first and named afterwards. Each call takes effect on the store
 * before it returns, or throws; a {@link StoreException} says why. After a failure other than a refusal the effect is unknown, and every
 * call may be made again: it then finds what it did before. {@code moveTo} of a file replaces a file at the target in one update,
 * and fails with ALREADY_EXISTS where one has come since nothing was seen there. For use by many threads.
 */
public interface StoreOperations {

    /** Attribute: when the content was modified, an {@code Instant}. It holds for this content only. */
    String MODIFIED = "modified";

    /** Attribute: when the content was read last, as a client set it, an {@code Instant}. It holds for this content only. */
    String ACCESSED = "accessed";

    /** Attribute: when the file was made, an {@code Instant}; it goes with the file to a new name. */
    String CREATED = "created";

    /** Attribute: user and group as a client set them, a {@code String} of two names or numbers with a colon between. */
    String OWNER = "owner";

    /** What the names of attributes begin with that are users' own and other programs'; their values are {@code String}s. */
    String USER = "user.";

    /** Attribute: POSIX permission bits as a client set them, an {@code Integer} from 0 to 07777, which the store keeps and does not heed. */
    String MODE = "mode";

    /**
     * Stores a content without a name. The same content stored again may give the same token, and costs little then.
     *
     * @param length of the content in bytes
     * @return what names the content until it has a name, a secret that gives access to it; it stays valid, over restarts too, as long
     *     as the store keeps contents that have no name
     */
    String storeUnlinked(ContentSource source, long length) throws FileSystemException;

    /**
     * Stores a content without a name while it is still being made: its length is not known, and reading it waits where no more is there
     * yet. It can be opened once only. Reading fails where the content was given up; nothing may be stored then. Some time after the
     * content has ended this has to end too, even if the store does not answer.
     *
     * @return what names the content, as for {@link #storeUnlinked}; empty if this store takes whole contents only, in which case nothing
     *     was opened
     */
    default Optional<String> storeUnfinished(ContentSource source) throws FileSystemException {
        return Optional.empty();
    }

    /** The identity that a content will have under its name. */
    String identityOf(String token) throws FileSystemException;

    /**
     * Of a directory: gives contents their names, as many as possible in one update of the directory. What is at a name already is no
     * failure if it is the very content.
     *
     * @param directory what this has to be at the moment of the change, so that nothing gets into another directory that has come here
     * @return a result for each request, in order
     * @throws FileSystemException if the effect is unknown, or the directory is not there or cannot be written
     */
    List<LinkResult> link(Expectation directory, List<LinkRequest> batch) throws FileSystemException;

    /**
     * Removes this name if it has what is expected.
     *
     * @return whether nothing has the name now; false if something unexpected has it, which is left alone
     */
    boolean unlink(Expectation expected) throws FileSystemException;

    /**
     * What is here: for a content that never changes, equal only for equal contents; for a directory or a content that changes in
     * place, the same as long as it is this one, wherever it is moved. Not a secret. Empty where nothing is here.
     */
    Optional<String> nodeIdentity() throws FileSystemException;

    /** What is here, seen by one look, so that nothing of it is older than the rest. Empty where nothing is here. */
    Optional<NodeDescription> describe() throws FileSystemException;

    /**
     * Sets attributes of this name, all in one update. Others stay.
     *
     * @param attributes by the names that {@code FileContent.getAttributes()} has, {@link #MODIFIED} and {@link #MODE} among them
     * @throws StoreException UNSUPPORTED if there is no name that could have them, as for a root
     */
    void setAttributes(Map<String, Object> attributes) throws FileSystemException;

    /** The room in the store. */
    StoreSpace space() throws FileSystemException;

    /**
     * Gives what is here a second name without moving its bytes, with the attributes that it has. A content that never changes is
     * copied thereby; one that changes in place changes under both names.
     *
     * @param target in the same file system, where nothing may be but what is expected
     * @return false if this store, or this kind of object, cannot do so; it has to be copied then
     * @throws StoreException ALREADY_EXISTS if something else is at the target
     */
    boolean copyTo(FileObject target, Expectation expected) throws FileSystemException;
}
