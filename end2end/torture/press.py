"""Buttons that many press at once while the server is struck dead, and a book of what each press was answered.

A press without an answer may have done what it says or not. Every other answer is a promise that must hold afterwards.
"""

import http.client
import threading
import time
from collections.abc import Callable, Iterable

from browser import Browser
from house import Red, Server

# What is pressed, for which row, and the form: address, page, fields.
Button = tuple[str, str, str, str, dict[str, str]]
# One more press of somebody; `False` when they want nothing more.
Hand = Callable[[], bool]

DONE, REFUSED, BUSY, UNKNOWN, AWAY = "done", "refused", "busy", "unknown", "away"
# Whatever else comes is a fault of the house.
WORDS = {303: DONE, 422: REFUSED, 503: BUSY}
# Between two presses of one hand, in seconds.
PAUSE = 0.004


class Book:
    """What each step of each row was answered, whoever pressed it how often."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.answers: dict[tuple[str, str], set[str]] = {}
        self.counts: dict[tuple[str, str], int] = {}

    def press(self, browser: Browser, step: str, row: str, action: str, page: str, fields: dict[str, str]) -> str:
        word = ask(browser, step, action, page, fields)
        if word != AWAY:
            with self.lock:
                self.answers.setdefault((step, row), set()).add(word)
                self.counts[step, word] = self.counts.get((step, word), 0) + 1
        return word

    def calm(self, browser: Browser, step: str, row: str, action: str, page: str, fields: dict[str, str]) -> str:
        """A press while nothing is wrong, again as long as the server says that it is too busy."""
        until = time.monotonic() + 60
        while (word := self.press(browser, step, row, action, page, fields)) == BUSY:
            if time.monotonic() > until:
                raise Red("the server was too busy for a minute")
            time.sleep(0.05)
        if word in (UNKNOWN, AWAY):
            raise Red(f"{step} was not answered, although nobody struck")
        return word

    def of(self, step: str, row: str) -> set[str]:
        return self.answers.get((step, row), set())

    def was_done(self, step: str, row: str) -> bool:
        return DONE in self.of(step, row)

    def may_be_done(self, step: str, row: str) -> bool:
        return bool(self.of(step, row) & {DONE, UNKNOWN})

    def count(self, word: str, steps: Iterable[str]) -> int:
        return sum(self.counts.get((step, word), 0) for step in steps)


def ask(browser: Browser, step: str, action: str, page: str, fields: dict[str, str]) -> str:
    try:
        answer = browser.post(action, page, fields)
    except ConnectionRefusedError:
        # Nobody was there to hear it.
        return AWAY
    except (OSError, http.client.HTTPException):
        return UNKNOWN
    word = WORDS.get(answer.status)
    # Being sent elsewhere is not what says that something was done.
    if word is None or (word == DONE and "done=" not in answer.to):
        raise Red(f"{step} was answered by {answer.status} {answer.to}".rstrip())
    return word


def storm(server: Server, hands: list[Hand], seconds: float) -> None:
    """Lets all hands press at once, and kills the server while they do."""
    stop, broken = threading.Event(), []

    def work(hand: Hand) -> None:
        try:
            while not stop.is_set() and hand():
                stop.wait(PAUSE)
        except BaseException as error:
            broken.append(error)
            stop.set()

    threads = [threading.Thread(target=work, args=(hand,)) for hand in hands]
    for one in threads:
        one.start()
    stop.wait(seconds)
    server.kill()
    stop.set()
    for one in threads:
        one.join()
    if broken:
        raise broken[0]
