/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.util.List;
import java.util.Locale;

/** Ratios as a bar chart in SVG: a group of bars for each work, the spread as a line over each bar. */
record Chart(String title, Comparison comparison) {

    private static final List<String> COLOURS =
            List.of("#7f7f7f", "#1f6fb4", "#e07b1a", "#3a9a4c", "#9a5fb8", "#c23b3b");
    private static final int LEFT = 260;
    private static final int WIDTH = 420;
    private static final int BAR = 11;
    private static final int TOP = 46;

    /** Ratios above are cut off, so that a slow peer does not flatten the others. */
    private static final double MOST = 3;

    String svg() {
        List<String> servers = comparison.servers();
        int group = servers.size() * BAR + 10;
        int height = TOP + comparison.works().size() * group + 30;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"11\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n<text x=\"10\" y=\"18\" font-size=\"13\">%s</text>%n",
                LEFT + WIDTH + 60,
                height,
                title));
        for (int i = 0; i < servers.size(); i++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"26\" width=\"9\" height=\"9\" fill=\"%s\"/><text x=\"%d\" y=\"35\">%s</text>%n",
                    10 + i * 130,
                    colour(i),
                    23 + i * 130,
                    servers.get(i)));
        }
        int y = TOP;
        for (String work : comparison.works()) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                    LEFT - 8,
                    y + group / 2,
                    work));
            for (int i = 0; i < servers.size(); i++) {
                bar(svg, y + i * BAR, colour(i), comparison.wall(work, servers.get(i)));
            }
            y += group;
        }
        for (double mark = 0; mark <= MOST; mark += 0.5) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%1$d\" x2=\"%1$d\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"%4$s\"/><text x=\"%1$d\" y=\"%5$d\" text-anchor=\"middle\">%6$.1f</text>%n",
                    x(mark),
                    TOP,
                    y,
                    mark == 1 ? "black" : "#dddddd",
                    y + 14,
                    mark));
        }
        return svg.append("</svg>\n").toString();
    }

    private static void bar(StringBuilder svg, int y, String colour, Comparison.Ratio ratio) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/><line x1=\"%d\" x2=\"%d\" y1=\"%6$d\" y2=\"%6$d\" stroke=\"black\"/><text x=\"%d\" y=\"%d\" font-size=\"9\">%.2f</text>%n"
                        .replace("%6$d", Integer.toString(y + BAR / 2)),
                LEFT,
                y,
                x(ratio.median()) - LEFT,
                BAR - 2,
                colour,
                x(ratio.least()),
                x(ratio.most()),
                x(Math.max(ratio.median(), ratio.most())) + 4,
                y + BAR - 2,
                ratio.median()));
    }

    private static int x(double ratio) {
        return LEFT + (int) Math.round(Math.min(ratio, MOST) / MOST * WIDTH);
    }

    private static String colour(int index) {
        return COLOURS.get(index % COLOURS.size());
    }
}
