/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.schedule;

/** One request on its way through the scheduler. */
public final class Operation {

    private final Work work;
    private final Claims.Declaration declaration;
    private final boolean prompt;
    private final boolean cleanup;
    private final int inputBytes;
    private final int replyBytes;
    private Claims claims;

    /** Claims that earlier operations still hold. These fields are guarded by the scheduler's lock. */
    int blockers;

    Lane lane;
    /** Whether it holds one of the workers that all sessions share. */
    boolean onSharedWorker;
    /** Whether the client got credit for its bytes before it ran. */
    boolean creditedEarly;

    private Operation(
            Work work,
            Claims.Declaration declaration,
            boolean prompt,
            boolean cleanup,
            int inputBytes,
            int replyBytes) {
        this.work = work;
        this.declaration = declaration;
        this.prompt = prompt;
        this.cleanup = cleanup;
        this.inputBytes = inputBytes;
        this.replyBytes = replyBytes;
    }

    /**
     * @param prompt whether it is quick enough for any thread
     * @param inputBytes what it came as; memory that it holds until it has run
     * @param replyBytes the most that its answer is likely to take
     */
    public static Operation request(
            Work work, Claims.Declaration declaration, boolean prompt, int inputBytes, int replyBytes) {
        return new Operation(work, declaration, prompt, false, inputBytes, replyBytes);
    }

    /** What has to be done after the session's end: never dropped, and bound by no limit. */
    public static Operation cleanup(Work work, Claims.Declaration declaration) {
        return new Operation(work, declaration, false, true, 0, 0);
    }

    Work work() {
        return work;
    }

    /** Declared when first asked for, which is never for what meets nothing to wait for. */
    Claims claims() {
        if (claims == null) {
            claims = new Claims();
            declaration.declare(claims);
        }
        return claims;
    }

    boolean isPrompt() {
        return prompt;
    }

    boolean isCleanup() {
        return cleanup;
    }

    int inputBytes() {
        return inputBytes;
    }

    int replyBytes() {
        return replyBytes;
    }

    Object laneKey() {
        return claims().list().isEmpty() ? this : claims().list().get(0).key();
    }
}
