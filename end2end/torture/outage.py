"""F7: Postgres is killed and comes back, again and again. The server stays, and nothing that was acknowledged is lost."""

import http.client
import pathlib
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import kill
from browser import Browser
from house import Postgres, Red, Server
from work import Work

WRITERS = 12
# Figure F7: from the moment Postgres takes connections to the moment nothing is refused any more.
BACK = 5.0
# So long away that whoever waits for a connection is told so.
LONG = 12.0


class Answered(NamedTuple):
    began: float
    status: int


class Load:
    """Writers that go on whatever happens. Keeps for each answer when it was asked for."""

    def __init__(self, server: Server, work: Work, dice: random.Random) -> None:
        self.server, self.work, self.dice = server, work, dice
        self.ledger = kill.Ledger(pathlib.Path(server.data, "ledger"))
        self.answers: list[Answered] = []
        self.halt = threading.Event()
        self.threads = [threading.Thread(target=self.write, args=(number,)) for number in range(WRITERS)]
        for one in self.threads:
            one.start()

    def write(self, number: int) -> None:
        write, count = self.work.writer(self.server, number), 0
        while not self.halt.is_set():
            count += 1
            op = f"outage-{number:02}-{count:05}"
            self.ledger.ask(op)
            began = time.monotonic()
            try:
                status = write(op)
            except (OSError, http.client.HTTPException):
                status = 0
            self.answers.append(Answered(began, status))
            if status == 303:
                self.ledger.note(op, status)
            else:
                # As a person would, a moment later. What became of it nobody knows: the commit may have gone through.
                self.halt.wait(0.05)

    def stop(self) -> None:
        self.halt.set()
        for one in self.threads:
            one.join()

    def trouble(self, since: float) -> tuple[float, float]:
        """Seconds from then to the first write that was begun after and stored, and to the last that failed."""
        after = [one for one in list(self.answers) if one.began >= since]
        good = [one.began - since for one in after if one.status == 303]
        bad = [one.began - since for one in after if one.status != 303 and one.status not in self.work.refusals]
        return min(good, default=float("inf")), max(bad, default=0.0)


# Seconds that are watched after each return.
WATCHED = BACK + 0.5


def killed(
    server: Server, work: Work, postgres: Postgres, times: int, seed: int, long: bool, watch: float = WATCHED
) -> str:
    """kill -9 of Postgres under load, so many times; one of the outages may be long."""
    dice = random.Random(seed)
    server.start()
    work.prepare(server)
    load = Load(server, work, dice)
    slowest = last = 0.0
    seen = "no long outage"
    for nth in range(times):
        time.sleep(dice.uniform(0.5, 1.5))
        postgres.kill()
        if long and nth == times // 2:
            seen = while_away(server)
        else:
            time.sleep(dice.uniform(0, 1.0))
        accepts = postgres.start()
        time.sleep(watch)
        back, trouble = load.trouble(accepts) if watch >= BACK else (0.0, 0.0)
        if back > BACK or trouble > BACK:
            load.stop()
            raise Red(f"outage {nth}: writable after {back:.1f} s, the last refusal after {trouble:.1f} s")
        slowest, last = max(slowest, back), max(last, trouble)
    load.stop()
    words = settled(server, work, load)
    return (
        f"{times} kills, {words}, writable {slowest:.2f} s after Postgres was, last refusal begun {last:.2f} s after, "
        f"{seen}, seed {seed}"
    )


def while_away(server: Server) -> str:
    """A long outage: alive but not ready, and whoever comes is told so on a page of the house."""
    until = time.monotonic() + LONG
    if server.asked("/healthz", 2) != 200:
        raise Red("without its database the server counts as dead")
    fields = {"email": "a@example.org", "password": "some words"}
    with ThreadPoolExecutor() as pool:
        asking = pool.submit(server.asked, "/readyz", LONG)
        signing_in = pool.submit(Browser(server, 7).post, "/do/identity/sign-in", "/sign-in", fields)
        ready, form = asking.result(), signing_in.result()
    if ready != 503:
        raise Red(f"without its database the server calls itself ready: {ready}")
    if form.status not in (500, 503) or "<main" not in form.text:
        raise Red(f"without its database a form is answered by {form.status}: {form.text[:200]}")
    time.sleep(max(0.0, until - time.monotonic()))
    return f"away: alive, not ready, forms answered by {form.status} with a page"


def settled(server: Server, work: Work, load: Load) -> str:
    assert server.process
    if server.process.poll() is not None:
        raise Red(f"the server ended with {server.process.returncode}")
    if "panicked" in server.log():
        raise Red("something panicked")
    bad = {one.status for one in load.answers} - {303, 500, 503, *work.refusals}
    kill.judge(server, work, load.ledger, "after the outages")
    again = kill.send_again(server, work, load.ledger, 20)
    kill.judge(server, work, load.ledger, "after sending again")
    server.check()
    if bad:
        raise Red(f"meanwhile people were answered by {sorted(bad)}")
    if len(load.ledger.acknowledged) < 100:
        raise Red(f"only {len(load.ledger.acknowledged)} writes were acknowledged: this proves nothing")
    failed = sum(1 for one in load.answers if one.status in (500, 503))
    return f"{len(load.ledger.acknowledged)} acknowledged, 0 lost, {failed} failed meanwhile, {again} sent again"


def thrown_out(server: Server, work: Work, postgres: Postgres, times: int, seed: int) -> str:
    """Postgres ends every connection of the server, under load, so many times."""
    assert server.database
    dice = random.Random(seed)
    server.start()
    work.prepare(server)
    load, ended = Load(server, work, dice), 0
    for _ in range(times):
        time.sleep(dice.uniform(0.1, 0.3))
        ended += postgres.end_connections(server.database)
    since = time.monotonic()
    time.sleep(WATCHED)
    load.stop()
    back, trouble = load.trouble(since)
    if back > BACK or trouble > BACK:
        raise Red(f"writable after {back:.1f} s, the last refusal after {trouble:.1f} s")
    return f"{ended} connections ended in {times} strokes, {settled(server, work, load)}, seed {seed}"


def quiet(server: Server, work: Work, postgres: Postgres, times: int) -> str:
    """Postgres goes and comes while nobody writes: whoever writes first afterwards is not the one to notice."""
    server.start()
    work.prepare(server)
    together(server, work, "0warm")
    for nth in range(times):
        postgres.kill()
        postgres.start()
        refused = [status for status in together(server, work, f"{nth + 1}back") if status not in (303, *work.refusals)]
        if refused:
            raise Red(f"{len(refused)} of {WRITERS} writes were refused although Postgres was back: {refused[:3]}")
    return f"{times} kills in quiet moments, {times * WRITERS} writes right after were all stored"


def together(server: Server, work: Work, when: str) -> list[int]:
    """One write of each writer, all at once."""
    statuses: list[int] = []
    barrier = threading.Barrier(WRITERS)

    def one(number: int) -> None:
        write = work.writer(server, number)
        barrier.wait()
        statuses.append(write(f"{when}-{number:02}-{number:05}"))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses
