/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.service;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.session.ServerSession;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.TransportQuirks;
import org.sallyport.sshd.internal.session.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code ssh-userauth} service (RFC 4252) of one connection. MINA's own fixes the required methods before it knows the user, and
 * tries methods out of turn, which tells a client with a wrong key whether its password is right. Here a method is tried only in its
 * turn, on a thread of its own, one request after the other as section 5.1 demands; another user name begins anew (section 5).
 */
final class UserAuthService extends AbstractCloseable implements Service, AttemptQueue.Runner {

    private static final Logger LOG = LoggerFactory.getLogger(UserAuthService.class);
    /** Not every request is a try that failed: clients ask for the methods, and whether a key would do. */
    private static final int REQUESTS_PER_TRY = 4;

    /** A certificate with keys of 16,384 bits, hundreds of principals and its signature fits; requests wait in memory. */
    private static final int LARGEST_MESSAGE = 32 << 10;

    private static final String PASSWORD = "password";
    private static final String TOO_MANY_FAILURES = "Too many authentication failures";
    private static final String SSH_CONNECTION = "ssh-connection";

    private final ServerSession session;
    private final Connection connection;
    private final LoginRules rules;
    private final LoginThreads threads;
    private final PublicKeyMethod publicKeys;
    private final PasswordCheck passwords;
    private final LoginReport report;
    private final AttemptQueue queue;
    private final Map<String, Object> properties = new ConcurrentHashMap<>();

    /** Guarded by this, as are additions to the queue. */
    private Prompts prompts;

    /** What follows belongs to the thread that is busy. */
    private Progress progress = new Progress("", List.of());

    private String method = "";
    private boolean greeted;
    private int failures;
    private int requests;

    UserAuthService(ServerSession session, LoginRules rules, LoginThreads threads, PasswordCheck passwords) {
        this.session = session;
        this.connection = Connection.of(session);
        this.rules = rules;
        this.threads = threads;
        this.passwords = passwords;
        publicKeys = new PublicKeyMethod(session, rules.accounts());
        report = new LoginReport(connection);
        queue = new AttemptQueue(threads, this::isGone, this);
        session.addCloseFutureListener(future -> ended());
    }

    private synchronized void ended() {
        queue.clear();
        abandonPrompts();
        report.ended();
    }

    private void abandonPrompts() {
        if (prompts != null) {
            prompts.abandon();
            prompts = null;
        }
    }

    @Override
    public ServerSession getSession() {
        return session;
    }

    @Override
    public Map<String, Object> getProperties() {
        return properties;
    }

    @Override
    public void start() {
        // Nothing runs before the client asks; a client that asks for the service again gets no more time by it.
    }

    /** Called on I/O threads: reads what came and leaves the rest to the threads of logins. */
    @Override
    public void process(int command, Buffer buffer) throws Exception {
        if (session.isAuthenticated()) {
            return;
        }
        if (buffer.available() > LARGEST_MESSAGE) {
            disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, "Message too large");
            return;
        }
        try {
            switch (command) {
                case SshConstants.SSH_MSG_USERAUTH_REQUEST -> requested(AuthRequest.read(buffer));
                case SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE -> answered(buffer);
                default -> disconnect(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "Not logged in yet");
            }
        } catch (RuntimeException malformed) {
            LOG.debug("session {}: malformed message {}: {}", connection.id(), command, malformed.toString());
            disconnect(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "Malformed message");
        }
    }

    private synchronized void requested(AuthRequest request) {
        abandonPrompts();
        queue.add(new AttemptQueue.Attempt(request.method().equals(PASSWORD), () -> attempt(request)));
    }

    private synchronized void answered(Buffer buffer) throws IOException {
        if (prompts == null || !prompts.isOutstanding()) {
            disconnect(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "Nothing was asked");
            return;
        }
        Prompts asked = prompts;
        List<char[]> answers = asked.read(buffer);
        if (!asked.answer(answers)) {
            queue.add(new AttemptQueue.Attempt(true, () -> checkAnswer(asked, answers)));
        }
    }

    @Override
    public void refuse() {
        LOG.warn("session {}: refused because too many logins wait", connection.id());
        end(SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS, "Too many logins at once");
    }

    @Override
    public boolean run(Callable<Verdict> check) {
        try {
            return settle(check.call());
        } catch (AuthRequest.MalformedRequestException malformed) {
            LOG.debug("session {}: malformed request", connection.id(), malformed);
            end(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "Malformed message");
        } catch (IOException broken) {
            LOG.debug("session {}: {}", connection.id(), broken.toString());
            session.close(true);
        } catch (Exception failed) {
            // Callable declares Exception; whatever went wrong, nobody gets in by it, and the client is not told.
            if (isGone()) {
                LOG.debug("session {}: ended before it was answered", connection.id(), failed);
            } else {
                LOG.error("session {}: login failed", connection.id(), failed);
            }
            session.close(true);
        }
        return true;
    }

    private void end(int reason, String text) {
        try {
            disconnect(reason, text);
        } catch (IOException broken) {
            LOG.debug("session {}: {}", connection.id(), broken.toString());
            session.close(true);
        }
    }

    private boolean isGone() {
        return session.isClosing() || session.isAuthenticated();
    }

    private Verdict attempt(AuthRequest request) throws IOException {
        greet();
        if (!request.service().equals(SSH_CONNECTION)) {
            disconnect(SshConstants.SSH2_DISCONNECT_SERVICE_NOT_AVAILABLE, "No such service");
            return Verdict.DONE;
        }
        if (++requests > REQUESTS_PER_TRY * rules.mostTries()) {
            disconnect(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE, "Too many requests");
            return Verdict.DONE;
        }
        InetAddress address = connection.remoteAddress().getAddress();
        if (isLockedOut(request.user(), request.method())) {
            return Verdict.DONE;
        }
        if (!request.user().equals(progress.user()) || progress.next().isEmpty()) {
            progress = new Progress(request.user(), rules.combinations(request.user()));
        }
        method = request.method();
        if (method.equals("none")) {
            sendFailure(false);
            return Verdict.DONE;
        }
        if (!progress.next().contains(method)) {
            return Verdict.unsuitable("method not asked for now");
        }
        return switch (method) {
            case PublicKeyMethod.NAME -> publicKeys.attempt(request, progress, address);
            case PASSWORD -> checkPassword(request, address);
            default -> ask();
        };
    }

    private boolean isLockedOut(String user, String wanted) throws IOException {
        if (!rules.isLockedOut(connection.remoteAddress().getAddress())) {
            return false;
        }
        report.refused(user, wanted, "address locked out after too many failures");
        disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, "Too many failed logins, try again later");
        return true;
    }

    /** MINA keeps the text of SSH_MSG_USERAUTH_BANNER (RFC 4252, section 5.4). */
    private void greet() throws IOException {
        String banner = CoreModuleProperties.WELCOME_BANNER.getOrNull(session) instanceof String text ? text : "";
        Quirks quirks = connection.quirks();
        if (!quirks.get(TransportQuirks.LOGIN_BANNER)) {
            quirks.exercised(TransportQuirks.LOGIN_BANNER);
        } else if (!greeted && !banner.isEmpty()) {
            Buffer message = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_BANNER, banner.length() + 64);
            message.putString(banner);
            message.putString("");
            session.writePacket(message);
        }
        greeted = true;
    }

    private Verdict checkPassword(AuthRequest request, InetAddress address) throws IOException {
        boolean change = request.read(Buffer::getBoolean);
        byte[] password = request.read(Buffer::getBytes);
        if (change) {
            return Verdict.wrong("wants to change the password");
        }
        PasswordConversation conversation =
                new PasswordConversation(request.user(), PasswordCheck.decode(password), (instruction, questions) -> {
                    throw new IOException("the method password knows one question only");
                });
        try {
            return passwords.check(request.user(), address, conversation);
        } finally {
            conversation.wipe();
        }
    }

    private Verdict ask() throws IOException {
        Prompts first = new Prompts(session, threads);
        synchronized (this) {
            if (!queue.isEmpty()) {
                // The client has begun another attempt already.
                return Verdict.DONE;
            }
            prompts = first;
        }
        first.askPassword();
        return Verdict.DONE;
    }

    private Verdict checkAnswer(Prompts asked, List<char[]> answers) throws IOException {
        // Looked at again: many connections may have been asked before the first of them failed.
        if (asked.isAbandoned() || isLockedOut(progress.user(), method)) {
            return Verdict.DONE;
        }
        if (answers.size() != 1) {
            return Verdict.wrong("wrong number of answers");
        }
        PasswordConversation conversation = new PasswordConversation(progress.user(), answers.get(0), asked::ask);
        try {
            Verdict verdict =
                    passwords.check(progress.user(), connection.remoteAddress().getAddress(), conversation);
            return asked.isAbandoned() ? abandoned() : verdict;
        } finally {
            conversation.wipe();
            synchronized (this) {
                if (prompts == asked) {
                    prompts = null;
                }
            }
        }
    }

    /** A try whose answer is no longer wanted is not answered, but counts. */
    private Verdict abandoned() throws IOException {
        if (++failures >= rules.mostTries()) {
            disconnect(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE, TOO_MANY_FAILURES);
        }
        return Verdict.DONE;
    }

    /** Answers now, or else, where false is returned, after a delay. */
    private boolean settle(Verdict verdict) throws Exception {
        switch (verdict.kind()) {
            case PASSED -> passed(verdict);
            case UNSUITABLE -> {
                report.unsuitable(progress.user(), method, verdict.detail());
                failed();
            }
            case WRONG -> {
                report.refused(progress.user(), method, verdict.detail());
                threads.later(rules.failed(connection.remoteAddress().getAddress()), this::failedAfterDelay);
                return false;
            }
            case ANSWERED -> LOG.trace("session {}: {} goes on", connection.id(), method);
        }
        return true;
    }

    private void failedAfterDelay() {
        try {
            failed();
            queue.goOn();
        } catch (IOException broken) {
            LOG.debug("session {}: {}", connection.id(), broken.toString());
            session.close(true);
        }
    }

    private void failed() throws IOException {
        if (++failures >= rules.mostTries()) {
            disconnect(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE, TOO_MANY_FAILURES);
        } else if (!isGone()) {
            sendFailure(false);
        }
    }

    private void passed(Verdict verdict) throws Exception {
        if (isGone()) {
            return;
        }
        if (!progress.succeeded(method, verdict)) {
            sendFailure(true);
            return;
        }
        Optional<String> refusal = rules.admit(connection, progress.user(), progress.roles());
        if (refusal.isPresent()) {
            report.refused(progress.user(), method, refusal.get());
            disconnect(SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS, refusal.get());
            return;
        }
        progress.passed().forEach(connection::authenticatedBy);
        report.loggedIn(progress.shown());
        session.signalAuthenticationSuccess(progress.user(), SSH_CONNECTION, new ByteArrayBuffer());
    }

    private void sendFailure(boolean partialSuccess) throws IOException {
        Set<String> next = progress.next();
        Buffer answer = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_FAILURE, 128);
        answer.putString(String.join(",", next));
        answer.putBoolean(partialSuccess);
        session.writePacket(answer);
    }

    private void disconnect(int reason, String text) throws IOException {
        if (!session.isClosing()) {
            session.disconnect(reason, text);
        }
    }
}
