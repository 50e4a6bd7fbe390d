/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.LocalMetadataMapper;

/** Reads and changes local files by whatever their file system offers: POSIX attributes, or the common ones. */
@Component(service = LocalMetadataMapper.class)
public final class LocalFiles implements LocalMetadataMapper {

    private final Accounts accounts;
    private final UnixReader unixReader;
    private final BasicReader basicReader;
    private final LocalWriter writer;

    @Activate
    public LocalFiles(@Reference MetadataComponent component) {
        this(component.accounts());
    }

    LocalFiles(Accounts accounts) {
        this.accounts = accounts;
        this.unixReader = new UnixReader(accounts);
        this.basicReader = new BasicReader();
        this.writer = new LocalWriter(accounts, unixReader);
    }

    @Override
    public FileAttributes read(Path path, boolean followLinks, Set<Attribute> wanted) throws IOException {
        return isUnix(path) ? unixReader.read(path, followLinks, wanted) : basicReader.read(path, followLinks, wanted);
    }

    @Override
    public Set<Attribute> write(Path path, boolean followLinks, FileAttributes changes) throws IOException {
        return writer.write(path, followLinks, changes);
    }

    @Override
    public List<Optional<String>> userNames(List<Integer> uids) {
        return lookUp(uids, accounts::userName);
    }

    @Override
    public List<Optional<String>> groupNames(List<Integer> gids) {
        return lookUp(gids, accounts::groupName);
    }

    @Override
    public int userNumber(String name) {
        return accounts.userNumber(name);
    }

    @Override
    public int groupNumber(String name) {
        return accounts.groupNumber(name);
    }

    @Override
    public Optional<String> groupOf(Set<String> roles) {
        return accounts.configured().group(roles);
    }

    private static List<Optional<String>> lookUp(List<Integer> ids, IntFunction<Optional<String>> service) {
        return ids.stream().map(id -> service.apply(id)).toList();
    }

    static boolean isUnix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }
}
