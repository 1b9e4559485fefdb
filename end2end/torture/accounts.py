"""Signing in under attack: nobody learns who has an account by the clock, and a flood does not starve the readers."""

import contextlib
import http.client
import pathlib
import random
import threading
import time

import people
from browser import Browser
from house import Red, Server

WRONG = "a password that is wrong"
# Tries that one account allows in a quarter of an hour (figure F27), less one.
EACH = 9
# Figure F26: how far from a coin the clock may be. Few tries cannot tell so little from chance, so there the band is as
# wide as chance is with one run in two thousand.
BAND, CHANCE = 0.05, 3.5
# Figure F28, in seconds and MiB.
PAGES, MEMORY = 0.3, 100
# People with a browser that is known, who want to come in during the flood.
OWNERS = 5


def auc(longer: list[float], shorter: list[float]) -> float:
    """How well a threshold on the time tells one list from the other: 0.5 is not at all."""
    ranked = sorted([(value, 1) for value in longer] + [(value, 0) for value in shorter])
    ranks = sum(place for place, (_, mine) in enumerate(ranked, 1) if mine)
    return (ranks - len(longer) * (len(longer) + 1) / 2) / (len(longer) * len(shorter))


def timing(server: Server, tries: int, seed: int) -> str:
    """F26: the time of a refusal does not tell whether the address has an account."""
    dice = random.Random(seed)
    server.start()
    browser, each = Browser(server), tries // 2
    for nth in range(each // EACH + 1):
        browser.network = nth
        people.must(people.sign_up(browser, f"known{nth}@example.org", f"timing-{nth:012}"), f"sign-up {nth}")
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for nth in range(each):
        # In no order that the machine could learn.
        for kind in dice.sample(("known", "unknown"), 2):
            browser.network += 1
            browser.cookies.clear()
            answer = people.sign_in(browser, f"{kind}{nth // EACH}@example.org", WRONG)
            people.must(answer, f"try {nth} for a {kind} address", 422)
            times[kind].append(answer.took)
    seen = auc(times["known"], times["unknown"])
    band = max(BAND, CHANCE * ((2 * each + 1) / (12 * each * each)) ** 0.5)
    words = f"{2 * each} tries, the clock tells known from unknown with an AUC of {seen:.3f} (allowed 0.5 +- {band:.3f}), seed {seed}"
    if abs(seen - 0.5) >= band:
        raise Red(words)
    return words


def memory(server: Server, what: str) -> float:
    """What the process holds in memory (VmRSS), or has held at most (VmHWM), in MiB."""
    assert server.process
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.partition(f"{what}:")[2].split()[0]) / 1024


class Flood:
    """Clients that try to sign in, each try for another address and from another household.

    Whoever waits for an answer asks nothing meanwhile, so there are more clients than can wait at the same time.
    """

    def __init__(self, server: Server, rate: int, clients: int) -> None:
        self.server, self.pause, self.clients = server, clients / rate, clients
        self.answers: dict[str, int] = {}
        self.lock, self.halt = threading.Lock(), threading.Event()
        self.threads = [threading.Thread(target=self.attack, args=(number,)) for number in range(clients)]
        for one in self.threads:
            one.start()

    def attack(self, number: int) -> None:
        browser, nth = Browser(self.server), number
        self.halt.wait(self.pause * number / self.clients)
        while not self.halt.is_set():
            began = time.monotonic()
            browser.network = 100_000 + nth
            try:
                answer = people.sign_in(browser, f"flood{nth}@example.org", WRONG)
                word = str(answer.status)
                if answer.status in (429, 503) and not answer.headers["Retry-After"]:
                    word += " without a time to come back"
            except (OSError, http.client.HTTPException) as broken:
                word = repr(broken)
            with self.lock:
                self.answers[word] = self.answers.get(word, 0) + 1
            nth += self.clients
            self.halt.wait(max(0.0, self.pause - (time.monotonic() - began)))

    def stop(self) -> dict[str, int]:
        """The answers until now. Those that are still waited for are not: without a queue they may take very long."""
        with self.lock:
            answers = dict(self.answers)
        self.halt.set()
        self.server.kill()
        for one in self.threads:
            one.join()
        return answers


def come_in(owners: list[Browser], seconds: float, waits: list[float]) -> None:
    """People whose browsers are known want to come in, and try again at once when told that it is too busy."""
    for nth, owner in enumerate(owners):
        began = time.monotonic()
        status = 503
        while status == 503 and time.monotonic() - began < seconds / OWNERS:
            with contextlib.suppress(OSError, http.client.HTTPException):
                status = people.sign_in(owner, f"owner{nth}@example.org").status
            time.sleep(0.1)
        waits.append(time.monotonic() - began if status == 303 else float("inf"))


def flood(server: Server, seconds: float, clients: int, rate: int = 200) -> str:
    """F28: so many sign-ins a second, and pages are read meanwhile."""
    server.start()
    owners = [Browser(server, nth) for nth in range(OWNERS)]
    for nth, owner in enumerate(owners):
        people.must(people.sign_up(owner, f"owner{nth}@example.org", f"flood-owner-{nth:05}"), "a sign-up")
        people.must(people.sign_in(owner, f"owner{nth}@example.org"), "a sign-in")
    reader, times, status = Browser(server, OWNERS), [], 200
    reader.get("/events")
    before, waits = memory(server, "VmRSS"), []
    attack, until = Flood(server, rate, clients), time.monotonic() + seconds
    enters = threading.Thread(target=come_in, args=(owners, seconds, waits))
    enters.start()
    while time.monotonic() < until and status == 200:
        answer = reader.get("/events")
        status = answer.status
        times.append(answer.took)
        time.sleep(0.01)
    grown, answers = memory(server, "VmHWM") - before, attack.stop()
    enters.join()
    if status != 200:
        raise Red(f"a page was answered by {status} during the flood")
    times.sort()
    made = sum(answers.values())
    slow, inside = times[int(len(times) * 0.99)], [wait for wait in waits if wait < seconds]
    words = (
        f"pages p99 {slow * 1000:.0f} ms of {len(times)}, {grown:+.0f} MiB, during {made / seconds:.0f} sign-ins a second for "
        f"{seconds:.0f} s ({answers.get('503', 0)} told to come back); {len(inside)} of {OWNERS} owners with a known "
        f"browser in, after {max(inside, default=0):.1f} s at most"
    )
    for figure, most, what in [(grown, MEMORY, "much memory"), (slow, PAGES, "slow pages")]:
        if figure > most:
            raise Red(f"{what}: {words}")
    if not answers.keys() <= {"422", "429", "503"}:
        raise Red(f"the flood was answered by {answers}")
    if made < rate * seconds * 0.9:
        raise Red(f"no flood, this proves nothing: {words}")
    if len(inside) < OWNERS:
        raise Red(f"people with a known browser stayed outside: {words}")
    return words
