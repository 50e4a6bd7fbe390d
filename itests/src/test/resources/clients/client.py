"""
SFTP operations by paramiko, asyncssh or libssh (ssh-python): client.py LIBRARY VERSION PORT USER KEY, in the protocol of ScriptClient.
"""
import asyncio
import base64
import contextlib
import io
import os
import signal
import stat
import sys
import traceback


class NoWordsForThat(Exception):
    """The library has no operation of that name."""


def with_paramiko(port, user, key, operation, arguments):
    import paramiko

    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect("127.0.0.1", port, user, key_filename=key, look_for_keys=False, allow_agent=False)
    sftp = client.open_sftp()
    try:
        if operation == "put":
            sftp.put(*arguments)
        elif operation == "get":
            sftp.get(*arguments)
        elif operation == "mkdir":
            sftp.mkdir(arguments[0])
        elif operation == "rmdir":
            sftp.rmdir(arguments[0])
        elif operation == "rm":
            sftp.remove(arguments[0])
        elif operation == "rename":
            sftp.rename(*arguments)
        elif operation == "replace":
            sftp.posix_rename(*arguments)
        elif operation == "symlink":
            sftp.symlink(*arguments)
        elif operation == "list":
            print("\0".join(sftp.listdir(arguments[0])), end="")
        elif operation == "append":
            with sftp.open(arguments[1], "a") as remote, open(arguments[0], "rb") as local:
                remote.write(local.read())
        elif operation == "resume-up":
            with sftp.open(arguments[1], "r+") as remote, open(arguments[0], "rb") as local:
                at = remote.stat().st_size
                local.seek(at)
                remote.seek(at)
                remote.write(local.read())
        elif operation == "resume-down":
            with sftp.open(arguments[0], "r") as remote, open(arguments[1], "ab") as local:
                remote.seek(local.tell())
                local.write(remote.read())
        elif operation == "put-as-it-is":
            sftp.put(*arguments)
            found = os.stat(arguments[0])
            sftp.chmod(arguments[1], stat.S_IMODE(found.st_mode))
            sftp.utime(arguments[1], (found.st_atime, found.st_mtime))
        elif operation == "rename-while-open":
            with sftp.open(arguments[1], "w") as remote, open(arguments[0], "rb") as local:
                data = local.read()
                remote.write(data[: len(data) // 2])
                sftp.rename(arguments[1], arguments[2])
                remote.write(data[len(data) // 2 :])
        elif operation == "attributes":
            sftp.chmod(arguments[0], 0o640)
            sftp.utime(arguments[0], (1000000000, 1000000001))
            found = sftp.stat(arguments[0])
            print(oct(stat.S_IMODE(found.st_mode)), found.st_mtime, end="")
        else:
            raise NoWordsForThat("file by file" if operation.endswith("-tree") else "no command")
    finally:
        client.close()


async def with_asyncssh(version, port, user, key, operation, arguments):
    import asyncssh

    async with asyncssh.connect(
        "127.0.0.1", port, username=user, client_keys=[key], known_hosts=None, config=None
    ) as connection:
        async with connection.start_sftp_client(sftp_version=version) as sftp:
            if sftp.version != version:
                raise ValueError("asked for version %d, got %d" % (version, sftp.version))
            if operation == "put":
                await sftp.put(arguments[0], arguments[1])
            elif operation == "get":
                await sftp.get(arguments[0], arguments[1], follow_symlinks=True)
            elif operation == "mkdir":
                await sftp.mkdir(arguments[0])
            elif operation == "rmdir":
                await sftp.rmdir(arguments[0])
            elif operation == "rm":
                await sftp.remove(arguments[0])
            elif operation == "rename":
                await sftp.rename(*arguments)
            elif operation == "replace" and version >= 5:
                await sftp.rename(*arguments, flags=asyncssh.FXR_OVERWRITE)
            elif operation == "replace":
                await sftp.posix_rename(*arguments)
            elif operation == "put-tree":
                await sftp.put(arguments[0], arguments[1], recurse=True)
            elif operation == "get-tree":
                await sftp.get(arguments[0], arguments[1], recurse=True)
            elif operation == "symlink":
                await sftp.symlink(*arguments)
            elif operation == "list":
                names = [name for name in await sftp.listdir(arguments[0]) if name not in (".", "..")]
                print("\0".join(names), end="")
            elif operation == "append":
                async with sftp.open(arguments[1], "ab") as remote:
                    with open(arguments[0], "rb") as local:
                        await remote.write(local.read())
            elif operation == "resume-up":
                async with sftp.open(arguments[1], "r+b") as remote:
                    with open(arguments[0], "rb") as local:
                        at = (await remote.stat()).size
                        local.seek(at)
                        await remote.write(local.read(), at)
            elif operation == "resume-down":
                async with sftp.open(arguments[0], "rb") as remote:
                    with open(arguments[1], "ab") as local:
                        local.write(await remote.read(-1, local.tell()))
            elif operation == "put-as-it-is":
                await sftp.put(arguments[0], arguments[1], preserve=True)
            elif operation == "rename-while-open":
                async with sftp.open(arguments[1], "wb") as remote:
                    with open(arguments[0], "rb") as local:
                        data = local.read()
                    await remote.write(data[: len(data) // 2])
                    await sftp.rename(arguments[1], arguments[2])
                    await remote.write(data[len(data) // 2 :])
            elif operation == "attributes":
                await sftp.chmod(arguments[0], 0o640)
                await sftp.utime(arguments[0], (1000000000, 1000000001))
                found = await sftp.stat(arguments[0])
                print(oct(stat.S_IMODE(found.permissions)), int(found.mtime), end="")
            elif operation == "type":
                found = await sftp.lstat(arguments[0])
                print(found.type, found.size, end="")
            else:
                raise NoWordsForThat("file by file" if operation.endswith("-tree") else "no command")


def with_libssh(port, user, key, operation, arguments):
    from ssh.key import import_privkey_file
    from ssh.options import HOST, USER
    from ssh.session import Session

    session = Session()
    session.options_set(HOST, "127.0.0.1")
    session.options_set_port(port)
    session.options_set(USER, user)
    session.connect()
    try:
        session.userauth_publickey(import_privkey_file(key))
        sftp = session.sftp_new()
        sftp.init()
        libssh(sftp, operation, arguments)
    finally:
        session.disconnect()


def libssh(sftp, operation, arguments):
    def put(file, path, flags, start):
        with open(file, "rb") as local, sftp.open(path, flags, 0o644) as remote:
            local.seek(start)
            remote.seek64(start)
            while data := local.read(32000):
                remote.write(data)

    def get(path, file, mode):
        with open(file, mode) as local, sftp.open(path, os.O_RDONLY, 0) as remote:
            remote.seek64(local.tell())
            while True:
                size, data = remote.read(32000)
                if size <= 0:
                    break
                local.write(data)

    def set_time(path, time):
        # The binding's own function for it sends something else.
        attributes = sftp.stat(path)
        attributes.atime = attributes.mtime = time
        sftp.setstat(path, attributes)

    if operation == "put":
        put(*arguments, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0)
    elif operation == "get":
        get(*arguments, "wb")
    elif operation == "mkdir":
        sftp.mkdir(arguments[0], 0o755)
    elif operation == "rmdir":
        sftp.rmdir(arguments[0])
    elif operation == "rm":
        sftp.unlink(arguments[0])
    elif operation == "rename":
        sftp.rename(*arguments)
    elif operation == "symlink":
        sftp.symlink(*arguments)
    elif operation == "list":
        with sftp.opendir(arguments[0]) as directory:
            names = [entry.name.decode() for entry in directory]
        print("\0".join(name for name in names if name not in (".", "..")), end="")
    elif operation == "resume-up":
        put(*arguments, os.O_WRONLY, sftp.stat(arguments[1]).size)
    elif operation == "resume-down":
        get(*arguments, "ab")
    elif operation == "put-as-it-is":
        put(*arguments, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0)
        found = os.stat(arguments[0])
        sftp.chmod(arguments[1], stat.S_IMODE(found.st_mode))
        set_time(arguments[1], int(found.st_mtime))
    elif operation == "attributes":
        sftp.chmod(arguments[0], 0o640)
        set_time(arguments[0], 1000000001)
        found = sftp.stat(arguments[0])
        print(oct(stat.S_IMODE(found.permissions)), found.mtime, end="")
    else:
        raise NoWordsForThat("file by file" if operation.endswith("-tree") else "no command")


def perform(library, version, port, user, key, operation, arguments):
    """The output of one operation, in a connection of its own."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        if library == "paramiko":
            with_paramiko(port, user, key, operation, arguments)
        elif library == "libssh":
            with_libssh(port, user, key, operation, arguments)
        else:
            asyncio.run(with_asyncssh(version, port, user, key, operation, arguments))
    return output.getvalue()


def main():
    library, version, port, user, key = sys.argv[1:6]
    for line in sys.stdin:
        # An operation that takes longer ends the program.
        signal.alarm(120)
        operation, *arguments = [base64.b64decode(word).decode() for word in line.split()]
        try:
            answer, text = "ok", perform(library, int(version), int(port), user, key, operation, arguments)
        except NoWordsForThat as reason:
            answer, text = "none", str(reason)
        except Exception:
            answer, text = "failed", traceback.format_exc()
        signal.alarm(0)
        print(answer, base64.b64encode(text.encode()).decode(), flush=True)


main()
