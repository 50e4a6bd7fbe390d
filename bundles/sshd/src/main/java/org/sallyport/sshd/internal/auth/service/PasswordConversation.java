/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.service;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.TextInputCallback;
import javax.security.auth.callback.TextOutputCallback;
import javax.security.auth.callback.UnsupportedCallbackException;

/**
 * Answers a JAAS module: with the user's name, with the password that has come already, and by asking the user for anything more where
 * the method can.
 */
final class PasswordConversation implements CallbackHandler {

    private final String user;
    private final char[] password;
    private final Prompter prompter;
    private final List<String> instructions = new ArrayList<>();
    private String passwordPrompt;
    private boolean unanswered;

    /** Asks the user. */
    @FunctionalInterface
    interface Prompter {

        /**
         * @param instruction may be empty
         * @return one answer for each prompt
         * @throws IOException if no answers come
         */
        List<char[]> ask(String instruction, List<Prompt> prompts) throws IOException;
    }

    /** @param echo whether the client may show what is typed */
    record Prompt(String text, boolean echo) {}

    PasswordConversation(String user, char[] password, Prompter prompter) {
        this.user = user;
        this.password = password;
        this.prompter = prompter;
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        List<Prompt> prompts = new ArrayList<>();
        List<Callback> asked = new ArrayList<>();
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName(user);
            } else if (callback instanceof TextOutputCallback text) {
                instructions.add(text.getMessage());
            } else if (callback instanceof PasswordCallback secret) {
                if (isFirst(secret.getPrompt())) {
                    secret.setPassword(password);
                } else {
                    prompts.add(new Prompt(secret.getPrompt(), secret.isEchoOn()));
                    asked.add(secret);
                }
            } else if (callback instanceof TextInputCallback input) {
                prompts.add(new Prompt(input.getPrompt(), true));
                asked.add(input);
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
        if (!prompts.isEmpty()) {
            String instruction = String.join("\n", instructions);
            instructions.clear();
            unanswered = true;
            answer(asked, prompter.ask(instruction, prompts));
            unanswered = false;
        }
    }

    /** Whether the module was left without an answer to a question. */
    boolean isUnanswered() {
        return unanswered;
    }

    /** Several modules of one realm ask for the same password with the same words. */
    private boolean isFirst(String prompt) {
        if (passwordPrompt == null) {
            passwordPrompt = prompt;
        }
        return passwordPrompt.equals(prompt);
    }

    private static void answer(List<Callback> asked, List<char[]> answers) {
        for (int i = 0; i < answers.size(); i++) {
            char[] answer = answers.get(i);
            if (asked.get(i) instanceof PasswordCallback secret) {
                secret.setPassword(answer);
            } else if (asked.get(i) instanceof TextInputCallback input) {
                input.setText(new String(answer));
            }
            Arrays.fill(answer, '\0');
        }
    }

    /** Forgets the password. */
    void wipe() {
        Arrays.fill(password, '\0');
    }
}
