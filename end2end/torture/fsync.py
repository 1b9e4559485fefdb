"""F6: between the request and its answer, the write reaches the disk. Watched from outside with strace."""

import os
import pathlib
import re
import subprocess
import time

from house import Postgres, Red, Server
from work import Work

CALLS = "trace=fdatasync,fsync,read,recvfrom,write,writev,sendto,sendmsg,openat"
# Each with a connection of its own, in turns.
WRITERS = 4


def follow(server: Server, work: Work, writes: int, postgres: Postgres | None = None) -> str:
    """SQLite: the server itself must sync its write-ahead log. Postgres does that; the server must only wait for it."""
    server.start()
    assert server.process
    work.prepare(server)
    writers = [work.writer(server, number) for number in range(WRITERS)]
    # The first write opens what the others use.
    if any(write(f"0first-{number:02}-00000") != 303 for number, write in enumerate(writers)):
        raise Red("the first write was refused")
    watched = [server.process.pid]
    if postgres and server.database:
        watched += postgres.processes(server.database)
    trace = pathlib.Path(server.data, "trace")
    tracer = subprocess.Popen(
        ["strace", "-f", "-y", "-s", "80", "-e", CALLS, "-o", trace, *(part for pid in watched for part in ("-p", str(pid)))],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    for pid in watched:
        wait_for_tracer(tracer, pid)
    acknowledged = 0
    for count in range(writes):
        # One after the other, so that each sync belongs to one write.
        if writers[count % WRITERS](f"1sync-{count % WRITERS:02}-{count:05}") == 303:
            acknowledged += 1
    tracer.terminate()
    tracer.wait()
    server.stop()
    if acknowledged != writes:
        raise Red(f"only {acknowledged} of {writes} writes were acknowledged")
    synced = count_synced(trace.read_text(errors="replace"))
    if synced != writes:
        raise Red(f"only {synced} of {writes} acknowledged writes were synced before the answer")
    return f"{synced} of {writes} acknowledged writes reached the disk before their answer"


def wait_for_tracer(tracer: subprocess.Popen[bytes], pid: int) -> None:
    for _ in range(200):
        if tracer.poll() is not None:
            raise Red(f"strace did not start: {tracer.stderr.read().decode() if tracer.stderr else ''}")
        states = [pathlib.Path(task, "status").read_text() for task in pathlib.Path(f"/proc/{pid}/task").iterdir()]
        if all(not re.search(r"^TracerPid:\s+0$", state, re.M) for state in states):
            return
        time.sleep(0.02)
    raise Red("strace did not attach")


def count_synced(trace: str) -> int:
    """Walks the calls in order: a request read, then a finished sync of the log, then the 303 written."""
    synced = 0
    pending = False
    done = False
    unfinished: dict[str, str] = {}
    for line in trace.splitlines():
        task, _, call = line.partition(" ")
        call = call.strip()
        if call.endswith("<unfinished ...>"):
            unfinished[task] = call
            # An answer counts from the moment it begins to leave.
            if "HTTP/1.1 303" not in call:
                continue
        resumed = re.match(r"<\.\.\. (\w+) resumed>", call)
        if resumed:
            call = unfinished.pop(task, "") + " " + call
            if "HTTP/1.1 303" in call:
                continue
        if '"POST /do/' in call:
            pending, done = True, False
        elif re.match(r"(fdatasync|fsync)\(", call) and re.search(r"-wal>|/pg_wal/", call) and "= 0" in call:
            done = True
        elif pending and "HTTP/1.1 303" in call:
            synced += done
            pending = done = False
    return synced


def allowed() -> bool:
    """Whether this machine lets one process watch another."""
    child = subprocess.Popen(["sleep", "5"])
    try:
        tried = subprocess.run(["strace", "-p", str(child.pid), "-e", "trace=none"], capture_output=True, timeout=1, check=False)
        return b"attached" in tried.stderr and b"Operation not permitted" not in tried.stderr
    except subprocess.TimeoutExpired as running:
        return b"attached" in (running.stderr or b"")
    except OSError:
        return False
    finally:
        os.kill(child.pid, 9)
        child.wait()
