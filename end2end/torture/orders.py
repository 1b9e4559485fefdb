"""The race for a code: many people order with it at once, and there is one for every fifth of them.

Who has one is told by the rows. In the last round the server is killed midway; whoever got no answer sends the same form
again.
"""

import http.client
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import people
from browser import Browser
from house import Red, Server

JOIN = "/do/membership/join"
MAKE = "/do/codes/make"
CANCEL = "/do/membership/cancel-order"
# At once; the server takes as many connections and more.
HANDS = 32
# How often a kill may come too late before that is a fault of this race.
KILLS = 6
# What a member is told when no code is left.
USED_UP = "has been used as often as it can be"


def treasurer(server: Server, told: str) -> Browser:
    """One of the sample people, with the second factor that the command line printed."""
    words = next(line.split() for line in told.splitlines() if line.split()[:1] == ["treasurer"])
    browser = Browser(server, 998)
    people.must(people.sign_in(browser, words[1], words[2]), "the treasurer's sign-in")
    code = people.code(words[-1])
    people.must(browser.post("/do/identity/second-factor", "/sign-in/code", {"code": code}), "the second factor")
    return browser


def make(desk: Browser, letters: str, cap: int) -> None:
    fields = {
        "_key": f"torture-make-{letters}", "kind": "shared", "letters": letters, "off": "percent", "amount": "15",
        "purpose": "both", "zone": "America/New_York", "cap": str(cap), "per_person": "20",
    }
    people.must(desk.post(MAKE, "/desk/codes", fields), "making a code")


def orders(browser: Browser, letters: str, nth: int, hitches: list[str]) -> str | None:
    """The order that came of it; `None` when all codes were taken. The form is sent again while there is no answer, and
    each time that happens is noted in `hitches`."""
    fields = {
        "_key": f"torture-{letters}-{nth:06}", "plan": "fellow", "stage": "fellow", "img": "yes", "terms": "1",
        "discount": letters,
    }
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            answer = browser.post(JOIN, "/join", fields)
        except (OSError, http.client.HTTPException):
            hitches.append("cut")
            time.sleep(0.05)
            continue
        if answer.status == 303:
            return answer.to.partition("?")[0].rpartition("/")[2]
        if answer.status == 422 and USED_UP in answer.text:
            return None
        if answer.status != 503:
            raise Red(f"an order was answered by {answer.status}, and not by {USED_UP!r}")
        hitches.append("busy")
        time.sleep(0.05)
    raise Red("the server did not answer for two minutes")


def race(server: Server, many: int, rounds: int, seed: int) -> str:
    """`rounds` rounds of `many` people, and one more in which the server is killed while they order."""
    server.env["LANDFALL_SAMPLE"] = "1"
    cap, dice = many // 5, random.Random(seed)
    told = server.run("sample", "add").stdout
    server.start()
    desk = treasurer(server, told)
    browsers = list(people.members(server, [f"joiner{nth}" for nth in range(many)]).values())

    def once(letters: str, kill_after: float | None) -> tuple[float, list[str]]:
        """One round: how long it took, and what kept people waiting."""
        nonlocal browsers
        make(desk, letters, cap)
        hitches: list[str] = []
        killer = threading.Timer(kill_after, lambda: (server.kill(), server.start())) if kill_after else None
        began = time.monotonic()
        if killer:
            killer.start()
        with ThreadPoolExecutor(HANDS) as hands:
            got = list(hands.map(lambda nth: orders(browsers[nth], letters, nth, hitches), range(many)))
        took = time.monotonic() - began
        if killer:
            killer.join()
            # Those who were answered before the kill still hold a connection to a server that is gone.
            browsers = [people.again(server, browser) for browser in browsers]
        orders_made = [order for order in got if order]
        verdict(server, letters, cap, orders_made)
        if killer is None:
            sees(server, letters, cap, orders_made)
        free(browsers, got)
        return took, hitches

    began, shortest = time.monotonic(), 60.0
    for round_ in range(rounds):
        took, hitches = once(f"RACE-{round_}", None)
        shortest = min(shortest, took)
        if hitches:
            raise Red(f"nothing was wrong with the server, and people were kept waiting: {hitches[:5]}")
    for nth in range(KILLS):
        # Halfway through, and earlier when everybody was through before.
        _, hitches = once(f"KILL-{nth}", shortest * dice.uniform(0.2, 0.6) / 2**nth)
        if "cut" in hitches:
            break
    else:
        raise Red(f"{KILLS} kills met nobody who was ordering")
    took = time.monotonic() - began
    server.stop()
    server.check()
    return (
        f"{rounds} rounds of {many} people on {cap} codes and one with a kill that cut {hitches.count('cut')} answers, in "
        f"{took:.1f} s: exactly {cap} each time"
    )


def sees(server: Server, letters: str, cap: int, got: list[str]) -> None:
    """The judge itself, with one code too few and with one person who was told and has none."""
    for codes, told in ((cap - 1, got), (cap, got[1:])):
        try:
            verdict(server, letters, codes, told)
        except Red:
            continue
        raise Red("the judge of this race sees nothing")


def verdict(server: Server, letters: str, cap: int, got: list[str]) -> None:
    rows = server.query(
        "SELECT orders.public_id, code_uses.account_id, orders.state FROM code_uses JOIN codes ON codes.id = code_uses.code_id "
        f"JOIN orders ON orders.id = code_uses.order_id WHERE codes.letters = '{letters}' AND code_uses.state = 'held'"
    )
    if len(rows) != cap or len({account for _, account, _ in rows}) != cap:
        raise Red(f"{len(rows)} orders hold {letters}, and there are {cap}")
    if {order for order, *_ in rows} != set(got):
        raise Red(f"{len(got)} people were told that they have {letters}, and other {len(rows)} orders hold it")
    if any(state != "open" for *_, state in rows):
        raise Red(f"an order that holds {letters} does not wait for its payment")
    taken = server.query(f"SELECT taken FROM codes WHERE letters = '{letters}'")
    if taken != [[str(cap)]]:
        raise Red(f"the counter of {letters} says {taken}")


def free(browsers: list[Browser], got: list[str | None]) -> None:
    """Everybody is free for the next round."""
    with ThreadPoolExecutor(HANDS) as hands:
        pairs = [(browser, order) for browser, order in zip(browsers, got) if order]
        for answer in hands.map(lambda pair: pair[0].post(CANCEL, f"/me/membership/orders/{pair[1]}", {"order": pair[1]}), pairs):
            people.must(answer, "taking an order back")
