"""The result of a cohort is published while the server is struck dead: all of it is there afterwards, or nothing of it.

Two who run the cohort press the button at once. Its days pass by its rows, as they are what the server looks at.
"""

import datetime
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import import_kill
import mentors
import people
import press
from browser import Browser, Fields
from house import Red, Server

# By their names.
People = dict[str, Browser]

DO = "/do/cohort/"
STEP = "a result"
# Mentors on the list of each mentee.
LISTED = 3
# Kills over one cohort at most; after the last its result comes out in peace.
STRIKES = 3
# Cohorts beyond those that were asked for, as long as no kill has met a press.
MORE = 8
# Three objectives were run, and nothing is published: see `Cohort.read`.
NOTHING = ("previewed", 3, 0, 0, 0, 3, *[0] * 7)


def day(ahead: int) -> str:
    return (datetime.date.today() + datetime.timedelta(ahead)).isoformat()


def whole(placed: int) -> tuple[str | int, ...]:
    """One more run, which is the published one; and for each who was placed a pair, what began with it, and a seat."""
    return ("published", 4, 4, 1, 1, 4, 1, *[placed] * 5, 1)


class Cohort:
    """One cohort, from the plan to its only result."""

    def __init__(self, server: Server, desk: list[Browser], sides: tuple[People, People], ids: list[str], turn: int) -> None:
        self.server, self.desk, self.turn, self.book = server, desk, turn, press.Book()
        self.helpers, self.askers = sides
        self.slowest, self.gone, self.out = 0.0, 0, False
        self.id = self.opened()
        self.page, self.here = f"/cohorts/{self.id}", f"/desk/cohorts/{self.id}"
        self.fill(ids)

    def opened(self) -> str:
        own = people.again(self.server, self.desk[0])
        plan: Fields = {
            "_key": f"torture-plan-{self.turn:06}", "title": f"Cohort {self.turn}", "promise": "stable", "most": str(LISTED),
            "about": "Six months with a mentor, an hour a month.", "sign_up": day(10), "mentees": day(20), "mentors": day(30),
        }
        saved = people.must(own.post(DO + "save", "/desk/new-cohort", plan), "a plan")
        cohort = saved.to.partition("?")[0].rpartition("/")[2]
        people.must(own.post(DO + "open", f"/desk/cohorts/{cohort}", {"cohort": cohort}), "the opening")
        return cohort

    def fill(self, ids: list[str]) -> None:
        """People sign up, mentees rank, the lists close, and the objectives are run."""
        wish: Fields = {"goals": "Find the right programs for me.", "topics": "cv-review", "stage": "applying"}

        def wanted(nth: int) -> Fields:
            return {"choice": [ids[(nth + self.turn + step) % len(ids)] for step in range(LISTED)]}

        # As many seats as `mentors.setup` gave each.
        self.each(self.helpers, "join-mentor", self.page, lambda nth: {"seats": str(1 + nth % 2)})
        self.each(self.askers, "join", self.page, lambda nth: wish)
        self.pass_days(1)
        self.each(self.askers, "rank", f"{self.page}/rank", wanted)
        # Mentors say nothing, so that the fit ranks for them, and the lottery between equals.
        self.pass_days(3)
        own = people.again(self.server, self.desk[0])
        run: Fields = {"_key": f"torture-runs-{self.turn:06}", "cohort": self.id}
        people.must(own.post(DO + "preview", self.here, run), "three runs")

    def each(self, whose: People, action: str, page: str, fields: Callable[[int], Fields]) -> None:
        """Everybody sends a form of their own."""

        def one(nth: int, browser: Browser) -> None:
            own = people.again(self.server, browser)
            people.must(own.post(DO + action, page, {"cohort": self.id, **fields(nth)}), f"{action} of a cohort")

        with ThreadPoolExecutor(8) as hands:
            list(hands.map(one, range(len(whose)), whose.values()))

    def pass_days(self, phases: int) -> None:
        """So many of the three phases are over."""
        mentees, mentors_ = day(-8 if phases > 1 else 20), day(-7 if phases > 2 else 30)
        self.server.change(
            f"UPDATE cohorts SET sign_up_until = '{day(-9)}', mentees_until = '{mentees}', mentors_until = '{mentors_}' "
            f"WHERE public_id = '{self.id}'"
        )

    # What is pressed, and what befalls them.

    def button(self) -> press.Button:
        return STEP, self.id, DO + "publish", self.here, {"cohort": self.id, "objective": "stable", "understood": "yes"}

    def publishing(self, browser: Browser) -> press.Hand:
        own = people.again(self.server, browser)

        def hand() -> bool:
            self.book.press(own, *self.button())
            return not self.book.was_done(STEP, self.id)

        return hand

    def strike(self, when: str, seconds: float) -> None:
        cut = self.book.count(press.UNKNOWN, (STEP,))
        press.storm(self.server, [self.publishing(one) for one in self.desk], seconds)
        # Postgres may still be at what the dead server asked for.
        import_kill.settled(self.server)
        self.slowest = max(self.slowest, self.server.start())
        self.judge(when)
        self.server.check()
        self.gone += not self.out and self.book.count(press.UNKNOWN, (STEP,)) > cut

    def settle(self, when: str) -> float:
        """Nobody strikes any more: the result comes out if it is not there, and never again; how long that took."""
        own = people.again(self.server, self.desk[0])
        began = time.monotonic()
        first = self.book.calm(own, *self.button())
        took = time.monotonic() - began
        if first != (press.REFUSED if self.out else press.DONE):
            raise Red(f"{when}: the result is out: {self.out}, and whoever publishes it was {first}")
        self.judge(when)
        if self.book.calm(own, *self.button()) != press.REFUSED or not self.out:
            raise Red(f"{when}: a second result was published")
        self.judge(when)
        told = people.must(own.get(f"{self.page}/certificate"), "the certificate", 200)
        if "It holds." not in told.text:
            raise Red(f"{when}: the certificate does not say that the result holds")
        self.server.check()
        return took

    def part(self, when: str) -> None:
        """Everybody parts, so that every seat is free for the next cohort."""
        rows = self.server.query(
            "SELECT p.engagement, w.email FROM cohort_pairs p JOIN cohorts c ON c.id = p.cohort_id "
            "JOIN cohort_people m ON m.id = p.mentee_id JOIN accounts w ON w.id = m.account_id "
            f"WHERE c.public_id = '{self.id}'"
        )
        for together, email in rows:
            own = people.again(self.server, self.askers[email.partition("@")[0]])
            fields: Fields = {"together": together, "feedback": ""}
            people.must(own.post(mentors.DO + "close", mentors.HERE, fields), "parting")
        if self.read()[9:12] != (0, 0, 0):
            raise Red(f"{when}: seats are held, although everybody has parted: {self.read()}")

    # What must be so, whenever one looks.

    def read(self) -> tuple[str | int, ...]:
        """One statement sees one moment: the cohort and its runs; its pairs, those who work together because of it, all who
        work with the mentors of this test, and their seats; and how often it was written down that somebody published it."""
        helpers = "JOIN accounts w ON w.id = {} WHERE w.email LIKE 'helper%'"
        ((state, *numbers),) = self.server.query(
            "SELECT c.state, c.runs, COALESCE(c.published_run, 0), CASE WHEN c.published_at IS NULL THEN 0 ELSE 1 END, "
            "CASE WHEN c.open_seed IS NULL THEN 0 ELSE 1 END, "
            "(SELECT count(*) FROM cohort_runs r WHERE r.cohort_id = c.id), "
            "(SELECT count(*) FROM cohort_runs r WHERE r.cohort_id = c.id AND r.published), "
            "(SELECT COALESCE(SUM(r.placed), 0) FROM cohort_runs r WHERE r.cohort_id = c.id AND r.published), "
            "(SELECT count(*) FROM cohort_pairs p WHERE p.cohort_id = c.id), "
            "(SELECT count(*) FROM cohort_pairs p JOIN engagements e ON e.public_id = p.engagement "
            "WHERE p.cohort_id = c.id AND e.phase <> 'ended'), "
            f"(SELECT count(*) FROM engagements e {helpers.format('e.mentor_account')} AND e.phase <> 'ended'), "
            f"(SELECT COALESCE(SUM(m.taken), 0) FROM mentors m {helpers.format('m.account_id')}), "
            "(SELECT count(*) FROM audit_log a WHERE a.note = 'published' AND a.object = 'cohort ' || c.public_id) "
            f"FROM cohorts c WHERE c.public_id = '{self.id}'"
        )
        return (state, *map(int, numbers))

    def judge(self, when: str) -> None:
        """`Red` at the first broken promise."""
        found = self.read()
        placed = int(found[7])
        if found not in (NOTHING, whole(placed)):
            raise Red(f"{when}: half a result is there: {found}")
        self.out = found != NOTHING
        if self.out and not placed:
            raise Red(f"{when}: a result places nobody")
        if self.out and not self.book.may_be_done(STEP, self.id):
            raise Red(f"{when}: a result is out, and nobody pressed for it")
        if not self.out and self.book.was_done(STEP, self.id):
            raise Red(f"{when}: an acknowledged result is lost")


def rounds(server: Server, number: int, many: int, seed: int) -> str:
    """Twice as many mentees as mentors in each cohort; one cohort more comes first, in peace, to see how long a result takes."""
    dice = random.Random(seed)
    invented = people.invented(server)
    server.start()
    desk = [people.come_in(server, invented[role], 900 + nth) for nth, role in enumerate(("organizer", "admin"))]
    helpers = people.members(server, [f"helper{nth}" for nth in range(many)])
    ids = list(mentors.setup(server, helpers, people.come_in(server, invented["moderator"], 902)).values())
    sides = helpers, people.members(server, [f"asker{nth}" for nth in range(2 * many)])
    calm = Cohort(server, desk, sides, ids, 0)
    takes = calm.settle("in peace")
    calm.part("in peace")
    done: list[Cohort] = []
    kills = 0
    while len(done) < number or not any(one.gone for one in done):
        if len(done) == number + MORE:
            raise Red(f"this proves nothing: {kills} kills met nobody who was publishing")
        turn = len(done) + 1
        one = Cohort(server, desk, sides, ids, turn)
        for strike in range(STRIKES):
            one.strike(f"cohort {turn}, kill {strike}", takes * dice.uniform(0.05, 1.1))
            kills += 1
            if one.out:
                # It came too late, or just in time: the next one comes a little earlier.
                takes *= 0.9
                break
        one.settle(f"cohort {turn}, the end")
        one.part(f"cohort {turn}")
        done.append(one)
    unknown = sum(one.book.count(press.UNKNOWN, (STEP,)) for one in done)
    gone = sum(one.gone for one in done)
    server.stop()
    server.check()
    return (
        f"{len(done)} cohorts of {many} mentors and {2 * many} mentees, {kills} kills, {unknown} presses without an answer; {gone} "
        f"kills left nothing, {kills - gone} a whole result or met nobody, 0 half of one, never a second, ready again within "
        f"{max(one.slowest for one in done):.2f} s, seed {seed}"
    )
