/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.hostkey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.sallyport.api.server.HostKeyDirectory;

/** The keys in {@code etc/sallyport/hostkeys}, which listeners use that name no others. */
@Component(service = {HostKeyDirectory.class, DefaultHostKeys.class})
public final class DefaultHostKeys implements HostKeyDirectory {

    private final Path folder;

    @Activate
    public DefaultHostKeys() {
        this(Path.of(System.getProperty("karaf.etc", "etc"), "sallyport", "hostkeys"));
    }

    /** @param folder made when the first key is */
    public DefaultHostKeys(Path folder) {
        this.folder = folder;
    }

    /** The folder, with at least one key in it. */
    public synchronized Path folder() throws IOException {
        HostKeyFiles.makeMissing(folder);
        return folder;
    }

    @Override
    public List<HostKeyInfo> hostKeys() {
        try {
            return HostKeyFiles.load(List.of(folder()), "").stream()
                    .map(key -> new HostKeyInfo(key.type(), key.fingerprint(), key.file()))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public synchronized Path generate(String type, boolean replace) throws IOException {
        return HostKeyFiles.generate(folder, type, replace);
    }
}
