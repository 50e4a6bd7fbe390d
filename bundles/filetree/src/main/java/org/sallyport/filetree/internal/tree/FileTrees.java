/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
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
import org.sallyport.filetree.internal.access.AccessRules;
import org.sallyport.filetree.internal.access.AccessTree;
import org.sallyport.filetree.internal.access.SessionAccess;
import org.sallyport.filetree.internal.mount.Mounts;
import org.sallyport.filetree.internal.mount.Stores;
import org.sallyport.filetree.internal.mount.VisibleMounts;

/** Makes the trees of sessions. */
@Component(service = FileTreeFactory.class)
public final class FileTrees implements FileTreeFactory {

    private final Mounts mounts;
    private final AccessRules rules;
    private final Stores stores;
    private final Map<SessionContext, MadeFiles> made = Collections.synchronizedMap(new WeakHashMap<>());

    @Activate
    public FileTrees(
            @Reference Mounts mounts, @Reference AccessRules rules, @Reference Stores stores, BundleContext bundle) {
        this(mounts, rules, stores);
        BundleClasses.loadAll(bundle);
    }

    FileTrees(Mounts mounts, AccessRules rules, Stores stores) {
        this.mounts = mounts;
        this.rules = rules;
        this.stores = stores;
    }

    @Override
    public FileTree open(SessionContext session) throws FileTreeException {
        return open(session, true);
    }

    @Override
    public FileTree openToLook(SessionContext session) throws FileTreeException {
        return open(session, false);
    }

    private FileTree open(SessionContext session, boolean makesFolders) throws FileTreeException {
        rules.requireComplete();
        VisibleMounts visible = new VisibleMounts(mounts, session.user(), session.roles());
        if (visible.now().isEmpty()) {
            throw new FileTreeException(Reason.UNAVAILABLE, "There is nothing mounted for this user");
        }
        SessionAccess access = new SessionAccess(rules, visible, session.user(), session.roles());
        SessionTree tree = new SessionTree(session, visible, access, stores, makesFolders);
        tree.openLocalFolders();
        return new AccessTree(
                new HeldRemovals(tree, session, made.computeIfAbsent(session, first -> new MadeFiles())), access);
    }
}
