/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.karaf.jdk24;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.security.PrivilegedAction;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.concurrent.atomic.AtomicReference;
import javax.security.auth.Subject;
import org.junit.jupiter.api.Test;

class SubjectWeaverTest {

    private static Class<?> woven(Class<?> original) throws IOException {
        byte[] classFile;
        try (InputStream in = original.getResourceAsStream(
                original.getName().substring(original.getPackageName().length() + 1) + ".class")) {
            classFile = SubjectWeaver.weave(in.readAllBytes());
        }
        return new ClassLoader(original.getClassLoader()) {
            Class<?> define() {
                return defineClass(original.getName(), classFile, 0, classFile.length);
            }
        }.define();
    }

    @Test
    void wovenCallsAskForTheSubjectOfTheThread() throws Exception {
        Method current = woven(Caller.class).getDeclaredMethod("current");
        Subject subject = new Subject();
        assertThat(current.invoke(null)).isNull();
        Object seen = Subjects.doAs(subject, (PrivilegedExceptionAction<Object>) () -> current.invoke(null));
        assertThat(seen).isSameAs(subject);
        assertThat(current.invoke(null)).isNull();
    }

    @Test
    void threadsInheritTheSubject() throws InterruptedException {
        Subject subject = new Subject();
        AtomicReference<Subject> seen = new AtomicReference<>();
        Thread thread = Subjects.doAs(
                subject, (PrivilegedAction<Thread>) () -> new Thread(() -> seen.set(Subjects.current(null))));
        thread.start();
        thread.join();
        assertThat(seen.get()).isSameAs(subject);
    }

    @Test
    void exceptionsKeepTheirKind() {
        assertThatThrownBy(() -> Subjects.doAs(new Subject(), (PrivilegedExceptionAction<Void>) () -> {
                    throw new IOException("checked");
                }))
                .isInstanceOf(PrivilegedActionException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> Subjects.doAs(new Subject(), (PrivilegedExceptionAction<Void>) () -> {
                    throw new IllegalStateException("unchecked");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Subjects.current(null)).isNull();
    }

    /** Calls what throws on JDK 24 and later unless it is woven. */
    public static final class Caller {

        private Caller() {}

        @SuppressWarnings("removal")
        public static Subject current() {
            return Subject.getSubject(java.security.AccessController.getContext());
        }
    }
}
