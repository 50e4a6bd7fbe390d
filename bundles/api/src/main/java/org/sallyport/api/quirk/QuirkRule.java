/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.util.Map;

/**
 * What a rule sets, and why.
 *
 * @param name unique within the layer
 * @param values by switch
 * @param evidence client, version and source
 */
public record QuirkRule(QuirkLayer layer, String name, Map<Quirk<?>, QuirkValue> values, String evidence) {}
