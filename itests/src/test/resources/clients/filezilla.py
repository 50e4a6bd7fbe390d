"""
SFTP operations by FileZilla's fzsftp, which its window drives as this does: filezilla.py PORT USER PASSWORD, in the protocol of ScriptClient.

fzsftp reads commands by lines and tells of events by lines, whose first character is the number of the event above '0'. Content goes through memory
that both share: it asks for the next piece, and is told where in it that is.
"""
import base64
import mmap
import os
import signal
import subprocess
import sys
import traceback

REPLY, DONE, ERROR, LISTED = "0", "1", "2", "8"
HOST_KEY, CHANGED_HOST_KEY, PASSWORD = "9", ":", "<"
MAY_RECEIVE, MAY_SEND = "@", "A"
SIZE, OPEN, NEXT, LAST = "J", "K", "L", "M"
PIECE = 256 * 1024
AT_THE_END = 2**64 - 1


class NoWordsForThat(Exception):
    """The program has no command for it."""


class Failed(Exception):
    """The program says that it failed."""


def quoted(path):
    if "\n" in path:
        raise Failed("a command is one line")
    return '"' + path.replace('"', '""') + '"'


class FileZilla:
    """One connection."""

    def __init__(self, port, user, password):
        self.memory_file = os.memfd_create("pieces")
        os.ftruncate(self.memory_file, PIECE)
        self.memory = mmap.mmap(self.memory_file, PIECE)
        self.password = password
        self.local = None
        self.program = subprocess.Popen(
            ["fzsftp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=[self.memory_file]
        )
        self.line()
        self.tell("-0-\n-1-")
        self.do('open "%s@127.0.0.1" %s' % (user, port))

    def tell(self, text):
        self.program.stdin.write(text.encode() + b"\n")
        self.program.stdin.flush()

    def line(self):
        """The next line. Whether more may move is asked by one character that no line ends."""
        first = self.program.stdout.read(1)
        if not first:
            raise Failed("fzsftp has ended")
        if first.decode() in (MAY_RECEIVE, MAY_SEND):
            return first.decode()
        return (first + self.program.stdout.readline()).decode(errors="surrogateescape").rstrip("\n")

    def do(self, command, local=None):
        """Gives a command and serves it until it is done; the names that it lists."""
        self.local = local
        listed, problems = [], []
        self.tell(command)
        while True:
            line = self.line()
            event, text = line[:1], line[1:]
            if event == DONE:
                # Of a change of the mode that was made it says 0 as well.
                if problems:
                    raise Failed("%s: %s" % (command, " ".join(problems)))
                return listed
            if event == REPLY and local is None:
                return listed
            if event == ERROR:
                problems.append(text)
            elif event == LISTED:
                self.line()
                listed.append(self.line())
            elif event in (HOST_KEY, CHANGED_HOST_KEY):
                self.line()
                self.tell("y")
            elif event == PASSWORD:
                self.tell(self.password)
            elif event == MAY_RECEIVE:
                self.tell("-0-")
            elif event == MAY_SEND:
                self.tell("-1-")
            else:
                self.move(event, text)

    def move(self, event, text):
        if event == SIZE:
            self.tell("-%d" % os.fstat(self.local.fileno()).st_size)
        elif event == OPEN:
            at = int(text)
            offset = self.local.seek(0, os.SEEK_END) if at == AT_THE_END else self.local.seek(at)
            self.tell("-%d %d %d" % (self.memory_file, PIECE, offset))
        elif event == NEXT and "r" in self.local.mode and "+" not in self.local.mode:
            piece = self.local.read(PIECE)
            self.memory[: len(piece)] = piece
            self.tell("-0 %d" % len(piece) if piece else "-")
        elif event == NEXT:
            self.local.write(self.memory[: int(text)])
            self.tell("-0 %d" % PIECE)
        elif event == LAST:
            self.local.write(self.memory[: int(text)])
            self.tell("-1")

    def close(self):
        self.program.stdin.close()
        self.program.wait(20)
        self.program.stdout.close()
        self.memory.close()
        os.close(self.memory_file)


def put(client, word, file, path):
    with open(file, "rb") as local:
        client.do("%s %s %s" % (word, quoted(file), quoted(path)), local)


def get(client, word, path, file, mode):
    with open(file, mode) as local:
        client.do("%s %s %s" % (word, quoted(path), quoted(file)), local)


def perform(client, operation, arguments):
    if operation == "put":
        put(client, "put", *arguments)
    elif operation == "get":
        get(client, "get", *arguments, "wb")
    elif operation == "resume-up":
        put(client, "reput", *arguments)
    elif operation == "resume-down":
        get(client, "reget", *arguments, "r+b")
    elif operation == "put-as-it-is":
        put(client, "put", *arguments)
        found = os.stat(arguments[0])
        client.do("chmod %o %s" % (found.st_mode & 0o777, quoted(arguments[1])))
        client.do("chmtime %d %s" % (found.st_mtime, quoted(arguments[1])))
    elif operation in ("mkdir", "rmdir", "rm"):
        client.do("%s %s" % (operation, quoted(arguments[0])))
    elif operation == "rename":
        client.do("mv %s %s" % (quoted(arguments[0]), quoted(arguments[1])))
    elif operation == "list":
        client.do("cd " + quoted(arguments[0]))
        names = client.do("ls")
        return "\0".join(name for name in names if name not in (".", ".."))
    else:
        raise NoWordsForThat("file by file" if operation.endswith("-tree") else "no command")
    return ""


def main():
    port, user, password = sys.argv[1:4]
    for line in sys.stdin:
        # An operation that takes longer ends the program.
        signal.alarm(120)
        operation, *arguments = [base64.b64decode(word).decode() for word in line.split()]
        try:
            client = FileZilla(port, user, password)
            try:
                answer, text = "ok", perform(client, operation, arguments)
            finally:
                client.close()
        except NoWordsForThat as reason:
            answer, text = "none", str(reason)
        except Exception:
            answer, text = "failed", traceback.format_exc()
        signal.alarm(0)
        print(answer, base64.b64encode(text.encode(errors="surrogateescape")).decode(), flush=True)


main()
