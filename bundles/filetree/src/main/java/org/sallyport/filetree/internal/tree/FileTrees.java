/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sallyport.api.bundle.BundleClasses;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.FileTreeFactory;
import org.sallyport.api.session.SessionContext;
import org.sallyport.filetree.internal.mount.Mounts;
import org.sallyport.filetree.internal.mount.Stores;

/** Makes the trees of sessions. */
@Component(service = FileTreeFactory.class)
public final class FileTrees implements FileTreeFactory {

    private final Mounts mounts;
    private final Stores stores;

    @Activate
    public FileTrees(@Reference Mounts mounts, @Reference Stores stores, BundleContext bundle) {
        this(mounts, stores);
        BundleClasses.loadAll(bundle);
    }

    FileTrees(Mounts mounts, Stores stores) {
        this.mounts = mounts;
        this.stores = stores;
    }

    @Override
    public FileTree open(SessionContext session) throws FileTreeException {
        if (mounts.visibleTo(session).isEmpty()) {
            throw new FileTreeException(Reason.UNAVAILABLE, "There is nothing mounted for this user");
        }
        SessionTree tree = new SessionTree(session, mounts, stores);
        tree.openLocalFolders();
        return new HeldRemovals(tree, session);
    }
}
