/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.LocalMetadataMapper;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.KnownQuirks;
import org.sallyport.api.quirk.MountQuirks;
import org.sallyport.api.quirk.Phase;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.QuirkValue;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.filetree.internal.store.NewModes;

/**
 * The whole configuration of a mount, checked.
 *
 * @param path where it is in the sessions' trees
 * @param uri of the store; <code>{user}</code> stands for the user's name
 * @param create whether a local folder is made if it is not there
 * @param users who sees it by name
 * @param roles who sees it by role; with {@code users} empty too, everybody does
 * @param home where sessions begin, if this is the mount that says so
 * @param mostBytes 0 means any number
 * @param mostFiles 0 means any number
 * @param newModes permissions of new files and directories
 * @param shown instead of what the store tells
 * @param journal whether uploads go through the journal, if the store is no local folder
 * @param quirks switches for paths of this mount
 * @param options for the provider of the store
 */
public record MountSettings(
        String name,
        VirtualPath path,
        String uri,
        boolean create,
        List<String> users,
        List<String> roles,
        boolean readOnly,
        String home,
        long mostBytes,
        long mostFiles,
        NewModes newModes,
        ShownAttributes shown,
        boolean journal,
        MountQuirks quirks,
        Map<String, String> options) {

    private static final String QUIRKS = "quirks.";
    /** Switches that have keys of their own, since every mount decides about them. */
    private static final List<Quirk<?>> WITH_KEYS = List.of(
            SftpQuirks.UPLOAD,
            SftpQuirks.SYNC,
            SftpQuirks.BROKEN_UPLOAD,
            SftpQuirks.CLOSE_REPLY,
            SftpQuirks.FSYNC_REPLY);

    private static final String USER = "{user}";
    private static final String LOCAL = "file:";
    private static final Pattern PASSWORD = Pattern.compile("(://[^/:@]*):[^/]*@");
    private static final String UNRESERVED = "-._~";

    static MountSettings read(Map<String, ?> configuration) throws InvalidConfigurationException {
        ConfigurationReader reader = new ConfigurationReader(configuration);
        MountSettings settings = new MountSettings(
                reader.instanceName(),
                reader.value("path", VirtualPath.ROOT, "a path such as / or /projects", VirtualPath::of),
                uri(reader),
                reader.bool("create", false),
                reader.list("users", List.of()),
                reader.list("roles", List.of()),
                reader.bool("read-only", false),
                reader.text("home", ""),
                reader.size("quota-bytes", 0),
                reader.size("quota-files", 0),
                new NewModes(mode(reader, "umask", 022), mode(reader, "forced-mode", 0)),
                ShownAttributes.read(reader),
                reader.bool("journal", true),
                quirks(reader),
                reader.group("option."));
        reader.finish();
        return settings;
    }

    private static int mode(ConfigurationReader reader, String key, int otherwise) {
        return reader.value(key, otherwise, "an octal number from 000 to 777", MountSettings::permissions);
    }

    /** @throws IllegalArgumentException if a text is no octal number from 000 to 777 */
    static int permissions(String text) {
        int bits = Integer.parseInt(text, 8);
        if (bits < 0 || bits > 0777) {
            throw new IllegalArgumentException(text);
        }
        return bits;
    }

    /** Switches, those with keys of their own among them; a value that could have no effect here is refused. */
    private static MountQuirks quirks(ConfigurationReader reader) {
        Map<Quirk<?>, QuirkValue> values = new LinkedHashMap<>();
        Map<String, String> named = reader.group(QUIRKS);
        for (Quirk<?> quirk : decidedByPath()) {
            if (named.remove(quirk.name()) != null) {
                take(reader, QUIRKS + quirk.name(), quirk, values);
            }
        }
        named.forEach((unknown, value) -> reader.problem(
                QUIRKS + unknown,
                value,
                "one of "
                        + String.join(
                                ", ", decidedByPath().stream().map(Quirk::name).toList())));
        for (Quirk<?> quirk : WITH_KEYS) {
            take(reader, quirk.name(), quirk, values);
        }
        return new MountQuirks(reader.instanceName(), Map.copyOf(values));
    }

    private static List<Quirk<?>> decidedByPath() {
        return KnownQuirks.ALL.stream()
                .filter(quirk -> quirk.phase() == Phase.PATH)
                .toList();
    }

    private static void take(ConfigurationReader reader, String key, Quirk<?> quirk, Map<Quirk<?>, QuirkValue> values) {
        QuirkValue value = reader.value(key, null, quirk.valid(), quirk::read);
        if (value != null) {
            values.put(quirk, value);
        }
    }

    private static String uri(ConfigurationReader reader) {
        String uri = reader.requiredText(
                "uri", "the URI of a store, such as file:///srv/data, ram:/// or zip:file:///srv/a.zip");
        if (!uri.isEmpty() && uri.indexOf(':') <= 0) {
            reader.problem("uri", uri, "a URI with a scheme, such as file:///srv/data");
        } else if (uri.startsWith(LOCAL) && !isFolder(uri)) {
            reader.problem(
                    "uri",
                    uri,
                    "file:// and the absolute path of a folder, in which a space is %20, a percent sign %25 and a question mark %3F, such as file:///srv/my%20data");
        }
        return uri;
    }

    /** What Commons VFS makes of other forms is not what they look like, or fails when users come. */
    private static boolean isFolder(String uri) {
        try {
            folder(uri.replace(USER, "user"));
            return true;
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    /**
     * The folder of a {@code file:} URI.
     *
     * @throws IllegalArgumentException if it is not one of an absolute path
     */
    static Path folder(String uri) {
        return Path.of(URI.create(URI.create(uri).toASCIIString()));
    }

    /** Whether the store is a folder on this server. */
    boolean isLocal() {
        return uri.startsWith(LOCAL);
    }

    /** Whether each user has a store of his own. */
    boolean isPerUser() {
        return uri.contains(USER);
    }

    /** The scheme of the outermost layer of the URI. */
    String scheme() {
        return uri.substring(0, uri.indexOf(':'));
    }

    /** What all users' stores are in: the URI without password up to the folder in which they differ, or the whole of it. */
    String sharedUri() {
        String shown = shownUri();
        int user = shown.indexOf(USER);
        return user < 0 ? shown : shown.substring(0, shown.lastIndexOf('/', user) + 1);
    }

    /** The local folder that all users' stores are in. */
    Path sharedFolder() {
        return folder(sharedUri());
    }

    /** Who is to see it. */
    Set<MountClaim> claims() {
        Set<MountClaim> claims = new LinkedHashSet<>();
        users.forEach(user -> claims.add(new MountClaim(path, MountClaim.Kind.USER, user)));
        roles.forEach(role -> claims.add(new MountClaim(path, MountClaim.Kind.ROLE, role)));
        if (claims.isEmpty()) {
            claims.add(new MountClaim(path, MountClaim.Kind.EVERYBODY, ""));
        }
        return claims;
    }

    /**
     * The URI for a user, whose name becomes exactly one name of the path.
     *
     * @throws IllegalArgumentException for a user whose name cannot be one
     */
    public String uriFor(String user) {
        if (!uri.contains(USER)) {
            return uri;
        }
        if (!VirtualPath.isName(user)) {
            throw new IllegalArgumentException("a user whose name cannot be the name of a folder");
        }
        return uri.replace(USER, encode(user));
    }

    private static String encode(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", b));
            }
        }
        return encoded.toString();
    }

    /** What decides whether two mounts can share an open store. */
    record StoreKey(
            String uri,
            Map<String, String> options,
            long mostBytes,
            long mostFiles,
            NewModes newModes,
            boolean create,
            boolean journal) {}

    StoreKey storeKey(String user) {
        return new StoreKey(uriFor(user), options, mostBytes, mostFiles, newModes, create, journal);
    }

    /** Whether this is the key of a store of this mount, for some user. */
    boolean leadsTo(StoreKey key) {
        int user = uri.indexOf(USER);
        boolean fits = user < 0
                ? uri.equals(key.uri())
                : key.uri().startsWith(uri.substring(0, user))
                        && key.uri().endsWith(uri.substring(uri.lastIndexOf(USER) + USER.length()));
        return fits && key.equals(new StoreKey(key.uri(), options, mostBytes, mostFiles, newModes, create, journal));
    }

    /** What this mount makes of what its store tells of files, for a user. */
    public UnaryOperator<FileAttributes> shownTo(String user, Set<String> rolesOfUser, LocalMetadataMapper accounts) {
        UnaryOperator<FileAttributes> told =
                shown.isNone() ? UnaryOperator.identity() : shown.to(user, rolesOfUser, accounts);
        return readOnly ? of -> withoutWrite(told.apply(of)) : told;
    }

    private static FileAttributes withoutWrite(FileAttributes told) {
        return told.has(Attribute.PERMISSIONS)
                ? told.toBuilder().permissions(told.permissions() & 07555).build()
                : told;
    }

    /** Whether this mount shows anything else than its store tells. */
    public boolean showsOtherwise() {
        return readOnly || !shown.isNone();
    }

    /** The URI as configured, without password. */
    String shownUri() {
        return PASSWORD.matcher(uri).replaceAll("$1:***@");
    }

    /** The settings, for people. */
    Map<String, String> described() {
        Map<String, String> described = new TreeMap<>();
        described.put("create", Boolean.toString(create));
        described.put("quota-bytes", Long.toString(mostBytes));
        described.put("quota-files", Long.toString(mostFiles));
        described.put("umask", String.format("%03o", newModes.umask()));
        if (newModes.forced() != 0) {
            described.put("forced-mode", String.format("%03o", newModes.forced()));
        }
        shown.describe(described);
        if (!home.isEmpty()) {
            described.put("home", home);
        }
        if (!isLocal()) {
            described.put("journal", Boolean.toString(journal));
        }
        quirks.values().forEach((quirk, value) -> described.put(QUIRKS + quirk.name(), value.text()));
        Set<String> optionNames = options.keySet();
        optionNames.forEach(option -> described.put("option." + option, "(set)"));
        return described;
    }
}
