/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.service;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.ServerSession;
import org.sallyport.sshd.internal.auth.service.PasswordConversation.Prompt;

/**
 * The questions of one keyboard-interactive attempt (RFC 4256). The first, for the password, is asked before any thread waits for it;
 * only a realm that asks for more has a thread wait.
 */
final class Prompts {

    private static final int PATIENCE_SECONDS = 60;
    private static final List<char[]> ABANDONED = new ArrayList<>();

    private final ServerSession session;
    private final LoginThreads threads;
    private final BlockingQueue<List<char[]>> answers = new ArrayBlockingQueue<>(2);
    private int expected = 1;
    private boolean outstanding;
    private boolean waiting;
    private boolean abandoned;

    Prompts(ServerSession session, LoginThreads threads) {
        this.session = session;
        this.threads = threads;
    }

    void askPassword() throws IOException {
        send("", List.of(new Prompt("Password: ", false)));
    }

    /** Asks and waits; for {@link PasswordConversation}. */
    List<char[]> ask(String instruction, List<Prompt> prompts) throws IOException {
        if (!threads.conversations().tryAcquire()) {
            throw new IOException("too many conversations at once");
        }
        try {
            synchronized (this) {
                if (abandoned) {
                    throw new IOException("abandoned");
                }
                waiting = true;
                expected = prompts.size();
            }
            send(instruction, prompts);
            List<char[]> answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null || answer == ABANDONED) {
                throw new IOException("no answer came");
            }
            return answer;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("no answer came", interrupted);
        } finally {
            synchronized (this) {
                waiting = false;
            }
            threads.conversations().release();
        }
    }

    private void send(String instruction, List<Prompt> prompts) throws IOException {
        synchronized (this) {
            outstanding = true;
        }
        Buffer request = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST, 256);
        request.putString("");
        request.putString(instruction);
        request.putString("");
        request.putInt(prompts.size());
        for (Prompt prompt : prompts) {
            request.putString(prompt.text());
            request.putBoolean(prompt.echo());
        }
        session.writePacket(request);
    }

    /** Whether an answer is expected: each question takes one. */
    synchronized boolean isOutstanding() {
        return outstanding;
    }

    /**
     * Reads SSH_MSG_USERAUTH_INFO_RESPONSE behind its message number.
     *
     * @return the answers, or empty ones if their number is wrong
     */
    synchronized List<char[]> read(Buffer buffer) {
        outstanding = false;
        long count = buffer.getUInt();
        if (count != expected) {
            return List.of();
        }
        List<char[]> read = new ArrayList<>();
        for (int i = 0; i < expected; i++) {
            read.add(PasswordCheck.decode(buffer.getBytes()));
        }
        return read;
    }

    /** Hands answers to the thread that waits for them; false if none does. */
    synchronized boolean answer(List<char[]> read) {
        if (!waiting) {
            return false;
        }
        waiting = false;
        return answers.offer(read.isEmpty() ? ABANDONED : read);
    }

    /** The client has begun another attempt, or is gone (RFC 4252, section 5.1). */
    synchronized void abandon() {
        abandoned = true;
        waiting = false;
        answers.offer(ABANDONED);
    }

    synchronized boolean isAbandoned() {
        return abandoned;
    }
}
