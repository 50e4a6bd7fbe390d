/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.session.Activity;
import org.sallyport.sshd.internal.auth.realm.StackedModule;

/** A realm of the operator's in place of the accounts' passwords. */
class OtherRealmTest {

    @TempDir
    Path folder;

    private LoginServer start() throws IOException {
        return LoginServer.in(folder)
                .with("realm", "ldap")
                .realms(new Configuration() {
                    @Override
                    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                        return name.equals("ldap")
                                ? new AppConfigurationEntry[] {
                                    new AppConfigurationEntry(
                                            StackedModule.class.getName(), LoginModuleControlFlag.REQUIRED, Map.of())
                                }
                                : null;
                    }
                })
                .start();
    }

    private static void begin(RawClient raw) throws IOException {
        raw.request("carol", "keyboard-interactive", message -> {
            message.putString("");
            message.putString("");
        });
        Buffer first = question(raw);
        assertThat(first.getString()).isEmpty();
        assertThat(first.getString()).isEmpty();
        assertThat(first.getString()).isEmpty();
        assertThat(first.getInt()).isEqualTo(1);
    }

    private static Buffer question(RawClient raw) {
        RawClient.Answer answer = raw.answer();
        assertThat(answer.command()).isEqualTo(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST);
        return answer.fields();
    }

    private static void say(RawClient raw, String... answers) throws IOException {
        raw.send(SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE, message -> {
            message.putInt(answers.length);
            for (String answer : answers) {
                message.putString(answer);
            }
        });
    }

    @Test
    void asksWhatTheModuleAsks() throws IOException {
        try (LoginServer server = start();
                RawClient raw = new RawClient(server.port())) {
            begin(raw);
            say(raw, "pw");
            Buffer second = question(raw);
            second.getString();
            assertThat(second.getString()).isEqualTo("Look at your device");
            second.getString();
            assertThat(second.getInt()).isEqualTo(2);
            assertThat(second.getString()).isEqualTo("Code: ");
            assertThat(second.getBoolean()).isTrue();
            assertThat(second.getString()).isEqualTo("Reason: ");
            say(raw, "123456", "test");
            assertThat(raw.answer().command()).isEqualTo(SshConstants.SSH_MSG_USERAUTH_SUCCESS);
            assertThat(server.await(Activity.Kind.LOGIN).session().user()).contains("carol");
        }
    }

    @Test
    void refusesAWrongAnswerAndTooFew() throws IOException {
        try (LoginServer server = start();
                RawClient raw = new RawClient(server.port())) {
            begin(raw);
            say(raw, "pw");
            question(raw);
            say(raw, "654321", "test");
            assertThat(raw.answer().failure()).startsWith("publickey");
            begin(raw);
            say(raw, "pw");
            question(raw);
            say(raw, "123456");
            assertThat(raw.answer().failure()).startsWith("publickey");
            begin(raw);
            say(raw);
            assertThat(raw.answer().failure()).startsWith("publickey");
        }
    }

    @Test
    void goesOnWithAnotherAttemptInstead() throws IOException {
        try (LoginServer server = start();
                RawClient raw = new RawClient(server.port())) {
            begin(raw);
            say(raw, "pw");
            question(raw);
            raw.request("carol", "none", message -> {});
            assertThat(raw.answer().failure())
                    .as("the answer to none, and none to what was abandoned")
                    .startsWith("publickey");
            begin(raw);
            say(raw, "pw");
            question(raw);
            say(raw, "123456", "test");
            assertThat(raw.answer().command()).isEqualTo(SshConstants.SSH_MSG_USERAUTH_SUCCESS);
        }
    }

    @Test
    void doesNotAskInTheMethodPassword() throws IOException {
        try (LoginServer server = start();
                RawClient raw = new RawClient(server.port())) {
            raw.password("carol", "pw");
            assertThat(raw.answer().failure()).startsWith("publickey");
        }
    }

    @Test
    void theAccountHasItsSayToo() throws IOException {
        try (LoginServer server = start();
                RawClient raw = new RawClient(server.port())) {
            server.users().add("carol", Optional.empty(), Set.of());
            Files.writeString(folder.resolve("users/carol.properties"), "locked = true\n");
            begin(raw);
            say(raw, "pw");
            question(raw);
            say(raw, "123456", "test");
            assertThat(raw.answer().failure()).startsWith("publickey");
        }
    }
}
