/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.service;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.session.ServerSession;
import org.sallyport.sshd.internal.auth.account.Account;
import org.sallyport.sshd.internal.auth.account.Accounts;
import org.sallyport.sshd.internal.auth.key.OfferedKey;

/** Public key authentication (RFC 4252, section 7). */
final class PublicKeyMethod {

    static final String NAME = "publickey";

    private final ServerSession session;
    private final Accounts accounts;

    PublicKeyMethod(ServerSession session, Accounts accounts) {
        this.session = session;
        this.accounts = accounts;
    }

    /** A key that has passed one step does not pass another: the second step would prove nothing. */
    Verdict attempt(AuthRequest request, Progress progress, InetAddress address) throws IOException {
        boolean signed = request.read(Buffer::getBoolean);
        String algorithm = request.read(Buffer::getString);
        byte[] blob = request.read(Buffer::getBytes);
        byte[] signature = signed ? request.read(Buffer::getBytes) : new byte[0];
        Optional<Account> account = accounts.find(request.user(), address);
        OfferedKey key = accounts.keys().offered(account, algorithm, blob, address);
        if (!key.isAcceptable()) {
            return signed ? Verdict.wrong(key.refusal()) : Verdict.unsuitable(key.refusal());
        }
        if (progress.hasProof(key.fingerprint())) {
            return Verdict.unsuitable("key used before");
        }
        if (!signed) {
            Buffer answer = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_PK_OK, blob.length + 64);
            answer.putString(algorithm);
            answer.putBytes(blob);
            session.writePacket(answer);
            return Verdict.DONE;
        }
        return key.verifier().verify(signedData(request, algorithm, blob), signature)
                ? Verdict.passed(key.fingerprint(), account.map(Account::roles).orElse(Set.of()))
                : Verdict.wrong("bad signature");
    }

    private byte[] signedData(AuthRequest request, String algorithm, byte[] blob) {
        ByteArrayBuffer data = new ByteArrayBuffer();
        data.putBytes(session.getSessionId());
        data.putByte(SshConstants.SSH_MSG_USERAUTH_REQUEST);
        data.putString(request.user());
        data.putString(request.service());
        data.putString(NAME);
        data.putBoolean(true);
        data.putString(algorithm);
        data.putBytes(blob);
        return data.getCompactData();
    }
}
