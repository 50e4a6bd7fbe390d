# Copyright 2026 The Sallyport authors.
# SPDX-License-Identifier: Apache-2.0
"""Runs a server and inherits the processes that it leaves behind, so that their CPU time is counted: OpenSSH's
internal-sftp outlives the process that would have waited for it."""
import ctypes
import os
import signal
import subprocess
import sys

PR_SET_CHILD_SUBREAPER = 36

if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
    sys.exit(f"no sub-reaper: {os.strerror(ctypes.get_errno())}")
server = subprocess.Popen(sys.argv[1:])
signal.signal(signal.SIGTERM, lambda *_: server.terminate())
while True:
    try:
        os.wait()
    except ChildProcessError:
        sys.exit(0)
