/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.exec;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.metadata.FileAttributes;

/**
 * {@code md5sum} and its like, as the GNU programs print. Without an argument it is that of empty input, by which rclone finds out
 * whether there is such a program.
 */
final class Checksums implements Answer {

    private static final int BLOCK = 256 << 10;

    private final String algorithm;
    private final List<String> paths;

    Checksums(String algorithm, List<String> arguments) {
        this.algorithm = algorithm;
        this.paths = arguments.stream()
                .filter(argument -> !argument.equals("--") && !argument.equals("-b"))
                .toList();
    }

    @Override
    public String make(FileTree tree, BooleanSupplier isGivenUp) throws FileTreeException {
        if (paths.isEmpty()) {
            return line(digest().digest(), "-");
        }
        StringBuilder lines = new StringBuilder();
        for (String path : paths) {
            lines.append(line(digest(tree, path, isGivenUp), path));
        }
        return lines.toString();
    }

    private byte[] digest(FileTree tree, String path, BooleanSupplier isGivenUp) throws FileTreeException {
        MessageDigest digest = digest();
        OpenFile file = tree.open(Answer.path(tree, path), OpenOptions.READ, FileAttributes.EMPTY);
        try {
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            long position = 0;
            while (file.read(block, position) > 0) {
                if (isGivenUp.getAsBoolean()) {
                    throw new FileTreeException(Reason.CLOSED, "The session has ended");
                }
                position += block.position();
                digest.update(block.flip());
                block.clear();
            }
        } finally {
            file.close();
        }
        return digest.digest();
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String line(byte[] digest, String path) {
        String name = path.replace("\\", "\\\\").replace("\n", "\\n");
        return (name.equals(path) ? "" : "\\") + HexFormat.of().formatHex(digest) + "  " + name + "\n";
    }
}
