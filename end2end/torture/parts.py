"""The parts of the torture, each by its name: what must hold, and beside it the guard without which it must not."""

import accounts
import cohorts
import disconnect
import fsync
import import_kill
import kill
import mail
import mentors
import offers
import orders
import outage
import outbound
import rsvp
import slow
from community import Community
from house import Server
from reports import Reports
from smtp import PostOffice
from stand import Stand

KINDS = ("SQLite", "Postgres")
WORKS = (("reports", Reports), ("people", Community))


def kills(stand: Stand) -> None:
    """F4."""
    size, seed = stand.size, stand.seed
    for kind in KINDS:
        for what, make in WORKS:
            stand.hold(
                f"F4 kill -9 on {kind}, {what}",
                Server(stand.release, stand.database(kind)),
                lambda it, what=what, make=make: kill.rounds(it, make(), size[f"rounds of {what}"], seed),
            )
            stand.turn_red(
                f"F4 on {kind}, {what}, one write in two transactions",
                Server(stand.chaos, stand.database(kind), "split-write"),
                lambda it, make=make: kill.rounds(it, make(), size["control"], seed),
                "half done",
            )


def imports(stand: Stand) -> None:
    """F4, for what comes as a file."""
    for kind in KINDS:
        stand.hold(
            f"kill -9 during an import on {kind}",
            Server(stand.release, stand.database(kind)),
            lambda it: import_kill.rounds(it, stand.size["imports"], stand.seed),
        )
    stand.turn_red(
        "a programme in two files", Server(stand.release), lambda it: import_kill.in_two_files(it, 3, stand.seed), "half an import"
    )


def sockets(stand: Stand) -> None:
    """F5."""
    for what, make in WORKS:
        many, follow = stand.size[f"sockets of {what}"], stand.size[f"follow {what}"]

        def test(it: Server, many: int = many, follow: int = follow, make: type = make) -> str:
            return disconnect.run(it, make(), many, follow, stand.seed)

        url = stand.postgres.fresh
        stand.hold(f"F5 dropped sockets on Postgres, {what}", Server(stand.release, url(), late=disconnect.LATE), test)
        # The same guard holds whatever is written; a second time is for those who have it.
        if what == "people" and not stand.is_full:
            continue
        control = Server(stand.chaos, url(), "no-spawn", late=disconnect.LATE)
        stand.turn_red(f"F5, {what}, writes inside the request", control, test, "left open")


def syncs(stand: Stand) -> None:
    """F6."""
    if not fsync.allowed():
        stand.skip("F6 fsync before the answer", "this machine does not let strace watch a process")
        return
    for kind in KINDS:
        cluster = stand.postgres if kind == "Postgres" else None
        for what, make in WORKS:

            def test(it: Server, make: type = make, many: int = stand.size[f"synced {what}"], cluster=cluster) -> str:
                return fsync.follow(it, make(), many, cluster)

            stand.hold(f"F6 fsync before the answer on {kind}, {what}", Server(stand.release, stand.database(kind)), test)
            if what == "people" and not stand.is_full:
                continue
            control = Server(stand.chaos, stand.database(kind), "no-fsync")
            stand.turn_red(f"F6 on {kind}, {what}, no sync at commit", control, test, "were synced before the answer")


def outages(stand: Stand) -> None:
    """F7."""
    size, seed, postgres = stand.size, stand.seed, stand.postgres
    for what, make in WORKS if stand.is_full else WORKS[1:]:

        def test(it: Server, make: type = make, times: int = size[f"outages of {what}"], long: bool = what == "people") -> str:
            return outage.killed(it, make(), postgres, times, seed, long)

        stand.hold(f"F7 Postgres killed under load, {what}", Server(stand.release, postgres.fresh()), test)
    # What is not synced at commit is synced by the page; each kill costs the few commits of the last one, or none.
    stand.turn_red(
        "F7, Postgres need not sync",
        Server(stand.chaos, postgres.fresh(), "no-fsync"),
        lambda it: outage.killed(it, Reports(), postgres, 6, seed, long=False, watch=0.2),
        "acknowledged writes are lost",
    )
    stand.hold(
        "F7 every connection ended under load",
        Server(stand.release, postgres.fresh()),
        lambda it: outage.thrown_out(it, Community(), postgres, size["strokes"], seed),
    )
    stand.hold(
        "F7 Postgres killed while nobody writes",
        Server(stand.release, postgres.fresh()),
        lambda it: outage.quiet(it, Reports(), postgres, size["quiet"]),
    )
    stand.turn_red(
        "F7, dead connections are lent out",
        Server(stand.chaos, postgres.fresh(), "no-ping"),
        lambda it: outage.quiet(it, Reports(), postgres, 2),
        "although Postgres was back",
    )


def mails(stand: Stand) -> None:
    """F9 and F10."""
    size, seed = stand.size, stand.seed
    for kind in KINDS:
        moods = mail.MOODS if stand.is_full else mail.MOODS[::2]
        stand.hold(
            f"F9 a mail server in trouble, on {kind}",
            Server(stand.release, stand.database(kind)),
            lambda it, moods=moods: mail.misbehaves(it, size["mails"], 2.0, moods),
        )
        stand.hold(
            f"F10 kill -9 while mails leave, on {kind}",
            Server(stand.release, stand.database(kind)),
            lambda it: mail.killed(it, size["mails killed"], size["mail kills"], seed),
        )
    if stand.is_full:
        stand.hold(
            "F9 in real time, with a silence longer than patience",
            Server(stand.release),
            lambda it: mail.misbehaves(it, size["mails in real time"], 70.0, ("silent",), real=True),
        )
    stand.turn_red(
        "F9, a mail counts as sent before it is",
        Server(stand.chaos, None, "mark-first"),
        lambda it: mail.misbehaves(it, 4, 0.5, ()),
        "never arrived",
    )
    stand.hold(
        "F10 two workers on Postgres",
        Server(stand.release, stand.postgres.fresh()),
        lambda it: mail.shared(it, size["mails shared"]),
    )
    stand.turn_red(
        "F10, whoever comes takes a mail",
        Server(stand.chaos, stand.postgres.fresh(), "no-lease"),
        lambda it: mail.shared(it, 80),
        "arrived twice",
    )


def clocks(stand: Stand) -> None:
    """F26."""
    stand.hold(
        "F26 who has an account", Server(stand.release), lambda it: accounts.timing(it, stand.size["tries"], stand.seed)
    )
    stand.turn_red(
        "F26, nothing is hashed for nobody",
        Server(stand.chaos, None, "quick-exit"),
        lambda it: accounts.timing(it, 80, stand.seed),
        "with an AUC of",
    )


def floods(stand: Stand) -> None:
    """F28."""
    seconds = stand.size["flood"]
    stand.hold("F28 200 sign-ins a second", Server(stand.release), lambda it: accounts.flood(it, seconds, 400))
    stand.turn_red(
        "F28, no queue before the hashing",
        Server(stand.chaos, None, "no-queue"),
        lambda it: accounts.flood(it, 6, 800, rate=400),
        "much memory",
    )


def slow_clients(stand: Stand) -> None:
    """F29."""
    many = stand.size["slow"]
    stand.hold("F29 sign-ins byte by byte", Server(stand.release), lambda it: slow.bodies(it, many))
    stand.turn_red(
        "F29, an hour for each body", Server(stand.release), lambda it: slow.bodies(it, 50, limit=3600), "are still served"
    )


def connections(stand: Stand) -> None:
    """F34."""
    if not fsync.allowed():
        stand.skip("F34 whom the server talks to", "this machine does not let strace watch a process")
        return
    for kind in KINDS if stand.is_full else KINDS[1:]:
        server, office = Server(stand.release, stand.database(kind)), PostOffice().open()
        server.env |= office.settings
        stand.hold(f"F34 whom the server talks to, on {kind}", server, lambda it, office=office: outbound.watched(it, office))
        office.close()
    server, office, other = Server(stand.release), PostOffice(), PostOffice().open()
    server.env |= other.settings
    stand.turn_red("F34, another mail server than the one named", server, lambda it: outbound.watched(it, office), "it talked to")
    other.close()


def seats(stand: Stand) -> None:
    """Places at a date, which nobody may have twice."""
    many, rounds = stand.size["runners"], stand.size["seat rounds"]
    cancels, places = many // 3, many // 6
    for kind in KINDS:
        stand.hold(
            f"{many} people and {cancels} cancels for {places} places on {kind}",
            Server(stand.release, stand.database(kind)),
            lambda it: rsvp.race(it, many, cancels, places, rounds),
        )
    stand.turn_red(
        "a place for whoever comes",
        Server(stand.chaos, None, "no-seats"),
        lambda it: rsvp.race(it, 24, 8, 4, 1),
        "was answered by 500",
    )


def codes(stand: Stand) -> None:
    """Codes of a cap, which nobody may take beyond it."""
    many, rounds = stand.size["joiners"], stand.size["code rounds"]
    for kind in KINDS:
        stand.hold(
            f"{many} people on {many // 5} codes on {kind}",
            Server(stand.release, stand.database(kind)),
            lambda it: orders.race(it, many, rounds, stand.seed),
        )
    for kind in KINDS if stand.is_full else KINDS[:1]:
        stand.turn_red(
            f"a code for whoever comes, on {kind}",
            Server(stand.chaos, stand.database(kind), "no-cap"),
            lambda it: orders.race(it, 20, 1, stand.seed),
            "was answered by 500",
        )


def places(stand: Stand) -> None:
    """Places at a host, under kill -9."""
    number, many, seed = stand.size["rounds of offers"], stand.size["guests"], stand.seed
    controls = (
        ("a place for whoever comes", "no-seats", "was answered by 500"),
        ("a move in two transactions", "split-write", "the posting counts"),
        ("a free place goes to nobody", "no-next", "people stand in line"),
    )
    for kind in KINDS:
        stand.hold(
            f"kill -9 while places are offered and taken, on {kind}",
            Server(stand.release, stand.database(kind)),
            lambda it: offers.rounds(it, number, many, seed),
        )
    for kind in KINDS if stand.is_full else KINDS[:1]:
        # The line is short of what kill -9 is about, and its guard has a test in Rust too.
        for name, guard, because in controls if stand.is_full else controls[:2]:
            stand.turn_red(
                f"{name}, on {kind}",
                Server(stand.chaos, stand.database(kind), guard),
                # It ends at the first red; whether a kill falls between two transactions is chance.
                lambda it: offers.rounds(it, 10, 9, seed),
                because,
            )


def pairs(stand: Stand) -> None:
    """Mentors and mentees, under kill -9."""
    number, many, seed = stand.size["rounds of mentors"], stand.size["mentors"], stand.seed
    for kind in KINDS:
        stand.hold(
            f"kill -9 while mentors accept and mentees confirm, on {kind}",
            Server(stand.release, stand.database(kind)),
            lambda it: mentors.rounds(it, number, many, seed),
        )
    for kind in KINDS if stand.is_full else KINDS[:1]:
        for name, guard in (("a seat for whoever comes", "no-seats"), ("a list goes on after its end", "no-list-end")):
            stand.turn_red(
                f"{name}, on {kind}",
                Server(stand.chaos, stand.database(kind), guard),
                lambda it: mentors.rounds(it, 2, 4, seed),
                "was answered by 500",
            )


def results(stand: Stand) -> None:
    """The one result of a cohort, under kill -9."""
    number, many, seed = stand.size["rounds of cohorts"], stand.size["cohort mentors"], stand.seed
    for kind in KINDS:
        stand.hold(
            f"kill -9 while the result of a cohort is published, on {kind}",
            Server(stand.release, stand.database(kind)),
            lambda it: cohorts.rounds(it, number, many, seed),
        )
    for kind in KINDS if stand.is_full else KINDS[:1]:
        stand.turn_red(
            f"a result in two transactions, on {kind}",
            Server(stand.chaos, stand.database(kind), "split-write"),
            # It ends at the first red; whether a kill falls between two transactions is chance.
            lambda it: cohorts.rounds(it, 10, 6, seed),
            "half a result",
        )


PARTS = {
    "kill": kills,
    "import": imports,
    "sockets": sockets,
    "fsync": syncs,
    "postgres": outages,
    "mail": mails,
    "timing": clocks,
    "flood": floods,
    "slow": slow_clients,
    "outbound": connections,
    "seats": seats,
    "codes": codes,
    "offers": places,
    "mentors": pairs,
    "cohorts": results,
}
