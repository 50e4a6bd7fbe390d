/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.vfs2.FileSystemOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.metadata.internal.LocalFiles;
import org.sallyport.metadata.internal.MetadataComponent;
import org.sallyport.metadata.internal.TahoeMapper;
import org.sallyport.testing.grid.Gateway;
import org.sallyport.testing.grid.Grid;
import org.sallyport.testing.grid.GridExtension;
import org.sallyport.vfs.tahoe.TahoeFileProvider;
import org.sallyport.vfs.tahoe.TahoeOptions;

/**
 * As {@link ListingCost}, of a directory of a real grid, whose links have attributes of ours. Of the CPU only this side is counted, not the
 * node's. A measurement and no test.
 */
@ExtendWith(GridExtension.class)
@Timeout(900)
class GridListingCost extends TreeTestCase {

    private static final int FILES = 50_000;
    private static final String LINK = """
            "file-%d":["filenode",{"ro_uri":"URI:LIT:krugkidfnzsc4","metadata":{"sallyport":{"mode":420,"owner":"ann:staff"}}}]""";

    @TempDir
    private Path folder;

    private final Gateway gateway;
    private MetadataComponent metadata;

    GridListingCost(Grid grid) {
        gateway = grid.gateways().get(0);
    }

    @AfterEach
    void closeSidecar() {
        metadata.deactivate();
    }

    private String directory() throws IOException, InterruptedException {
        String children =
                IntStream.range(0, FILES).mapToObj(LINK::formatted).collect(Collectors.joining(",", "{", "}"));
        HttpResponse<String> made = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(gateway.uri() + "uri?t=mkdir-with-children"))
                                .POST(HttpRequest.BodyPublishers.ofString(children))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        return made.body().strip();
    }

    private static FileSystemOptions options(Map<String, String> of) {
        FileSystemOptions options = new FileSystemOptions();
        TahoeOptions.getInstance().setRoot(options, of.get("root"));
        TahoeOptions.getInstance().setGateways(options, URI.create(of.get("gateways")));
        return options;
    }

    @Test
    void isPrinted() throws Exception {
        metadata = new MetadataComponent(Map.of(), folder);
        world.use(new LocalFiles(metadata));
        world.use("tahoe", new TahoeMapper(metadata));
        world.provide("tahoe", new TahoeFileProvider(), GridListingCost::options);
        world.mount(
                "grid",
                Map.of(
                        "uri",
                        "tahoe:test/",
                        "path",
                        "/",
                        "journal",
                        "false",
                        "option.root",
                        directory(),
                        "option.gateways",
                        gateway.uri().toString()));
        ListingRatio.printHead();
        new ListingRatio(path("/"), FILES, 15).print("grid", session("ann"));
    }
}
