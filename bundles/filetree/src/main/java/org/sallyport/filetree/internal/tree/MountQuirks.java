/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.SftpQuirks;

/** The session's switches with those of a mount's configuration, which were checked with it, over them. */
final class MountQuirks implements Quirks {

    private final Quirks session;
    private final String mount;
    private final Map<Quirk<?>, Object> values = new HashMap<>();

    private MountQuirks(Quirks session, String mount) {
        this.session = session;
        this.mount = mount;
    }

    static Quirks of(Quirks session, String mount, Map<String, String> overrides) {
        if (overrides.isEmpty()) {
            return session;
        }
        MountQuirks quirks = new MountQuirks(session, mount);
        for (Quirk<?> quirk : SftpQuirks.ALL) {
            String value = overrides.get(quirk.name());
            if (value != null) {
                quirks.values.put(quirk, quirk.parser().apply(value));
            }
        }
        return quirks;
    }

    @Override
    public <T> T get(Quirk<T> quirk) {
        Object own = values.get(quirk);
        return own == null ? session.get(quirk) : quirk.type().cast(own);
    }

    @Override
    public void exercised(Quirk<?> quirk) {
        session.exercised(quirk);
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(session.settings());
        values.forEach((quirk, value) -> settings.add(
                new Setting(quirk.name(), value.toString(), "mount", mount, "the mount's configuration", 0)));
        return settings;
    }
}
