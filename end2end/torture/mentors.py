"""Mentors say yes and mentees confirm, all at once, while the server is struck dead.

Everybody who looks for a mentor has asked two, there are fewer seats than people, and some take a request back.
"""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import people
import press
from browser import Browser, forms, values
from house import Red, Server

DO = "/do/mentorship/"
HERE = "/me/mentoring"
# How long it lasts until the server is killed, in seconds.
STORM = (0.1, 0.9)
# Kills in each round.
STRIKES = 2
STEPS = ("a yes", "a confirmation", "a withdrawal")
OPEN = ("listed", "waiting", "open", "more-asked")


def setup(server: Server, helpers: dict[str, Browser], moderator: Browser) -> dict[str, str]:
    """Mentors whom a moderator has checked, with one seat and two in turn; their public ids."""
    statement = "I help with interviews and forms, for an hour a month."
    for nth, (name, browser) in enumerate(helpers.items()):
        work = {"step": "work", "name": f"Dr. {name}", "role": "fellow", "specialties": "psychiatry", "statement": statement}
        for action, fields in (
            ("save-step", work),
            ("save-step", {"step": "help", "offers": "cv-review"}),
            ("save-room", {"capacity": str(1 + nth % 2)}),
            ("ask-check", {"way": "moderator", "what": "The program office"}),
        ):
            people.must(browser.post(DO + action, HERE, fields), f"{action} of a mentor")
    rows = server.query("SELECT w.email, m.public_id FROM mentors m JOIN accounts w ON w.id = m.account_id")
    ids = {email.partition("@")[0]: mentor for email, mentor in rows}
    desk = people.must(moderator.get("/desk/mentors"), "the desk of mentors", 200)
    waiting = {values(one, "mentor")[0]: values(one, "stamp")[0] for one in forms(desk.text, DO + "check")}
    for name in helpers:
        if ids[name] not in waiting:
            raise Red(f"{name} does not stand at the desk")
        fields = {"mentor": ids[name], "stamp": waiting[ids[name]], "checked": "moderator"}
        people.must(moderator.post(DO + "check", "/desk/mentors", fields), "a check")
    return {name: ids[name] for name in helpers}


class Round:
    """Everybody looks for a mentor once."""

    def __init__(self, server: Server, everybody: dict[str, Browser], ids: dict[str, str], turn: int, dice: random.Random):
        self.server, self.turn, self.dice, self.book, self.slowest = server, turn, dice, press.Book(), 0.0
        self.everybody = everybody
        self.helpers = {name: browser for name, browser in everybody.items() if name in ids}
        self.askers = {name: browser for name, browser in everybody.items() if name not in ids}
        self.ask(ids)
        # The two of each mentee, and those that each mentor was asked with.
        self.mine: dict[str, list[str]] = {name: [] for name in self.askers}
        self.asked: dict[str, list[str]] = {name: [] for name in self.helpers}
        for what, request, state, mentee, mentor in self.read():
            if what == "request" and mentee in self.mine and state not in ("closed", "confirmed", "withdrawn"):
                self.mine[mentee].append(request)
                self.asked[mentor].append(request)
        if any(len(two) != 2 for two in self.mine.values()):
            raise Red(f"not everybody has asked two: {self.mine}")
        # Whoever confirms nothing before it is calm, so that mentors hold seats; whoever takes the first request back.
        self.slow = set(list(self.askers)[turn % 3 :: 3])
        self.fickle = {two[0] for two in self.mine.values() if dice.random() < 0.2}

    def ask(self, ids: dict[str, str]) -> None:
        names = list(self.helpers)

        def one(nth: int, browser: Browser) -> None:
            own = people.again(self.server, browser)
            wish = {"goals": "Find the right programs for me.", "topics": "cv-review", "stage": "applying"}
            people.must(own.post(DO + "save-ask", HERE, wish), "what somebody looks for")
            # Another two in each round: nobody is asked over and over by the same person.
            for step in (0, 1):
                mentor = ids[names[(nth + 2 * self.turn + step) % len(names)]]
                people.must(own.post(DO + "add", f"/mentors/{mentor}", {"mentor": mentor}), "a mentor on a list")

        with ThreadPoolExecutor(8) as hands:
            list(hands.map(one, range(len(self.askers)), self.askers.values()))

    # What people press.

    def yes(self, request: str) -> press.Button:
        return "a yes", request, DO + "accept", HERE, {"request": request}

    def confirmation(self, request: str) -> press.Button:
        return "a confirmation", request, DO + "confirm", HERE, {"request": request}

    def helping(self, name: str) -> press.Hand:
        browser, dice = people.again(self.server, self.helpers[name]), random.Random(self.dice.random())

        def hand() -> bool:
            if not self.asked[name]:
                return False
            self.book.press(browser, *self.yes(dice.choice(self.asked[name])))
            return True

        return hand

    def hoping(self, name: str) -> press.Hand:
        browser, dice = people.again(self.server, self.askers[name]), random.Random(self.dice.random())

        def hand() -> bool:
            request = dice.choice(self.mine[name])
            if name in self.slow:
                return False
            if request in self.fickle and dice.random() < 0.3:
                fields = {"request": request}
                self.book.press(browser, "a withdrawal", request, DO + "withdraw", HERE, fields)
            else:
                self.book.press(browser, *self.confirmation(request))
            return True

        return hand

    # What befalls them.

    def strike(self, when: str) -> None:
        hands = [self.helping(name) for name in self.helpers] + [self.hoping(name) for name in self.askers]
        press.storm(self.server, hands, self.dice.uniform(*STORM))
        self.slowest = max(self.slowest, self.server.start())
        self.judge(when)

    def settle(self, when: str) -> None:
        """Nobody strikes any more: yeses and confirmations in turn, until nothing moves."""
        moved = True
        while moved:
            moved = self.go_on(self.asked, OPEN, self.yes)
            moved |= self.go_on(self.mine, ("accepted",), self.confirmation)
        self.judge(when)
        rows = self.read()
        states = {request: state for what, request, state, *_ in rows if what == "request"}
        held = [request for two in self.mine.values() for request in two if states[request] == "accepted"]
        if held:
            raise Red(f"{when}: {len(held)} seats are held for nobody")
        together = [row[4] for row in rows if row[0] == "together" and row[2] != "ended"]
        for what, taken, capacity, _, mentor in rows:
            if what != "mentor":
                continue
            if int(taken) != together.count(mentor):
                raise Red(f"{when}: {taken} seats are taken, and {together.count(mentor)} work with that mentor")
            left_open = [request for request in self.asked[mentor] if states[request] in OPEN]
            if left_open and int(taken) < int(capacity):
                raise Red(f"{when}: a mentor has a free seat, and cannot say yes to {len(left_open)} people")

    def go_on(self, whose: dict[str, list[str]], waits: tuple[str, ...], button: Callable[[str], press.Button]) -> bool:
        """Everybody presses for what waits for them; whether any of it was done."""
        states = {row[1]: row[2] for row in self.read() if row[0] == "request"}
        done = False
        for name, requests in whose.items():
            browser = people.again(self.server, self.everybody[name])
            for request in requests:
                if states[request] in waits:
                    done |= self.book.calm(browser, *button(request)) == press.DONE
        return done

    def part(self, when: str) -> None:
        """Everybody parts and stops looking: every seat is free for the next round."""
        there = {row[3]: row[1] for row in self.read() if row[0] == "together" and row[2] != "ended"}
        pairs = "SELECT r.public_id, e.public_id FROM engagements e JOIN mentor_requests r ON r.id = e.request_id"
        names = dict(self.server.query(pairs))
        for name, browser in self.askers.items():
            own = people.again(self.server, browser)
            if name in there:
                fields = {"together": names[there[name]], "feedback": ""}
                people.must(own.post(DO + "close", HERE, fields), "parting")
            people.must(own.post(DO + "end-ask", HERE, {}), "the end of looking")
        left = self.server.query(
            "SELECT w.email FROM mentors m JOIN accounts w ON w.id = m.account_id "
            "WHERE w.email LIKE 'helper%' AND (m.taken > 0 OR m.open_requests > 0)"
        )
        if left:
            raise Red(f"{when}: seats are held, or requests open, although everybody has parted: {left[:3]}")
        self.server.check()

    # What must be so, whenever one looks.

    def read(self) -> list[list[str]]:
        """One statement sees one moment: what the rows say of the people of this test."""
        person = "(SELECT substr(email, 1, length(email) - 12) FROM accounts WHERE id = {})"
        mentee, mentor = person.format("a.account_id"), person.format("m.account_id")
        return self.server.query(
            f"SELECT 'request', r.public_id, r.state, {mentee}, {mentor} FROM mentor_requests r "
            "JOIN mentor_asks a ON a.id = r.ask_id JOIN mentors m ON m.id = r.mentor_id "
            f"UNION ALL SELECT 'together', r.public_id, e.phase, {mentee}, {mentor} FROM engagements e "
            "JOIN mentor_requests r ON r.id = e.request_id "
            "JOIN mentor_asks a ON a.id = e.ask_id JOIN mentors m ON m.id = e.mentor_id "
            f"UNION ALL SELECT 'mentor', CAST(m.taken AS TEXT), CAST(m.capacity AS TEXT), '', {mentor} FROM mentors m "
            "JOIN accounts w ON w.id = m.account_id WHERE w.email LIKE 'helper%'"
        )

    def judge(self, when: str) -> None:
        """`Red` at the first broken promise."""
        rows = self.read()
        together = {row[1]: (row[3], row[4]) for row in rows if row[0] == "together" and row[2] != "ended"}
        states = {row[1]: (row[2], row[3], row[4]) for row in rows if row[0] == "request"}
        matched = [mentee for mentee, _ in together.values()]
        for mentee in set(matched):
            if matched.count(mentee) > 1:
                raise Red(f"{when}: a mentee works with {matched.count(mentee)} mentors")
        for what, taken, capacity, _, mentor in rows:
            if what != "mentor":
                continue
            works = sum(mentor == other for _, other in together.values())
            held = sum(state == "accepted" and mentor == other for state, _, other in states.values())
            if int(taken) > int(capacity):
                raise Red(f"{when}: {taken} seats are taken of {capacity}")
            if int(taken) != works + held:
                raise Red(f"{when}: {taken} seats are taken, {works} for mentees and {held} held, with one mentor")
        for request in [one for two in self.mine.values() for one in two]:
            state, mentee, _ = states[request]
            self.kept(when, request, state, request in together, mentee in matched)

    def kept(self, when: str, request: str, state: str, works: bool, matched: bool) -> None:
        """What somebody was told is so, and nothing is that nobody asked for."""
        book = self.book
        if (state == "confirmed") != works:
            raise Red(f"{when}: a request is {state}, and the two work together: {works}")
        if book.was_done("a confirmation", request) and not works:
            raise Red(f"{when}: an acknowledged confirmation is lost: {state}")
        if book.was_done("a withdrawal", request) and state != "withdrawn":
            raise Red(f"{when}: an acknowledged withdrawal is lost: {state}")
        taken_back = state == "withdrawn" and book.may_be_done("a withdrawal", request)
        if book.was_done("a yes", request) and state not in ("accepted", "confirmed") and not taken_back:
            # The mentee has confirmed another.
            if state != "closed" or not matched:
                raise Red(f"{when}: an acknowledged yes is lost: {state}")
        asked = {"accepted": "a yes", "confirmed": "a confirmation", "withdrawn": "a withdrawal"}.get(state)
        if asked and not book.may_be_done(asked, request):
            raise Red(f"{when}: a request is {state}, and nobody pressed for it")


def rounds(server: Server, number: int, mentors: int, seed: int) -> str:
    """Twice as many mentees as mentors; the server is killed twice in each round."""
    dice = random.Random(seed)
    moderator = people.invented(server)["moderator"]
    server.start()
    helpers = people.members(server, [f"helper{nth}" for nth in range(mentors)])
    ids = setup(server, helpers, people.come_in(server, moderator, 900))
    askers = people.members(server, [f"asker{nth}" for nth in range(2 * mentors)])
    done: list[Round] = []
    for turn in range(number):
        one = Round(server, helpers | askers, ids, turn, dice)
        for strike in range(STRIKES):
            one.strike(f"round {turn}, kill {strike}")
        one.settle(f"round {turn}, the end")
        one.part(f"round {turn}")
        done.append(one)

    def count(word: str, *steps: str) -> int:
        return sum(one.book.count(word, steps or STEPS) for one in done)

    yes, confirmed = count(press.DONE, "a yes"), count(press.DONE, "a confirmation")
    words = (
        f"{number} rounds and {STRIKES * number} kills under {mentors} mentors and {2 * mentors} mentees, {count(press.DONE)} "
        f"presses acknowledged, {count(press.REFUSED)} refused, {count(press.UNKNOWN)} without an answer; {yes} yeses, "
        f"{confirmed} confirmations: none lost, nobody with two mentors, every seat once, ready again within "
        f"{max(one.slowest for one in done):.2f} s, seed {seed}"
    )
    if not all((yes, confirmed, count(press.REFUSED), count(press.UNKNOWN))):
        raise Red(f"this proves nothing: {words}")
    server.stop()
    server.check()
    return words
