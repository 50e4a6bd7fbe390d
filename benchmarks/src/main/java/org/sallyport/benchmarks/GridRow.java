/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

/**
 * What is told of a grid's mount beside the grid's own frontend.
 *
 * @see GridWork
 */
enum GridRow {
    GET("get of a large file, never read before", 0.6),
    GET_AGAIN("the same again", 0.15),
    TAIL("64 KiB at the end of a large file, never read before", 0.1),
    PUT("put of a large file, acknowledged", 0.35),
    PUT_STORED("put of a large file, stored", 0.85),
    GET_SMALL("get of 50 files of 1 KB, never read before", 0.35),
    PUT_SMALL("put of 50 files of 1 KB, acknowledged", 0.1),
    PUT_SMALL_STORED("put of 50 files of 1 KB, stored", 0.5),
    PUT_SIXTEEN("put of 10 files of 1 KB by each of 16 sessions at once, acknowledged", 0.1),
    PUT_SIXTEEN_STORED("put of 10 files of 1 KB by each of 16 sessions at once, stored", 0.5),
    LIST("ls -l of 1,000 entries", 1),
    LIST_AGAIN("the same again", 0.2),
    STAT("2,000 STATs in a directory of 100 entries", 0.05),
    PUT_MANY("put of 1,000 files of 4 KB into one directory, acknowledged", 0.15),
    PUT_MANY_STORED("put of 1,000 files of 4 KB into one directory, stored", 0.15);

    private final String title;
    private final double goal;

    /** @param goal the most that the ratio is to be */
    GridRow(String title, double goal) {
        this.title = title;
        this.goal = goal;
    }

    String title() {
        return title;
    }

    double goal() {
        return goal;
    }
}
