/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.sallyport.benchmarks.client.SftpClient;

/** The works that are measured on a grid, each timed inside one session. */
enum GridWork {
    LARGE {
        @Override
        void prepare(GridLab lab, String directory) throws IOException {
            lab.directory(directory, 1, lab.largeSize());
        }

        @Override
        void run(SftpClient sftp, String path, Session session) throws IOException {
            String file = path + "/f0";
            int size = session.lab().largeSize();
            session.time(GridRow.GET, () -> Work.get(sftp, file, size));
            session.time(GridRow.GET_AGAIN, () -> Work.get(sftp, file, size));
        }
    },
    TAIL {
        @Override
        void prepare(GridLab lab, String directory) throws IOException {
            lab.directory(directory, 1, lab.largeSize());
        }

        @Override
        void run(SftpClient sftp, String path, Session session) throws IOException {
            session.time(GridRow.TAIL, () -> {
                sftp.open(path + "/f0", SftpClient.READ);
                byte[] handle = sftp.takeHandle();
                for (int left = TAIL_BLOCKS; left > 0; left--) {
                    sftp.read(handle, session.lab().largeSize() - (long) left * Work.BLOCK, Work.BLOCK);
                }
                for (int left = TAIL_BLOCKS; left > 0; left--) {
                    sftp.expect(SftpClient.DATA);
                }
                Work.close(sftp, handle);
            });
        }
    },
    PUT {
        @Override
        void run(SftpClient sftp, String path, Session session) throws IOException {
            byte[] content = session.newContent(session.lab().largeSize());
            session.timeStored(GridRow.PUT, GridRow.PUT_STORED, 1, () -> Work.put(sftp, path + "/f0", content));
        }
    },
    SMALL {
        @Override
        void prepare(GridLab lab, String directory) throws IOException {
            lab.directory(directory, FEW, 1000);
        }

        @Override
        void run(SftpClient sftp, String path, Session session) throws IOException {
            session.time(GridRow.GET_SMALL, () -> {
                for (int i = 0; i < FEW; i++) {
                    Work.getSmall(sftp, path + "/f" + i, 1000);
                }
            });
        }
    },
    PUT_SMALL {
        @Override
        void run(SftpClient sftp, String path, Session session) throws IOException {
            putSmall(sftp, path, session, FEW, 1000, GridRow.PUT_SMALL, GridRow.PUT_SMALL_STORED);
        }
    },
    LIST {
        @Override
        void prepare(GridLab lab, String directory) throws IOException {
            lab.directory(directory, MANY, 40);
        }

        @Override
        void run(SftpClient sftp, String path, Session session) throws IOException {
            session.time(GridRow.LIST, () -> Work.list(sftp, path, MANY));
            session.time(GridRow.LIST_AGAIN, () -> Work.list(sftp, path, MANY));
        }
    },
    STAT {
        @Override
        void prepare(GridLab lab, String directory) throws IOException {
            lab.directory(directory, 100, 40);
        }

        @Override
        void run(SftpClient sftp, String path, Session session) throws IOException {
            session.time(GridRow.STAT, () -> {
                for (int i = 0; i < 2000; i++) {
                    sftp.path(Work.STAT_TYPE, path + "/f" + i % 100);
                    sftp.expect(SftpClient.ATTRS);
                }
            });
        }
    },
    PUT_SIXTEEN {
        @Override
        void run(SftpClient sftp, String path, Session session) throws IOException {
            byte[] contents = session.newContent(SESSIONS * EACH * SIZE);
            List<SftpClient> sessions = session.more(SESSIONS);
            session.timeStored(
                    GridRow.PUT_SIXTEEN,
                    GridRow.PUT_SIXTEEN_STORED,
                    SESSIONS * EACH,
                    () -> Target.each(sessions, one -> {
                        for (int i = sessions.indexOf(one) * EACH, last = i + EACH; i < last; i++) {
                            Work.put(one, path + "/f" + i, Arrays.copyOfRange(contents, i * SIZE, (i + 1) * SIZE));
                        }
                    }));
        }
    },
    PUT_MANY {
        @Override
        void run(SftpClient sftp, String path, Session session) throws IOException {
            putSmall(sftp, path, session, MANY, 4096, GridRow.PUT_MANY, GridRow.PUT_MANY_STORED);
        }
    };

    static final int FEW = 50;
    private static final int MANY = 1000;
    private static final int TAIL_BLOCKS = 2;
    private static final int SESSIONS = 16;
    private static final int EACH = 10;
    private static final int SIZE = 1000;

    /** Something that is timed. */
    @FunctionalInterface
    interface Action {

        void run() throws IOException;
    }

    /** One session of a client with one server. */
    interface Session {

        GridLab lab();

        /** More sessions with the same server, which end with this one. */
        List<SftpClient> more(int count) throws IOException;

        /** Content that no grid has seen. */
        byte[] newContent(int size);

        void time(GridRow row, Action action) throws IOException;

        /** Times until the action is done, and until the directory has so many files in the grid. */
        void timeStored(GridRow acknowledged, GridRow stored, int files, Action action) throws IOException;
    }

    /** Whether it ends when content is stored, so that it matters when CLOSE is answered. */
    boolean uploads() {
        return this == PUT || this == PUT_SMALL || this == PUT_SIXTEEN || this == PUT_MANY;
    }

    /** Makes a directory with what the work needs. */
    void prepare(GridLab lab, String directory) throws IOException {
        lab.directory(directory, 0, 0);
    }

    /** @param path of the directory as the server shows it */
    abstract void run(SftpClient sftp, String path, Session session) throws IOException;

    static void putSmall(
            SftpClient sftp, String path, Session session, int files, int size, GridRow acknowledged, GridRow stored)
            throws IOException {
        byte[] contents = session.newContent(files * size);
        session.timeStored(acknowledged, stored, files, () -> {
            byte[] content = new byte[size];
            for (int i = 0; i < files; i++) {
                System.arraycopy(contents, i * size, content, 0, size);
                Work.put(sftp, path + "/f" + i, content);
            }
        });
    }
}
