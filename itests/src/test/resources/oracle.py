"""Works on a server until it is gone, and knows afterwards what must be there.

oracle.py work RECORD FOLDER PORT USER KEY SEED   writes, replaces, renames and removes below FOLDER until the connection ends
oracle.py verify RECORD DATA                      compares DATA, what the server shows, with what was acknowledged

Every operation is recorded before it is sent and again when it is acknowledged. What was begun and not acknowledged may have
happened or not; anything else that is not as recorded is a loss. Content tells its own identity, so that half a file or a mixture of
two is seen.
"""
import collections
import os
import random
import subprocess
import sys
import threading

PARAMIKO_WRITERS = 3
NAMES = 6
SHARED = "shared"


def content(identity):
    chance = random.Random(identity)
    size = chance.choice([0, 10, 1000, 40_000, 300_000])
    return b"%020d" % identity + chance.randbytes(size)


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
            name = SHARED if self.chance.random() < 0.2 else self.chance.choice(own)
            identity = self.chance.randrange(10**18)
            self.acknowledge(("put", name, identity), lambda: self.put(name, content(identity)))
        elif what == "rename":
            source, target = self.chance.sample(own, 2)
            self.acknowledge(("rename", source, target), lambda: self.rename(source, target))
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
        with self.sftp.open(self.path(name), "wb") as file:
            file.write(data)

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


def work(record_path, folder, port, user, key, seed):
    record = Record(record_path)
    chance = random.Random(int(seed))
    target = {"port": int(port), "user": user, "key": key}
    writers = [
        ParamikoWriter(i, record, folder, random.Random(chance.random()), **target) for i in range(PARAMIKO_WRITERS)
    ]
    writers.append(
        OpenSshWriter(
            PARAMIKO_WRITERS, record, folder, random.Random(chance.random()), scratch=os.path.dirname(record_path), **target
        )
    )
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    print("acknowledged", record.acknowledged)


class Expectation:
    """What may be at each name: the contents (by identity), None for nothing."""

    def __init__(self):
        self.own = collections.defaultdict(lambda: {None})
        self.shared = {None}
        self.shared_acknowledged = False

    def apply(self, operation, certain):
        what, name = operation[0], operation[1]
        if name == SHARED:
            self.shared.add(int(operation[2]))
            if certain:
                self.shared.discard(None)
            return
        if what == "put":
            self.settle(name, {int(operation[2])}, certain)
        elif what == "remove":
            self.settle(name, {None}, certain)
        else:
            target = operation[2]
            moved = {identity for identity in self.own[name] if identity is not None}
            if certain:
                self.own[target], self.own[name] = moved, {None}
            elif moved:
                self.own[target] = self.own[target] | moved
                self.own[name] = self.own[name] | {None}

    def settle(self, name, states, certain):
        self.own[name] = states if certain else self.own[name] | states


def expectation(record_path):
    expected = Expectation()
    begun = {}
    with open(record_path) as record:
        for line in record:
            words = line.split()
            if words[0] == "begin":
                begun[words[1]] = words[2:]
            elif words[0] == "end":
                expected.apply(begun.pop(words[1]), True)
            elif words[0] == "refused":
                del begun[words[1]]
            elif words[0] == "verified":
                # What a look found is what is there, however it came about.
                name, identity = words[1], None if words[2] == "-" else int(words[2])
                if name == SHARED:
                    expected.shared = {identity}
                else:
                    expected.own[name] = {identity}
                begun.clear()
    for operation in begun.values():
        expected.apply(operation, False)
    return expected


def look(path):
    """The identity of a whole content, None where there is nothing; anything else is a fault."""
    try:
        with open(path, "rb") as file:
            found = file.read()
    except FileNotFoundError:
        return None
    identity = int(found[:20])
    if found != content(identity):
        raise SystemExit("%s is no whole content: %d bytes that begin as %d" % (path, len(found), identity))
    return identity


def verify(record_path, data):
    expected = expectation(record_path)
    record = Record(record_path)
    faults = []
    names = ["w%d-%d" % (writer, i) for writer in range(PARAMIKO_WRITERS + 1) for i in range(NAMES)]
    for name in names + [SHARED]:
        allowed = expected.shared if name == SHARED else expected.own[name]
        found = look(os.path.join(data, name))
        if found not in allowed:
            faults.append("%s holds %s, not one of %s" % (name, found, sorted(map(str, allowed))))
        record.write("verified", name, "-" if found is None else found)
    unexpected = set(os.listdir(data)) - set(names) - {SHARED}
    faults += ["left over: " + name for name in sorted(unexpected)]
    if faults:
        raise SystemExit("\n".join(faults))
    print("all there")


if __name__ == "__main__":
    {"work": work, "verify": verify}[sys.argv[1]](*sys.argv[2:])
