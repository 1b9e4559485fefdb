"""Places at a host, offered and taken by many at once while the server is struck dead, given back, and left to lapse.

Who has a place is told by the rows, and they are held against what each press was answered.
"""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import people
import press
from browser import Browser
from house import Red, Server

APPLY = "/do/opportunities/apply"
MOVE = "/do/opportunities/move"
LINE = "/do/opportunities/line"
SEATS = "/do/opportunities/seats"
ANSWER = "/do/opportunities/answer"
MINE = "/me/applications"

# Applicants whom the host leaves outside the line, so that there is somebody to be offered what the line leaves over.
OUTSIDE = 2
# How many hands the host has.
HOSTS = 3
# How long it lasts until the server is killed, in seconds.
STORM = (0.1, 0.9)
WAITING = ("received", "in-review", "interview")
STEPS = ("an offer", "an accept", "a withdrawal", "a place in line")


class Places:
    """One posting, its host, and everybody who wants to come."""

    def __init__(self, server: Server, host: Browser, guests: dict[str, Browser], posting: str, dice: random.Random) -> None:
        self.server, self.host, self.posting, self.dice = server, host, posting, dice
        self.here = f"/me/postings/{posting}"
        self.seats = dice.choice((3, 4))
        self.book = press.Book()
        # The place of each application in the line, once it stands.
        self.line: dict[str, int] = {}
        self.slowest, self.lapsed, self.served = 0.0, 0, 0
        self.browsers = self.apply(guests)
        # Whoever takes a place; whoever takes one and gives it back; whoever lets the time run out.
        ids = dice.sample(sorted(self.browsers), len(self.browsers))
        self.leaving, self.asleep = set(ids[::3]), set(ids[1::3])

    def apply(self, guests: dict[str, Browser]) -> dict[str, Browser]:
        """Everybody applies; their browsers by the application."""
        host = people.again(self.server, self.host)
        people.must(host.post(SEATS, self.here, {"posting": self.posting, "seats": str(self.seats)}), "the number of places")

        def one(browser: Browser) -> None:
            fields = {"posting": self.posting, "answer": "Because of the clinic."}
            own = people.again(self.server, browser)
            people.must(own.post(APPLY, f"/opportunities/{self.posting}/apply", fields), "an application")

        with ThreadPoolExecutor(8) as hands:
            list(hands.map(one, guests.values()))
        rows = self.server.query(
            "SELECT a.public_id, w.email FROM applications a JOIN postings p ON p.id = a.posting_id "
            f"JOIN accounts w ON w.id = a.applicant_account WHERE p.public_id = '{self.posting}'"
        )
        if len(rows) != len(guests):
            raise Red(f"{len(rows)} applications of {len(guests)} people")
        return {application: guests[email.partition("@")[0]] for application, email in rows}

    # What people press.

    def offer(self, application: str) -> press.Button:
        fields = {"posting": self.posting, "application": application, "step": "offer", "days": "2"}
        return "an offer", application, MOVE, self.here, fields

    def answer(self, application: str, step: str) -> press.Button:
        what = "an accept" if step == "accept" else "a withdrawal"
        return what, application, ANSWER, MINE, {"application": application, "step": step}

    def hosting(self) -> press.Hand:
        browser, dice = people.again(self.server, self.host), random.Random(self.dice.random())
        outside = sorted(self.browsers.keys() - self.line.keys())

        def hand() -> bool:
            self.book.press(browser, *self.offer(dice.choice(outside)))
            return True

        return hand

    def hoping(self, application: str) -> press.Hand:
        browser = people.again(self.server, self.browsers[application])

        def hand() -> bool:
            if application in self.asleep or self.book.was_done("a withdrawal", application):
                return False
            # Who leaves gives the place back also when they do not know whether it is theirs.
            if application in self.leaving and self.book.may_be_done("an accept", application):
                self.book.press(browser, *self.answer(application, "withdraw"))
                return True
            self.book.press(browser, *self.answer(application, "accept"))
            return not self.book.was_done("an accept", application)

        return hand

    # What befalls them.

    def strike(self, when: str, time_is_over: bool = False) -> None:
        hands = [self.hosting() for _ in range(HOSTS)] + [self.hoping(one) for one in self.browsers]
        press.storm(self.server, hands, self.dice.uniform(*STORM))
        if time_is_over:
            # Whatever is offered now was offered long ago, and the work that looks for it is due, whoever had it.
            self.server.change("UPDATE applications SET hold_until = applied_at WHERE stage = 'offered'")
            self.server.change("UPDATE jobs SET due_at = created_at, leased_until = NULL WHERE kind = 'opportunities.step'")
        self.slowest = max(self.slowest, self.server.start())
        self.judge(when)

    def line_up(self, when: str) -> None:
        """Every place that is left is promised; then whoever was not offered one stands in line."""
        host = people.again(self.server, self.host)
        seats, stages = self.read()[0][0], self.stages()
        waiting = [one for one in self.browsers if stages[one] in WAITING]
        # Those who sleep come first, so that the line moves by itself too.
        self.dice.shuffle(waiting)
        waiting.sort(key=lambda one: one not in self.asleep)
        free = int(seats) - sum(stage in ("offered", "accepted") for stage in stages.values())
        for _ in range(min(free, len(waiting))):
            if self.book.calm(host, *self.offer(waiting.pop())) != press.DONE:
                raise Red(f"{when}: a free place could not be offered")
        if waiting and self.book.calm(host, *self.offer(waiting[-1])) != press.REFUSED:
            raise Red(f"{when}: a place that is not there was offered")
        for place, application in enumerate(waiting[:-OUTSIDE], 1):
            fields = {"posting": self.posting, "application": application, "place": str(place)}
            if self.book.calm(host, "a place in line", application, LINE, self.here, fields) != press.DONE:
                raise Red(f"{when}: nobody can be put in line")
            self.line[application] = place
        self.judge(when)

    def settle(self, when: str) -> None:
        """Nobody strikes any more: what is over lapses, and whoever holds an offer takes it."""
        until = time.monotonic() + 20
        while any(over for *_, over in self.read()):
            if time.monotonic() > until:
                raise Red(f"{when}: an offer whose time is over still holds its place")
            time.sleep(0.05)
        self.judge(when)
        stages = self.stages()
        self.lapsed = sum(stage == "lapsed" for stage in stages.values())
        self.served = sum(stages[one] not in (*WAITING, "withdrawn") for one in self.line)
        for application, stage in stages.items():
            browser = people.again(self.server, self.browsers[application])
            if stage == "offered" and self.book.calm(browser, *self.answer(application, "accept")) != press.DONE:
                raise Red(f"{when}: an offer that holds cannot be accepted")
        self.judge(when)
        self.server.check()

    # What must be so, whenever one looks.

    def read(self) -> list[list[str]]:
        """One statement sees one moment, while the house goes on by itself."""
        return self.server.query(
            "SELECT p.seats, p.offered, p.taken, p.state, a.public_id, a.stage, a.line, "
            "CASE WHEN a.hold_until <= a.applied_at THEN 'over' ELSE '' END "
            f"FROM postings p JOIN applications a ON a.posting_id = p.id WHERE p.public_id = '{self.posting}'"
        )

    def stages(self) -> dict[str, str]:
        return {row[4]: row[5] for row in self.read()}

    def judge(self, when: str) -> None:
        """`Red` at the first broken promise."""
        rows = self.read()
        seats, offered, taken = map(int, rows[0][:3])
        stages, lines = {row[4]: row[5] for row in rows}, {row[4]: int(row[6]) for row in rows if row[6]}
        if offered + taken > seats:
            raise Red(f"{when}: {offered} places are offered and {taken} taken, and there are {seats}")
        there = tuple(sum(stage == word for stage in stages.values()) for word in ("offered", "accepted"))
        if (offered, taken) != there:
            raise Red(f"{when}: the posting counts {offered} offers and {taken} people, and there are {there[0]} and {there[1]}")
        if (rows[0][3] == "filled") != (taken == seats):
            raise Red(f"{when}: {taken} of {seats} places are taken, and the posting is {rows[0][3]}")
        for application, stage in stages.items():
            self.kept(when, application, stage)
            if application in self.line and stage in WAITING and lines.get(application) != self.line[application]:
                raise Red(f"{when}: an acknowledged place in line is lost")
        if lines and offered + taken < seats:
            raise Red(f"{when}: {seats - offered - taken} places are free while {len(lines)} people stand in line")
        served = [place for one, place in self.line.items() if stages[one] in ("offered", "accepted", "lapsed")]
        if served and lines and max(served) > min(lines.values()):
            raise Red(f"{when}: somebody passed the line")

    def kept(self, when: str, application: str, stage: str) -> None:
        """What somebody was told is so, and nothing is that nobody asked for."""
        book = self.book
        if book.was_done("a withdrawal", application):
            if stage != "withdrawn":
                raise Red(f"{when}: an acknowledged withdrawal is lost: {stage}")
        elif book.was_done("an accept", application):
            left = stage == "withdrawn" and book.may_be_done("a withdrawal", application)
            if stage != "accepted" and not left:
                raise Red(f"{when}: an acknowledged accept is lost: {stage}")
        if book.was_done("an offer", application) and stage in WAITING:
            raise Red(f"{when}: an acknowledged offer is lost: {stage}")
        for what, step in (("accepted", "an accept"), ("withdrawn", "a withdrawal")):
            if stage == what and not book.may_be_done(step, application):
                raise Red(f"{when}: an application is {what}, and nobody pressed for it")


def rounds(server: Server, number: int, many: int, seed: int) -> str:
    """A posting each round, wanted by all; the server is killed three times over each."""
    dice = random.Random(seed)
    host = people.invented(server)["host"]
    server.start()
    hosting = people.come_in(server, host, 900)
    guests = people.members(server, [f"guest{nth}" for nth in range(many)])
    open_ones = server.query("SELECT public_id FROM postings WHERE sample AND state = 'published' ORDER BY id")
    done: list[Places] = []
    for round_, (posting,) in enumerate(open_ones[:number]):
        one = Places(server, hosting, guests, posting, dice)
        one.strike(f"posting {round_}, everybody at once")
        one.line_up(f"posting {round_}, the line")
        one.strike(f"posting {round_}, time is over", time_is_over=True)
        one.strike(f"posting {round_}, time is over again", time_is_over=True)
        one.settle(f"posting {round_}, the end")
        done.append(one)

    def count(word: str, *steps: str) -> int:
        return sum(one.book.count(word, steps or STEPS) for one in done)

    accepts, left = count(press.DONE, "an accept"), count(press.DONE, "a withdrawal")
    lapsed, served = sum(one.lapsed for one in done), sum(one.served for one in done)
    words = (
        f"{number} postings and {3 * number} kills under {many} applicants, {count(press.DONE)} presses acknowledged, "
        f"{count(press.REFUSED)} refused, {count(press.UNKNOWN)} without an answer; {accepts} accepts, {left} withdrawals, "
        f"{lapsed} lapses, {served} places by the line: none lost, none twice, the line in order, ready again within "
        f"{max(one.slowest for one in done):.2f} s, seed {seed}"
    )
    if len(done) < number or not all((accepts, left, lapsed, served, count(press.UNKNOWN))):
        raise Red(f"this proves nothing: {words}")
    server.stop()
    server.check()
    return words
