/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.bundle;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;

/** Reads which classes a class file names in its constant pool (Java virtual machine specification, section 4.4). */
final class ClassReferences {

    private ClassReferences() {}

    /** Binary names, such as {@code java.util.Map$Entry}; arrays are left out. */
    static Set<String> in(InputStream classFile) throws IOException {
        DataInputStream in = new DataInputStream(classFile);
        in.skipNBytes(8);
        int count = in.readUnsignedShort();
        String[] texts = new String[count];
        int[] classes = new int[count];
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[i] = in.readUTF();
                case 7 -> classes[i] = in.readUnsignedShort();
                case 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                default -> throw new IOException("unknown constant " + tag + " in a class file");
            }
        }
        Set<String> names = new TreeSet<>();
        for (int index : classes) {
            if (index != 0 && !texts[index].startsWith("[")) {
                names.add(texts[index].replace('/', '.'));
            }
        }
        return names;
    }
}
