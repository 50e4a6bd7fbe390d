/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.completion;

import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.sallyport.api.quirk.QuirkAdvisor;

/** Completes names of advice. */
@Service
public final class AdviceCompleter extends Names {

    @Reference
    private QuirkAdvisor advisor;

    @Override
    Collection<String> names(CommandLine line) {
        return advisor.advice().stream().map(QuirkAdvisor.Advice::name).toList();
    }
}
