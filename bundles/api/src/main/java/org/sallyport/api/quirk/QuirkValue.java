/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

/**
 * A value of a switch.
 *
 * @param text as configuration spells it
 * @param value of the switch's type
 */
public record QuirkValue(String text, Object value) {}
