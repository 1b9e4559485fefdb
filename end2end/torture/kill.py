"""F4: kill -9 at a random moment under 16 writers. No acknowledged write is lost, none is half done."""

import http.client
import os
import pathlib
import random
import threading
import time

from house import Red, Server
from work import Work, number_of

WRITERS = 16


class Ledger:
    """Acknowledged operations, on the disk before the next one is asked for."""

    def __init__(self, path: pathlib.Path) -> None:
        self.file = open(path, "ab", buffering=0)
        self.lock = threading.Lock()
        self.acknowledged: set[str] = set()
        self.asked: set[str] = set()
        self.refused: dict[str, int] = {}

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
                self.refused[op] = status

    def unknown(self) -> set[str]:
        """Asked for, and the answer did not come."""
        return self.asked - self.acknowledged - self.refused.keys()


def write_until(server: Server, work: Work, ledger: Ledger, when: str, number: int, stop: threading.Event) -> None:
    count = 0
    write = work.writer(server, number)
    while not stop.is_set():
        count += 1
        op = f"{when}-{number:02}-{count:05}"
        ledger.ask(op)
        try:
            ledger.note(op, write(op))
        except (OSError, http.client.HTTPException):
            # Neither yes nor no: the row may be there or not.
            if stop.wait(0.002):
                return


def judge(server: Server, work: Work, ledger: Ledger, when: str) -> None:
    """`Red` at the first broken promise."""
    rows = work.stored(server, ledger.asked)
    lost = ledger.acknowledged - rows
    if lost:
        raise Red(f"{when}: {len(lost)} acknowledged writes are lost, such as {sorted(lost)[:3]}")
    if rows - ledger.asked:
        raise Red(f"{when}: rows nobody asked for: {sorted(rows - ledger.asked)[:3]}")
    half = work.halves(server)
    if half:
        raise Red(f"{when}: {len(half)} operations are half done, such as {half[:3]}")
    odd = {op: status for op, status in ledger.refused.items() if status not in work.refusals}
    if odd:
        raise Red(f"{when}: refused instead of stored: {sorted(odd.items())[:3]}")


def send_again(server: Server, work: Work, ledger: Ledger, most: int) -> int:
    """Who got no answer sends the form once more, and gets the answer of the first time."""
    ops = [op for op in sorted(ledger.unknown(), reverse=True) if work.again(op)][:most]
    for op in ops:
        ledger.note(op, work.writer(server, number_of(op))(op))
    return len(ops)


def rounds(server: Server, work: Work, number: int, seed: int) -> str:
    """Runs the rounds; the report of it."""
    dice = random.Random(seed)
    ledger = Ledger(pathlib.Path(server.data, "ledger"))
    slowest, again = 0.0, 0
    server.start()
    work.prepare(server)
    for round_ in range(number):
        stop = threading.Event()
        writers = [
            threading.Thread(target=write_until, args=(server, work, ledger, f"{round_:04}", writer, stop))
            for writer in range(WRITERS)
        ]
        for one in writers:
            one.start()
        time.sleep(dice.uniform(0, 1.5))
        server.kill()
        stop.set()
        for one in writers:
            one.join()
        slowest = max(slowest, server.start())
        judge(server, work, ledger, f"round {round_}")
        again += send_again(server, work, ledger, 3)
        # The whole database is judged at the end of each tenth round, its rows after every one.
        if round_ % 10 == 9 or round_ == number - 1:
            judge(server, work, ledger, f"round {round_}")
            server.check()
    idle = set(range(WRITERS)) - {number_of(op) for op in ledger.acknowledged}
    if len(ledger.acknowledged) < number or idle:
        raise Red(f"{len(ledger.acknowledged)} writes were acknowledged, none of the writers {idle}: this proves nothing")
    server.stop()
    return (
        f"{number} rounds, {len(ledger.acknowledged)} acknowledged, 0 lost, 0 half done, {again} sent again and "
        f"answered as before, ready again within {slowest:.2f} s, seed {seed}"
    )
