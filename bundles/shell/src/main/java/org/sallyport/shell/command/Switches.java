/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.HashMap;
import java.util.Map;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.filetree.MountInfo;
import org.sallyport.api.quirk.KnownQuirks;
import org.sallyport.api.quirk.MountQuirks;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.QuirkValue;

/** Switches as commands name them. */
final class Switches {

    private Switches() {}

    /** @throws IllegalArgumentException that says which there are */
    static Quirk<?> find(String name) {
        return KnownQuirks.named(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no switch " + name + "; there are "
                        + String.join(
                                ", ", KnownQuirks.ALL.stream().map(Quirk::name).toList())));
    }

    /** @throws IllegalArgumentException that says what would be valid */
    static QuirkValue read(Quirk<?> quirk, String value) {
        try {
            return quirk.read(value);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(quirk + " = " + value + ": valid is " + quirk.valid(), malformed);
        }
    }

    /** What the configuration of a mount sets for its paths. */
    static MountQuirks ofMount(MountInfo mount) {
        Map<Quirk<?>, QuirkValue> values = new HashMap<>();
        for (Quirk<?> quirk : KnownQuirks.ALL) {
            String text = mount.settings().get("quirks." + quirk.name());
            if (text != null) {
                values.put(quirk, quirk.read(text));
            }
        }
        return new MountQuirks(mount.name(), values);
    }

    static String spell(Object value) {
        return value instanceof Enum<?> constant ? ConfigurationReader.spell(constant) : value.toString();
    }
}
