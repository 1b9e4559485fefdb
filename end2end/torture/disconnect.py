"""F5: thousands of clients vanish in the middle of a write. No transaction stays open, and the writes after it are real."""

import http.client
import random
import socket
import statistics
import threading
import time

from house import Postgres, Red, Server, drop, halves, post, raw_request, stored

THREADS = 16
# The clients come in waves: a transaction left open is healed by the next write on its connection, so it shows best
# right after the last one.
WAVE = 160
# How late the network to the database delivers, in seconds each way: anything, and a BEGIN.
LATE = (0.001, 0.03)


def usual(server: Server) -> float:
    """How long one write takes here, from its first byte to its answer."""
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    took = []
    for count in range(12):
        began = time.monotonic()
        if post(link, server.port, f"before-00-{count:05}") != 303:
            raise Red("a write before the storm was refused")
        took.append(time.monotonic() - began)
    return statistics.median(took)


def wave(server: Server, number: int, sockets: int, patience: float, seed: int) -> None:
    """Each client waits for a random part of its `patience`, then is gone."""

    def some(part: int) -> None:
        dice = random.Random(seed * 1_000_000 + number * 1000 + part)
        for count in range(part, sockets, THREADS):
            op = f"storm-{number:03}-{count:05}"
            try:
                link = socket.create_connection(("127.0.0.1", server.port), timeout=10)
                link.sendall(raw_request(server.port, op))
                time.sleep(dice.uniform(0, patience))
                drop(link)
            except OSError:
                pass

    threads = [threading.Thread(target=some, args=(part,)) for part in range(THREADS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


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


def run(server: Server, sockets: int, follow_up: int, seed: int) -> str:
    server.start()
    # Most go while the transaction begins or is open, few after the answer.
    patience = usual(server) * 0.7
    dropped = 0
    for number in range(-(-sockets // WAVE)):
        wave(server, number, min(WAVE, sockets - dropped), patience, seed)
        dropped += min(WAVE, sockets - dropped)
        left = stuck(server)
        if left:
            raise Red(f"after {dropped} sockets {len(left)} transactions are left open: {sorted(left)[0][2]}")
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    acknowledged = set()
    for count in range(follow_up):
        op = f"after-00-{count:05}"
        status = post(link, server.port, op)
        if status != 303:
            raise Red(f"{op} after the storm was answered with {status}")
        acknowledged.add(op)
    seen = stored(server)
    if acknowledged - seen:
        raise Red(f"{len(acknowledged - seen)} of {follow_up} acknowledged writes cannot be seen from another connection")
    half = halves(server)
    if half:
        raise Red(f"{len(half)} operations are half done, such as {half[:3]}")
    if stuck(server):
        raise Red("a transaction is left open after the follow-up writes")
    server.check()
    server.stop()
    kept = sum(1 for op in seen if op.startswith("storm"))
    return (
        f"{dropped} sockets dropped within {patience * 1000:.0f} ms ({kept} of their writes kept, each whole), "
        f"0 stuck transactions, {follow_up}/{follow_up} follow-up writes seen, seed {seed}"
    )
