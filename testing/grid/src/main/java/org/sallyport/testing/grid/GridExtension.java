/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.testing.grid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Grid} of the {@linkplain GridLayout#SMALL small} layout, started once for the JVM and stopped at its end. A test
 * makes a root of its own by {@link Gateway#createDirectory()}. Tests that disturb nodes start a grid of their own.
 */
public final class GridExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(GridExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Grid.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(Grid.class, key -> start(), Grid.class);
    }

    private static Grid start() {
        try {
            Path parent = Files.createDirectories(Path.of("target"));
            return Grid.start(Files.createTempDirectory(parent, "grid"), GridLayout.SMALL);
        } catch (IOException e) {
            throw new ParameterResolutionException("no grid", e);
        }
    }
}
