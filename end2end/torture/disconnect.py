"""F5: thousands of clients vanish in the middle of a write. No transaction stays open, and the writes after it are real."""

import http.client
import random
import socket
import threading
import time

from house import Postgres, Red, Server, drop, halves, post, raw_request, stored

THREADS = 16


def storm(server: Server, sockets: int, seed: int) -> None:
    def some(part: int) -> None:
        dice = random.Random(seed * 1000 + part)
        for count in range(sockets // THREADS):
            op = f"storm-{part:02}-{count:05}"
            try:
                link = socket.create_connection(("127.0.0.1", server.port), timeout=10)
                link.sendall(raw_request(server.port, op))
                time.sleep(dice.uniform(0, 0.03))
                drop(link)
            except OSError:
                pass

    threads = [threading.Thread(target=some, args=(part,)) for part in range(THREADS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def stuck(server: Server) -> list[list[str]]:
    assert server.database
    return Postgres.sql(
        server.database,
        "SELECT pid, state, left(query, 60) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'",
    )


def run(server: Server, sockets: int, follow_up: int, seed: int) -> str:
    server.start()
    storm(server, sockets, seed)
    # What was under way may finish; nothing may still be open after that.
    time.sleep(1.0)
    left = stuck(server)
    if left:
        raise Red(f"{len(left)} transactions are left open: {left[:2]}")
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
    return f"{sockets} sockets dropped ({kept} of their writes kept, each whole), 0 stuck transactions, {follow_up}/{follow_up} follow-up writes seen, seed {seed}"
