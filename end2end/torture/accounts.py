"""Signing in under attack: nobody learns who has an account by the clock, and a flood does not starve the readers."""

import http.client
import threading
import time
import urllib.parse

from house import Red, Server, head

PASSWORD = "nine lamps by the shore"
SIGN_IN = "/do/identity/sign-in"
SIGN_UP = "/do/identity/sign-up"
# Tries that one account allows in a quarter of an hour (figure F27), less one.
EACH = 9


class Visitor:
    """A browser without cookies; every request may come from another network."""

    def __init__(self, server: Server) -> None:
        self.port = server.port
        self.link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

    def post(self, path: str, network: int, fields: dict[str, str]) -> tuple[int, dict[str, str], float]:
        body = urllib.parse.urlencode(fields).encode()
        headers = head(self.port, len(body)) | {"X-Forwarded-For": f"198.18.{network // 256 % 256}.{network % 256}"}
        began = time.perf_counter()
        self.link.request("POST", path, body, headers)
        answer = self.link.getresponse()
        answer.read()
        return answer.status, dict(answer.getheaders()), time.perf_counter() - began

    def get(self, path: str) -> tuple[int, float]:
        began = time.perf_counter()
        self.link.request("GET", path)
        answer = self.link.getresponse()
        answer.read()
        return answer.status, time.perf_counter() - began


def ready(server: Server) -> Server:
    server.env |= {"LANDFALL_TRUSTED_PROXIES": "127.0.0.1", "LANDFALL_SIGN_INS_PER_HOUR": "4000000000"}
    server.start()
    return server


def attempt(email: str) -> dict[str, str]:
    return {"_page": "/sign-in", "_form": SIGN_IN, "email": email, "password": "a password that is wrong"}


def auc(longer: list[float], shorter: list[float]) -> float:
    """How well a threshold on the time tells one list from the other: 0.5 is not at all."""
    ranked = sorted([(value, 1) for value in longer] + [(value, 0) for value in shorter])
    ranks = sum(place for place, (_, mine) in enumerate(ranked, 1) if mine)
    return (ranks - len(longer) * (len(longer) + 1) / 2) / (len(longer) * len(shorter))


def timing(server: Server, tries: int) -> str:
    """F26: the time of a refusal does not tell whether the address has an account."""
    visitor = Visitor(ready(server))
    accounts = tries // 2 // EACH + 1
    for nth in range(accounts):
        fields = {"_key": f"timing-sign-up-{nth:06}", "email": f"known{nth}@example.org", "password": PASSWORD}
        status, _, _ = visitor.post(SIGN_UP, nth, fields)
        if status != 303:
            raise Red(f"sign-up {nth} was answered by {status}")
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for nth in range(tries):
        kind = ("known", "unknown")[nth % 2]
        status, _, took = visitor.post(SIGN_IN, 1000 + nth, attempt(f"{kind}{nth // 2 // EACH}@example.org"))
        if status != 422:
            raise Red(f"try {nth} for a {kind} address was answered by {status}")
        times[kind].append(took)
    seen = auc(times["known"], times["unknown"])
    words = f"{tries} tries, the clock tells known from unknown with an AUC of {seen:.3f}"
    if not 0.45 < seen < 0.55:
        raise Red(words)
    return words


def flood(server: Server, seconds: float, rate: int = 200) -> str:
    """F28: so many sign-ins a second, and pages are read meanwhile."""
    ready(server)
    until = time.monotonic() + seconds
    answers: dict[int, int] = {}
    lock = threading.Lock()
    threads = 40

    def attack(number: int) -> None:
        visitor = Visitor(server)
        nth = number
        while time.monotonic() < until:
            began = time.monotonic()
            status, headers, _ = visitor.post(SIGN_IN, nth, attempt(f"flood{nth}@example.org"))
            if status in (429, 503) and "retry-after" not in {name.lower() for name in headers}:
                status = -status
            with lock:
                answers[status] = answers.get(status, 0) + 1
            nth += threads
            time.sleep(max(0.0, threads / rate - (time.monotonic() - began)))

    attackers = [threading.Thread(target=attack, args=(number,)) for number in range(threads)]
    for one in attackers:
        one.start()
    reader, times = Visitor(server), []
    while time.monotonic() < until:
        status, took = reader.get("/events")
        if status != 200:
            raise Red(f"a page was answered by {status} during the flood")
        times.append(took)
        time.sleep(0.01)
    for one in attackers:
        one.join()
    if any(status < 0 for status in answers):
        raise Red(f"a refusal did not say when to come back: {answers}")
    if not set(answers) <= {422, 429, 503}:
        raise Red(f"the flood was answered by {answers}")
    times.sort()
    slow = times[int(len(times) * 0.99)] * 1000
    words = (
        f"{sum(answers.values())} sign-ins in {seconds:.0f} s ({answers.get(503, 0)} told to come back), "
        f"pages p99 {slow:.0f} ms of {len(times)}"
    )
    if slow > 300:
        raise Red(words)
    return words
