"""Scores jobs, one JSON object a line on standard input, one verdict a line on standard output, in order.

Each job runs in a process of its own that may not write files, holds at most 2 GiB, and is killed when it makes no progress.
Around this process `unshare` takes network and writing away where the machine allows it.
"""

import contextlib
import json
import os
import select
import signal
import sys
import time

sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import scoring  # noqa: E402

MEMORY = 2 << 30
GRACE = 3.0
PREPARING = 240.0


def is_public(path):
    """Whether others than the owner may read what lies there."""
    while True:
        if not os.stat(path).st_mode & 0o001:
            return False
        if os.path.dirname(path) == path:
            return True
        path = os.path.dirname(path)


# A Python in somebody's home cannot import its own library as anybody else.
LIBRARY_IS_PUBLIC = is_public(os.path.dirname(os.path.realpath(os.__file__)))


class Alarm:
    """Interrupts a solution again and again once its time is up, since one interruption can be swallowed."""

    def __init__(self, pipe):
        self.pipe, self.told = pipe, 0.0
        signal.signal(signal.SIGALRM, self.ring)

    def ring(self, signum, frame):
        raise scoring.OutOfTime()

    @contextlib.contextmanager
    def limit(self, seconds):
        self.tell(b"L%f\n" % seconds)
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.05)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def alive(self):
        now = time.monotonic()
        if now - self.told > 0.5:
            self.tell(b".\n")

    def tell(self, what):
        self.told = time.monotonic()
        os.write(self.pipe, what)


def confine():
    import resource

    os.setsid()
    os.chdir("/")
    for limit, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_STACK, 64 << 20)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))
    if os.getuid() == 0 and LIBRARY_IS_PUBLIC:
        # Within a user namespace there is nobody else to become.
        with contextlib.suppress(OSError):
            os.setgid(65534)
            os.setuid(65534)
    # What a solution has no business with, and what would outlive it.
    for name in ("system", "popen", "fork", "forkpty", "kill", "killpg", "remove", "unlink", "rmdir", "rename", "truncate", "putenv", "execv", "execve", "posix_spawn"):
        if hasattr(os, name):
            setattr(os, name, None)
    sys.modules["subprocess"] = None
    sys.modules["socket"] = None
    sys.stdin = open(os.devnull)


def child(line, pipe):
    confine()
    job = json.loads(line)
    verdict = scoring.score(job, Alarm(pipe))
    os.write(pipe, b"V" + json.dumps(verdict).encode() + b"\n")


def run(line):
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        code = 1
        try:
            os.close(reading)
            child(line, writing)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    held, verdict, why = b"", None, "ended without a verdict"
    deadline = time.monotonic() + PREPARING
    while verdict is None:
        ready, _, _ = select.select([reading], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            why = "takes too long"
            break
        piece = os.read(reading, 65536)
        if piece == b"":
            break
        held += piece
        *lines, held = held.split(b"\n")
        for one in lines:
            if one[:1] == b"V":
                verdict = json.loads(one[1:])
            elif one[:1] == b"L":
                deadline = time.monotonic() + float(one[1:]) + GRACE
            # Between two limits the reference may be at work.
            if one[:1] == b".":
                deadline = time.monotonic() + PREPARING
    os.close(reading)
    # With whatever it started; its group is its own once it has called setsid.
    for end in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            end(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    if verdict is None:
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) != signal.SIGKILL:
            why = "crashed with signal %d" % os.WTERMSIG(status)
        verdict = {"base": False, "plus": False, "why": why}
    return verdict


for line in sys.stdin:
    began = time.monotonic()
    verdict = run(line)
    verdict["seconds"] = round(time.monotonic() - began, 3)
    print(json.dumps(verdict), flush=True)
