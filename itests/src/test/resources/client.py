"""
SFTP operations by paramiko or asyncssh: client.py LIBRARY VERSION PORT USER KEY

Each line of input is an operation and its arguments, in base64; each is answered by a line, "ok" or "failed" and the output in base64.
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
            raise ValueError("no such operation: " + operation)
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
                raise ValueError("no such operation: " + operation)


def perform(library, version, port, user, key, operation, arguments):
    """The output of one operation, in a connection of its own."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        if library == "paramiko":
            with_paramiko(port, user, key, operation, arguments)
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
        except Exception:
            answer, text = "failed", traceback.format_exc()
        signal.alarm(0)
        print(answer, base64.b64encode(text.encode()).decode(), flush=True)


main()
