/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.nio.file.Path;
import java.util.Map;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.InvalidConfigurationException;

/**
 * The whole configuration of the mappers, checked.
 *
 * @param sidecar whether anything is kept beside stores
 * @param folder where
 * @param identities names, numbers and roles
 */
record MetadataSettings(boolean sidecar, Path folder, Identities identities) {

    /** @param data folder of what the server keeps */
    static MetadataSettings read(Map<String, ?> configuration, Path data) throws InvalidConfigurationException {
        ConfigurationReader reader = new ConfigurationReader(configuration);
        MetadataSettings settings = new MetadataSettings(
                reader.bool("sidecar", true),
                reader.value("folder", data.resolve("sallyport/metadata"), "the path of a folder", Path::of),
                Identities.read(reader));
        reader.finish();
        return settings;
    }

    boolean keepsWhere(MetadataSettings other) {
        return sidecar == other.sidecar && folder.equals(other.folder);
    }
}
