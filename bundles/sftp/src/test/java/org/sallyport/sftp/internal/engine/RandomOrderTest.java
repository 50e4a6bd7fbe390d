/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import static org.assertj.core.api.Assertions.fail;
import static org.sallyport.sftp.harness.Requests.CREAT;
import static org.sallyport.sftp.harness.Requests.READ;
import static org.sallyport.sftp.harness.Requests.WRITE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.sftp.harness.Packet;
import org.sallyport.sftp.harness.Reply;
import org.sallyport.sftp.harness.Requests;
import org.sallyport.sftp.harness.SftpHarness;

/**
 * Whatever is pipelined, every answer is the one that the same requests get one after the other: random requests on a few names
 * and handles, against a store whose calls take random times.
 */
class RandomOrderTest {

    private static final int REQUESTS = 400;
    private static final List<String> FILES = List.of("f", "g", "d/x", "d/y", "e/x");
    private static final List<String> DIRECTORIES = List.of("d", "e", "d/s");

    /** One side of the comparison: a session with the same files and handles as the other. */
    private static final class Side implements AutoCloseable {

        private final SftpHarness harness = new SftpHarness();
        private final Requests requests = new Requests(harness);
        private final List<byte[]> writing = new ArrayList<>();
        private final List<byte[]> reading = new ArrayList<>();
        private final List<byte[]> listing = new ArrayList<>();

        private Side() {
            harness.start(3);
            harness.tree().directory("d").directory("e");
            FILES.forEach(file -> harness.tree().file(file, "content of " + file));
            for (int i = 0; i < 3; i++) {
                FILES.forEach(file -> {
                    writing.add(requests.opened(file, READ | WRITE));
                    reading.add(requests.opened(file, READ));
                });
                listing.add(requests.openedDirectory("d"));
                listing.add(requests.openedDirectory("."));
            }
        }

        @Override
        public void close() {
            harness.close();
        }
    }

    /** A request and what it is, for when an answer differs. */
    private record Step(String text, Function<Side, Packet> packet) {

        private Packet apply(Side side) {
            return packet.apply(side);
        }
    }

    private static List<Step> script(Random random) {
        List<Step> script = new ArrayList<>();
        for (int id = 1; id <= REQUESTS; id++) {
            script.add(request(random, id));
        }
        return script;
    }

    private static Step request(Random random, int id) {
        int handle = random.nextInt(3 * FILES.size());
        String file = FILES.get(random.nextInt(FILES.size()));
        String other = FILES.get(random.nextInt(FILES.size()));
        String directory = DIRECTORIES.get(random.nextInt(DIRECTORIES.size()));
        String otherDirectory = DIRECTORIES.get(random.nextInt(DIRECTORIES.size()));
        int number = random.nextInt(40);
        return switch (random.nextInt(18)) {
            case 0, 1, 2 ->
                step(
                        "write",
                        handle,
                        number,
                        side -> side.requests.write(id, side.writing.get(handle), number, new byte[number]));
            case 3, 4 ->
                step(
                        "read",
                        handle,
                        number / 2,
                        side -> side.requests.read(id, side.reading.get(handle), number / 2, 1000));
            case 5 -> step("fstat", handle, "", side -> side.requests.fstat(id, side.reading.get(handle)));
            case 6, 7 -> step("stat", file, "", side -> side.requests.stat(id, file));
            case 8 -> step("setsize", file, number, side -> side.requests.setSize(id, file, number));
            case 9 ->
                step("fsetsize", handle, number, side -> side.requests.setSize(id, side.writing.get(handle), number));
            case 10, 11 -> step("rename", file, other, side -> side.requests.rename(id, file, other));
            case 12 -> step("remove", file, "", side -> side.requests.remove(id, file));
            case 13 -> step("open", file, "", side -> side.requests.open(id, file, WRITE | CREAT));
            case 14 -> step("mkdir", directory, "", side -> side.requests.mkdir(id, directory));
            case 15 -> step("rmdir", directory, "", side -> side.requests.rmdir(id, directory));
            case 16 ->
                number < 4
                        ? step(
                                "rename",
                                directory,
                                otherDirectory,
                                side -> side.requests.rename(id, directory, otherDirectory))
                        : step("lstat", directory, "", side -> side.requests.lstat(id, directory));
            default ->
                number < 10
                        ? step("close", handle, "", side -> side.requests.close(id, side.writing.get(handle)))
                        : step(
                                "readdir",
                                number % 6,
                                "",
                                side -> side.requests.readdir(id, side.listing.get(number % side.listing.size())));
        };
    }

    private static Step step(String what, Object on, Object argument, Function<Side, Packet> packet) {
        return new Step(what + " " + on + " " + argument, packet);
    }

    private static String told(List<Step> script, int last) {
        return IntStream.rangeClosed(1, last)
                .mapToObj(id -> id + " " + script.get(id - 1).text())
                .collect(Collectors.joining("\n"));
    }

    private static String answer(Reply reply) {
        return switch (reply.type()) {
            case Reply.HANDLE -> "handle";
            case Reply.NAME ->
                reply.namesV3().stream().map(Reply.Name::name).collect(Collectors.joining(",", "names ", ""));
            case Reply.ATTRS -> "size " + reply.sizeV3();
            case Reply.DATA -> "data " + reply.dataText();
            default -> "status " + reply.status();
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void pipeliningChangesNoAnswer(long seed) {
        List<Step> script = script(new Random(seed));
        Map<Integer, String> oneByOne = new HashMap<>();
        Map<Integer, String> pipelined = new HashMap<>();
        try (Side side = new Side()) {
            for (Step request : script) {
                Reply reply = side.harness.ask(request.apply(side));
                oneByOne.put(reply.id(), answer(reply));
            }
        }
        try (Side side = new Side()) {
            side.harness.tree().gates().delayAtRandom(seed);
            side.harness.sendTogether(
                    script.stream().map(request -> request.apply(side)).toList());
            for (int i = 0; i < REQUESTS; i++) {
                Reply reply = side.harness.next();
                pipelined.put(reply.id(), answer(reply));
            }
        }
        for (int id = 1; id <= REQUESTS; id++) {
            if (!pipelined.get(id).equals(oneByOne.get(id))) {
                fail("%d is %s instead of %s in%n%s", id, pipelined.get(id), oneByOne.get(id), told(script, id));
            }
        }
    }
}
