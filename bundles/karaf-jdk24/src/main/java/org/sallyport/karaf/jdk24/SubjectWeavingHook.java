/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.karaf.jdk24;

import java.util.Set;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;

/** Weaves the classes of Karaf 4.4 that call {@code Subject.getSubject}, wherever they are embedded. */
final class SubjectWeavingHook implements WeavingHook {

    private static final Set<String> CLASSES = Set.of(
            "org.apache.karaf.util.jaas.JaasHelper",
            "org.apache.karaf.shell.impl.console.osgi.secured.SecuredSessionFactoryImpl",
            "org.apache.karaf.shell.support.ShellUtil",
            "org.apache.karaf.jaas.command.WhoamiCommand",
            "org.apache.karaf.management.internal.BulkRequestContext",
            "org.apache.felix.eventadmin.impl.handler.EventAdminImpl");

    @Override
    public void weave(WovenClass woven) {
        if (CLASSES.contains(woven.getClassName())) {
            woven.setBytes(SubjectWeaver.weave(woven.getBytes()));
            woven.getDynamicImports().add(SubjectWeavingHook.class.getPackageName());
        }
    }
}
