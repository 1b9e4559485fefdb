"""F5: thousands of clients vanish in the middle of a write. No transaction stays open, and the writes after it are real."""

import random
import socket
import statistics
import threading
import time

from house import Postgres, Red, Server, drop
from work import Work

THREADS = 16
# The clients come in waves: a transaction left open is healed by the next write on its connection, so it shows best
# right after the last one.
WAVE = 160
# How late the network to the database delivers, in seconds each way: anything, and a BEGIN.
LATE = (0.001, 0.03)


def usual(server: Server, work: Work, asked: set[str]) -> float:
    """How long one write takes here, from its first byte to its answer."""
    took = []
    for number in range(THREADS):
        op = f"0usual-{number:02}-{number:05}"
        asked.add(op)
        request, began = work.raw(server, number, op), time.monotonic()
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as link:
            link.sendall(request)
            if b" 303 " not in link.recv(1024):
                raise Red("a write before the storm was refused")
        took.append(time.monotonic() - began)
    return statistics.median(took)


def wave(server: Server, work: Work, number: int, sockets: int, patience: float, seed: int) -> list[str]:
    """Each client waits for a random part of its `patience`, then is gone. Answers what they asked for."""
    asked: list[str] = []

    def some(part: int) -> None:
        dice = random.Random(seed * 1_000_000 + number * 1000 + part)
        for count in range(part, sockets, THREADS):
            op = f"1storm-{part:02}-{number:03}{count:05}"
            asked.append(op)
            try:
                link = socket.create_connection(("127.0.0.1", server.port), timeout=10)
                link.sendall(work.raw(server, part, op))
                time.sleep(dice.uniform(0, patience))
                drop(link)
            except OSError:
                pass

    threads = [threading.Thread(target=some, args=(part,)) for part in range(THREADS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return asked


def open_now(server: Server) -> set[tuple[str, ...]]:
    assert server.database
    rows = Postgres.sql(
        server.database,
        "SELECT pid, xact_start, left(query, 60) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'",
    )
    return {tuple(row) for row in rows}


def stuck(server: Server) -> set[tuple[str, ...]]:
    """Transactions that nobody goes on with: still the same after three seconds, in which what is under way ends."""
    time.sleep(0.2)
    left = open_now(server)
    end = time.monotonic() + 3.0
    while left and time.monotonic() < end:
        time.sleep(0.25)
        left &= open_now(server)
    return left


def run(server: Server, work: Work, sockets: int, follow_up: int, seed: int) -> str:
    server.start()
    work.prepare(server)
    asked: set[str] = set()
    # Most go while the transaction begins or is open, few after the answer.
    patience = usual(server, work, asked) * 0.7
    dropped = 0
    for number in range(-(-sockets // WAVE)):
        asked.update(wave(server, work, number, min(WAVE, sockets - dropped), patience, seed))
        dropped += min(WAVE, sockets - dropped)
        left = stuck(server)
        if left:
            raise Red(f"after {dropped} sockets {len(left)} transactions are left open: {sorted(left)[0][2]}")
    writers = [work.writer(server, number) for number in range(THREADS)]
    acknowledged = set()
    for count in range(follow_up):
        op = f"2after-{count % THREADS:02}-{count:05}"
        status = writers[count % THREADS](op)
        if status != 303:
            raise Red(f"{op} after the storm was answered with {status}")
        acknowledged.add(op)
    seen = work.stored(server, asked | acknowledged)
    if seen - asked - acknowledged:
        raise Red(f"rows nobody asked for: {sorted(seen - asked - acknowledged)[:3]}")
    if acknowledged - seen:
        raise Red(f"{len(acknowledged - seen)} of {follow_up} acknowledged writes cannot be seen from another connection")
    half = work.halves(server)
    if half:
        raise Red(f"{len(half)} operations are half done, such as {half[:3]}")
    if stuck(server):
        raise Red("a transaction is left open after the follow-up writes")
    server.check()
    server.stop()
    kept = sum(1 for op in seen if op.startswith("1storm"))
    return (
        f"{dropped} sockets dropped within {patience * 1000:.0f} ms ({kept} of their writes kept or replaced, each whole), "
        f"0 stuck transactions, {follow_up}/{follow_up} follow-up writes seen, seed {seed}"
    )
