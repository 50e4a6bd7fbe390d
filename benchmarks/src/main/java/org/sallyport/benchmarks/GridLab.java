/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Data in the grid, made and looked at by the web API of its node, beside all that is measured. */
final class GridLab {

    private static final Pattern FILE = Pattern.compile("\"filenode\"");
    /** Looking is work for the node too, so it is left alone four times as long as a look takes. */
    private static final int REST = 4;

    private static final long LIMIT_SECONDS = 170;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI node;
    private final String root;
    private final int largeSize;
    private final Map<String, String> directories = new LinkedHashMap<>();
    private long seed = System.nanoTime();

    /**
     * @param node the web API, with a slash at the end
     * @param root the capability of the directory that both servers show
     * @param largeSize of large files in bytes
     */
    GridLab(URI node, String root, int largeSize) {
        this.node = node;
        this.root = root;
        this.largeSize = largeSize;
    }

    int largeSize() {
        return largeSize;
    }

    private String send(String path, String method, byte[] body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(node.resolve(path))
                .header("Accept", "text/plain")
                .header("Content-Type", "application/octet-stream")
                .method(method, BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IOException("the node answered with " + response.statusCode());
            }
            return response.body().strip();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException(stop);
        }
    }

    private static String address(String capability) {
        return "uri/" + URLEncoder.encode(capability, StandardCharsets.UTF_8);
    }

    /** Makes a directory of that name in the root with so many files {@code f0}, {@code f1}, ... of new content. */
    void directory(String name, int files, int size) throws IOException {
        String directory = send("uri?t=mkdir", "POST", new byte[0]);
        directories.put(name, directory);
        Map<String, String> links = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(seed++);
        for (int i = 0; i < files; i++) {
            byte[] content = new byte[size];
            random.nextBytes(content);
            links.put("f" + i, send("uri?format=CHK", "PUT", content));
        }
        link(directory, links);
        link(root, Map.of(name, directory));
    }

    private void link(String directory, Map<String, String> links) throws IOException {
        StringBuilder json = new StringBuilder();
        links.forEach((name, capability) -> json.append(json.length() == 0 ? "{" : ",")
                .append(String.format(
                        "\"%s\":[\"%s\",{\"%s\":\"%s\"}]",
                        name,
                        capability.startsWith("URI:DIR2:") ? "dirnode" : "filenode",
                        capability.startsWith("URI:DIR2:") ? "rw_uri" : "ro_uri",
                        capability)));
        if (json.length() > 0) {
            byte[] body = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
            send(address(directory) + "?t=set_children&replace=false", "POST", body);
        }
    }

    /** Waits until a directory that was made here has so many files, as the grid says. */
    void awaitFiles(String name, int files) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            long began = System.nanoTime();
            String listing = send(address(directories.get(name)) + "?t=json", "GET", new byte[0]);
            if (FILE.matcher(listing).results().count() >= files) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("not stored in " + LIMIT_SECONDS + " s");
            }
            pause(REST * (System.nanoTime() - began));
        }
    }

    static void pause(long nanos) throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException(stop);
        }
    }
}
