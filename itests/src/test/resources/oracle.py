"""Works on a server until it is gone, and knows afterwards what must be there.

oracle.py work RECORD FOLDER PORT USER KEY SEED   writes, replaces, renames and removes below FOLDER until the connections end
oracle.py verify RECORD DATA                      compares what is stored with what was acknowledged: DATA is a folder, or the
                                                  address of a directory in a node of a grid

Every operation is recorded before it is sent and again when it is acknowledged. What was begun and not acknowledged may have
happened or not; anything else that is not as recorded is a loss. Content tells its own identity, so that half a file or a mixture of
two is seen. What a client is told not to be there must not be there.
"""
import collections
import json
import os
import random
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request

NAMES = 6
SHARED = "shared"
RECORD_SHOWN = 300
LARGE = 4 << 20


def size(chance):
    """Small mostly; some so large that the server sends them on while they are still written."""
    return chance.choice([0, 10, 1000, 40_000, 300_000]) if chance.random() < 0.9 else chance.randrange(5_000_000, 20_000_000)


def content(identity):
    chance = random.Random(identity)
    return b"%020d" % identity + chance.randbytes(size(chance))


def is_large(identity):
    return size(random.Random(identity)) > LARGE


class Record:
    def __init__(self, path):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.lock = threading.Lock()
        self.acknowledged = 0

    def write(self, *words):
        with self.lock:
            os.write(self.file, (" ".join(str(word) for word in words) + "\n").encode())
            self.acknowledged += words[0] == "end"


class Writer(threading.Thread):
    """One client with names of its own, and one name that all share."""

    shares = True
    put_is, rename_is = "put", "rename"

    def __init__(self, number, record, folder, chance):
        super().__init__(daemon=True)
        self.number, self.record, self.folder, self.chance = number, record, folder, chance
        self.operations = 0

    def run(self):
        try:
            self.connect()
            while True:
                self.step()
        except Exception as ended:  # whatever a library makes of a connection that breaks
            self.record.write("gone", self.number, type(ended).__name__)

    def step(self):
        self.operations += 1
        what = self.chance.choices(["put", "rename", "remove"], [8, 3, 2])[0]
        own = ["w%d-%d" % (self.number, i) for i in range(NAMES)]
        if what == "put":
            name = SHARED if self.shares and self.chance.random() < 0.2 else self.chance.choice(own)
            identity = self.chance.randrange(10**18)
            self.acknowledge((self.put_is, name, identity), lambda: self.put(name, content(identity)))
        elif what == "rename":
            source, target = self.chance.sample(own, 2)
            self.acknowledge((self.rename_is, source, target), lambda: self.rename(source, target))
        else:
            name = self.chance.choice(own)
            self.acknowledge(("remove", name), lambda: self.remove(name))

    def acknowledge(self, operation, action):
        number = "%d.%d" % (self.number, self.operations)
        self.record.write("begin", number, *operation)
        try:
            action()
        except Refused:
            self.record.write("refused", number)
        else:
            self.record.write("end", number)

    def path(self, name):
        return self.folder + "/" + name


class Refused(Exception):
    """The server said no: there is nothing of that name."""


class ParamikoWriter(Writer):
    def __init__(self, *arguments, port, user, key):
        super().__init__(*arguments)
        self.target = (port, user, key)

    def connect(self):
        import paramiko

        port, user, key = self.target
        self.client = paramiko.SSHClient()
        self.client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
        self.client.connect("127.0.0.1", port, user, key_filename=key, look_for_keys=False, allow_agent=False, timeout=30)
        self.sftp = self.client.open_sftp()
        self.sftp.get_channel().settimeout(60)

    def refusable(self, call, *arguments):
        try:
            call(*arguments)
        except FileNotFoundError as missing:
            raise Refused() from missing

    def put(self, name, data):
        from paramiko.sftp import CMD_CLOSE

        file = self.sftp.open(self.path(name), "wb")
        file.write(data)
        # file.close() would hide that it was not answered, or refused.
        self.sftp._request(CMD_CLOSE, file.handle)
        file._closed = True

    def rename(self, source, target):
        self.refusable(self.sftp.posix_rename, self.path(source), self.path(target))

    def remove(self, name):
        self.refusable(self.sftp.remove, self.path(name))


class OpenSshWriter(Writer):
    """OpenSSH's sftp, a process for each operation: exit status 0 is the acknowledgement."""

    def __init__(self, *arguments, port, user, key, scratch):
        super().__init__(*arguments)
        self.scratch = scratch
        self.command = ["sftp", "-q", "-b", "-", "-i", key]
        for option in ("IdentitiesOnly=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR"):
            self.command += ["-o", option]
        self.command += ["-P", str(port), user + "@127.0.0.1"]

    def connect(self):
        self.batch("pwd")

    def batch(self, line):
        done = subprocess.run(self.command, input=line + "\n", capture_output=True, text=True, timeout=120)
        if "No such file" in done.stdout + done.stderr or "not found" in done.stdout + done.stderr:
            raise Refused()
        if done.returncode:
            raise ConnectionError(done.stderr)

    def put(self, name, data):
        local = os.path.join(self.scratch, "openssh-upload")
        with open(local, "wb") as file:
            file.write(data)
        self.batch("put %s %s" % (local, self.path(name)))

    def rename(self, source, target):
        self.batch("rename %s %s" % (self.path(source), self.path(target)))

    def remove(self, name):
        self.batch("rm %s" % self.path(name))


class SshfsWriter(Writer):
    """A mount by sshfs. It answers close() before the server does, so fsync() is the acknowledgement. FUSE sets aside, under a name
    of its own, what it still has open and is to remove or to rename onto; it removes that unless it is cut off."""

    rename_is = "moveto"
    HIDDEN = ".fuse_hidden"

    def __init__(self, *arguments, port, user, key, scratch):
        super().__init__(*arguments)
        self.mount = os.path.join(scratch, "sshfs")
        self.command = ["sshfs", "%s@127.0.0.1:%s" % (user, self.folder), self.mount, "-f", "-p", str(port)]
        options = ("IdentityFile=" + key, "IdentitiesOnly=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null")
        for option in options + ("LogLevel=ERROR", "dir_cache=no"):
            self.command += ["-o", option]

    def connect(self):
        unmount(self.mount)
        os.makedirs(self.mount, exist_ok=True)
        before = os.stat(self.mount).st_dev
        mounting = subprocess.Popen(self.command)
        deadline = time.monotonic() + 30
        while os.stat(self.mount).st_dev == before:
            if mounting.poll() is not None or time.monotonic() > deadline:
                raise ConnectionError("no mount")
            time.sleep(0.05)
        self.device = os.stat(self.mount).st_dev

    def path(self, name):
        return os.path.join(self.mount, name)

    def put(self, name, data):
        with open(self.path(name), "wb") as file:
            if os.fstat(file.fileno()).st_dev != self.device:
                # The mount has gone, and this is the folder below it.
                os.unlink(self.path(name))
                raise ConnectionError("no mount")
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def rename(self, source, target):
        self.refusable(os.rename, self.path(source), self.path(target))

    def remove(self, name):
        self.refusable(os.unlink, self.path(name))

    def refusable(self, call, *arguments):
        try:
            call(*arguments)
        except FileNotFoundError as missing:
            # When the mount has gone, there is nothing below it either.
            if os.path.ismount(self.mount):
                raise Refused() from missing
            raise ConnectionError("no mount") from missing


def unmount(path):
    subprocess.run(["fusermount3", "-uzq", path], stderr=subprocess.DEVNULL)


class RcloneWriter(Writer):
    """rclone, a process for each operation. It removes what it failed to write, and a target before it renames onto it."""

    shares = False
    put_is, rename_is = "copyto", "moveto"
    MISSING = (3, 4)

    def __init__(self, *arguments, port, user, key, scratch):
        super().__init__(*arguments)
        self.local = os.path.join(scratch, "rclone-upload")
        self.command = ["rclone", "--config", "/dev/null", "--retries", "1", "--low-level-retries", "1", "--ignore-times", "--contimeout", "10s"]
        settings = {"TYPE": "sftp", "HOST": "127.0.0.1", "PORT": str(port), "USER": user, "KEY_FILE": key}
        self.environment = dict(os.environ, **{"RCLONE_CONFIG_S_" + name: value for name, value in settings.items()})

    def connect(self):
        pass

    def rclone(self, *arguments):
        done = subprocess.run(self.command + list(arguments), capture_output=True, text=True, timeout=120, env=self.environment)
        if done.returncode in self.MISSING:
            raise Refused()
        if done.returncode:
            raise ConnectionError(done.stderr)

    def path(self, name):
        return "s:" + super().path(name)

    def put(self, name, data):
        with open(self.local, "wb") as file:
            file.write(data)
        self.rclone("copyto", self.local, self.path(name))

    def rename(self, source, target):
        self.rclone("moveto", self.path(source), self.path(target))

    def remove(self, name):
        self.rclone("deletefile", self.path(name))


WRITERS = [ParamikoWriter, ParamikoWriter, OpenSshWriter, SshfsWriter, RcloneWriter]


def work(record_path, folder, port, user, key, seed):
    record = Record(record_path)
    chance = random.Random(int(seed))
    writers = []
    for number, kind in enumerate(WRITERS):
        target = {"port": int(port), "user": user, "key": key}
        if kind is not ParamikoWriter:
            target["scratch"] = os.path.dirname(record_path)
        writers.append(kind(number, record, folder, random.Random(chance.random()), **target))
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    unmount(os.path.join(os.path.dirname(record_path), "sshfs"))
    print("acknowledged", record.acknowledged)


class Shared:
    """What may be at a name that several write: whatever nobody has replaced who began after it had been acknowledged."""

    def __init__(self):
        self.puts = [(-1, -1, None)]

    def put(self, begun, ended, identity):
        self.puts.append((begun, ended, identity))

    def allowed(self):
        newest = max((begun for begun, ended, _ in self.puts if ended < float("inf")), default=-1)
        return {identity for _, ended, identity in self.puts if ended >= newest}

    def found(self, identity):
        self.puts = [(-1, -1, identity)]


class Expectation:
    """What may be at each name: the contents (by identity), None for nothing."""

    def __init__(self):
        self.own = collections.defaultdict(lambda: {None})
        self.shared = Shared()
        self.faults = []
        self.broken_off = 0

    def apply(self, operation, begun, ended):
        what, name = operation[0], operation[1]
        certain = ended < float("inf")
        if name == SHARED:
            self.shared.put(begun, ended, int(operation[2]))
        elif what in ("put", "copyto"):
            self.settle(name, {int(operation[2])}, certain, what == "copyto")
        elif what == "remove":
            self.settle(name, {None}, certain, False)
        else:
            target = operation[2]
            moved = {identity for identity in self.own[name] if identity is not None}
            if certain:
                self.own[target], self.own[name] = moved, {None}
            elif moved:
                self.settle(target, moved, False, what == "moveto")
                self.own[name] = self.own[name] | {None}

    def settle(self, name, states, certain, loosely):
        self.own[name] = states if certain else self.own[name] | states | ({None} if loosely else set())

    def refused(self, operation):
        name = operation[1]
        if None not in self.own[name]:
            self.faults.append("%s was said not to be there, and held %s" % (name, sorted(self.own[name])))
        self.own[name] = {None}


def expectation(record_path):
    expected = Expectation()
    begun = {}
    with open(record_path) as record:
        for number, line in enumerate(record):
            words = line.split()
            if words[0] == "begin":
                begun[words[1]] = (number, words[2:])
            elif words[0] == "end":
                since, operation = begun.pop(words[1])
                expected.apply(operation, since, number)
            elif words[0] == "refused":
                expected.refused(begun.pop(words[1])[1])
            elif words[0] == "verified":
                # What a look found is what is there, however it came about.
                name, identity = words[1], None if words[2] == "-" else int(words[2])
                if name == SHARED:
                    expected.shared.found(identity)
                else:
                    expected.own[name] = {identity}
                begun.clear()
                expected.faults.clear()
    for since, operation in begun.values():
        expected.apply(operation, since, float("inf"))
        expected.broken_off += operation[0] in ("put", "copyto") and is_large(int(operation[2]))
    return expected


class Folder:
    def __init__(self, path):
        self.path = path

    def names(self):
        return os.listdir(self.path)

    def read(self, name):
        with open(os.path.join(self.path, name), "rb") as file:
            return file.read()


class GridDirectory:
    """Asks the grid itself, beside the server."""

    def __init__(self, address):
        self.node = address[: address.index("/uri/")]
        with urllib.request.urlopen(address + "?t=json", timeout=60) as answer:
            self.children = json.load(answer)[1]["children"]

    def names(self):
        return list(self.children)

    def read(self, name):
        capability = urllib.parse.quote(self.children[name][1]["ro_uri"], safe="")
        with urllib.request.urlopen("%s/uri/%s" % (self.node, capability), timeout=60) as answer:
            return answer.read()


def identity_in(store, name):
    """The identity of a whole content; anything else is a fault."""
    found = store.read(name)
    if not found[:20].isdigit() or found != content(int(found[:20])):
        raise SystemExit("%s is no whole content: %d bytes that begin as %r" % (name, len(found), found[:20]))
    return int(found[:20])


def verify(record_path, data):
    expected = expectation(record_path)
    record = Record(record_path)
    store = GridDirectory(data) if data.startswith("http") else Folder(data)
    there = set(store.names())
    faults = expected.faults
    names = ["w%d-%d" % (writer, i) for writer in range(len(WRITERS)) for i in range(NAMES)]
    for name in names + [SHARED]:
        allowed = expected.shared.allowed() if name == SHARED else expected.own[name]
        found = identity_in(store, name) if name in there else None
        if found not in allowed:
            faults.append("%s holds %s, not one of %s" % (name, found, sorted(map(str, allowed))))
        record.write("verified", name, "-" if found is None else found)
    others = there - set(names) - {SHARED}
    faults += ["left over: " + name for name in sorted(others) if not name.startswith(SshfsWriter.HIDDEN)]
    if faults:
        with open(record_path) as lines:
            raise SystemExit("\n".join(faults + ["", "the record:"]) + "\n" + "".join(collections.deque(lines, RECORD_SHOWN)))
    print("all there;", expected.broken_off, "large contents were broken off")


if __name__ == "__main__":
    {"work": work, "verify": verify}[sys.argv[1]](*sys.argv[2:])
