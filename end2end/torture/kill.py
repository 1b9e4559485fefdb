"""F4: kill -9 at a random moment under 16 writers. No acknowledged write is lost, none is half done."""

import http.client
import os
import pathlib
import random
import threading
import time

from house import Red, Server, halves, post, stored

WRITERS = 16


class Ledger:
    """Acknowledged operations, on the disk before the next one is asked for."""

    def __init__(self, path: pathlib.Path) -> None:
        self.file = open(path, "ab", buffering=0)
        self.lock = threading.Lock()
        self.acknowledged: set[str] = set()
        self.asked: set[str] = set()
        self.refused: list[str] = []

    def ask(self, op: str) -> None:
        with self.lock:
            self.asked.add(op)

    def note(self, op: str, status: int) -> None:
        with self.lock:
            if status == 303:
                self.file.write(f"{op}\n".encode())
                os.fsync(self.file.fileno())
                self.acknowledged.add(op)
            else:
                self.refused.append(f"{op}: {status}")


def write_until_dead(server: Server, ledger: Ledger, round_: int, writer: int, stop: threading.Event) -> None:
    count = 0
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    while not stop.is_set():
        count += 1
        op = f"{round_:04}-{writer:02}-{count:05}"
        ledger.ask(op)
        try:
            ledger.note(op, post(link, server.port, op))
        except (OSError, http.client.HTTPException):
            # Neither yes nor no: the row may be there or not.
            link.close()
            if stop.wait(0.002):
                return


def rounds(server: Server, number: int, seed: int) -> str:
    """Runs the rounds; the report of it. Raises `Red` at the first broken promise."""
    dice = random.Random(seed)
    ledger = Ledger(pathlib.Path(server.data, "ledger"))
    slowest = 0.0
    server.start()
    for round_ in range(number):
        stop = threading.Event()
        writers = [
            threading.Thread(target=write_until_dead, args=(server, ledger, round_, writer, stop)) for writer in range(WRITERS)
        ]
        for one in writers:
            one.start()
        time.sleep(dice.uniform(0, 1.5))
        server.kill()
        stop.set()
        for one in writers:
            one.join()
        slowest = max(slowest, server.start())
        rows = stored(server)
        lost = ledger.acknowledged - rows
        if lost:
            raise Red(f"round {round_}: {len(lost)} acknowledged writes are lost, such as {sorted(lost)[:3]}")
        if rows - ledger.asked:
            raise Red(f"round {round_}: rows nobody asked for: {sorted(rows - ledger.asked)[:3]}")
        half = halves(server)
        if half:
            raise Red(f"round {round_}: {len(half)} operations are half done, such as {half[:3]}")
        if ledger.refused:
            raise Red(f"round {round_}: refused instead of stored: {ledger.refused[:3]}")
        # The whole database is judged at the end of each tenth round, its rows after every one.
        if round_ % 10 == 9 or round_ == number - 1:
            server.check()
    if len(ledger.acknowledged) < number:
        raise Red(f"only {len(ledger.acknowledged)} writes were acknowledged in {number} rounds: this proves nothing")
    server.stop()
    return (
        f"{number} rounds, {len(ledger.acknowledged)} acknowledged, 0 lost, 0 half done, "
        f"{len(stored(server)) - len(ledger.acknowledged)} stored without an answer, ready again within {slowest:.2f} s, seed {seed}"
    )
