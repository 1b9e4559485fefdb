"""F9 and F10: whatever the mail server does, every mail arrives, and twice only where nobody can know that it did."""

import random
import time

import people
from browser import Browser
from house import Red, Server
from smtp import PostOffice

# The worker has so many mails under way at once; a kill can leave each of them taken and not marked.
AT_ONCE = 4
# Nobody who signs up waits for a mail server.
PATIENCE = 2.0
# Strangers cause at most 500 mails within an hour; a test that needs more lets the hour pass.
HOURLY = 400


# Seconds between a mail and the word that it is taken: most kills meet one in between, and no worker is done with all
# before the other looks.
SLOW = 0.15


class Crowd:
    """People who sign up, each once and from a household of their own, and how long each waited for the answer."""

    def __init__(self, server: Server) -> None:
        self.server, self.browser = server, Browser(server)
        self.names: list[str] = []
        self.times: list[float] = []

    def join(self, count: int, what: str = "joined") -> list[str]:
        emails = [f"{what}{len(self.names) + nth}@example.org" for nth in range(count)]
        for email in emails:
            self.browser.network = len(self.times)
            answer = people.sign_up(self.browser, email, f"mail-{len(self.times):012}")
            people.must(answer, "a sign-up while the mail server was in trouble")
            self.times.append(answer.took)
            if len(self.times) % HOURLY == 0:
                self.server.change("UPDATE mails SET by_strangers = false")
        self.names += emails
        return emails

    def slowest(self) -> float:
        if max(self.times) > PATIENCE:
            raise Red(f"a sign-up waited {max(self.times):.1f} s for its answer")
        return max(self.times)


def waiting(server: Server, and_also: str = "TRUE") -> int:
    return int(server.query(f"SELECT count(*) FROM mails WHERE state = 'waiting' AND {and_also}")[0][0])


def until(server: Server, none: str, seconds: float, what: str) -> None:
    """Waits until no waiting mail is like this."""
    end = time.monotonic() + seconds
    while left := waiting(server, none):
        if time.monotonic() > end:
            raise Red(f"after {seconds:.0f} s {left} mails {what}")
        time.sleep(0.1)


def hasten(server: Server) -> None:
    """The pause after a failed attempt is over; once the server is gone, so are the leases of its worker."""
    assert server.process
    if server.process.poll() is not None:
        server.change("UPDATE mails SET leased_until = NULL WHERE state = 'waiting'")
    server.change("UPDATE mails SET due_at = created_at WHERE state = 'waiting' AND leased_until IS NULL")


def judged(office: PostOffice, names: list[str], doubles: int) -> int:
    """Everything arrived, and no more often than it may. Answers how many came once more than they should."""
    arrivals = office.arrivals()
    never = [name for name in names if name not in arrivals]
    if never:
        raise Red(f"{len(never)} of {len(names)} mails never arrived, such as {never[:3]}")
    changed = [name for name, ids in arrivals.items() if len(set(ids)) > 1]
    if changed:
        raise Red(f"{len(changed)} mails came again under another Message-ID")
    twice = sum(len(ids) - 1 for ids in arrivals.values())
    if twice > doubles:
        raise Red(f"{twice} mails arrived twice, and {doubles} could have")
    return twice


MOODS = ("silent", "busy", "full", "loses", "drops")


def misbehaves(server: Server, each: int, hang: float, moods: tuple[str, ...] = MOODS, real: bool = False) -> str:
    """Away, then in every mood: `each` mails meet each of these. `real`: nobody turns a clock."""
    office, crowd = PostOffice(), Crowd(server)
    office.silence = hang
    server.env |= office.settings
    server.start()
    crowd.join(each)
    until(server, "attempts = 0", 30, "were not even tried")
    before = server.query("SELECT sum(attempts) FROM mails")
    time.sleep(2.5)
    if server.query("SELECT sum(attempts) FROM mails") != before:
        raise Red("a mail server that is away is knocked at again and again")
    office.open()
    for mood in moods:
        office.mood = mood
        # A silence takes its time, four at once.
        crowd.join(min(each, AT_ONCE * 2) if mood == "silent" else each)
        until(server, "last_error IS NULL", hang * 3 + 60, f"did not meet a server that is {mood}")
    office.mood = "well"
    office.unknown = {f"nobody{len(crowd.names) + nth}@example.org" for nth in range(5)}
    nobody = crowd.join(5, "nobody")
    crowd.join(each)
    if not real:
        hasten(server)
    # Pauses of one, two and four minutes: a mail may meet trouble three times.
    until(server, "TRUE", 420 if real else 60, "still wait")
    names = [name for name in crowd.names if name not in nobody]
    twice = judged(office, names, len(office.unconfirmed))
    known = [ids[0] for ids in office.arrivals().values() if len(ids) > 1 and ids[0] not in office.unconfirmed]
    if known:
        raise Red(f"{len(known)} mails arrived twice although the server had said that it has them")
    gone = server.query("SELECT count(*), max(attempts) FROM mails WHERE state = 'failed'")[0]
    kept = server.query("SELECT count(*) FROM suppressions")[0][0]
    if gone != ["5", "1"] or kept != "5":
        raise Red(f"of 5 unknown mailboxes {gone[0]} are given up after at most {gone[1]} attempts, {kept} are remembered")
    server.check()
    server.stop()
    office.close()
    return (
        f"{len(names)} mails past a server that is {', '.join(['away', *moods])}: all arrived, {twice} twice after a drop behind the data "
        f"(same Message-ID), 5 unknown mailboxes tried once, slowest sign-up {crowd.slowest():.2f} s"
        f"{', pauses in real time' if real else ''}"
    )


def killed(server: Server, mails: int, kills: int, seed: int) -> str:
    """kill -9 of the server while it sends: again only what had been taken and not yet marked."""
    dice = random.Random(seed)
    office, crowd = PostOffice(slow=SLOW), Crowd(server)
    server.env |= office.settings
    server.start()
    crowd.join(mails)
    until(server, "attempts = 0", 60, "were not even tried")
    server.stop()
    office.open()
    for _ in range(kills):
        hasten(server)
        server.start()
        time.sleep(dice.uniform(0.05, 0.6))
        server.kill()
    hasten(server)
    server.start()
    until(server, "TRUE", 30 + mails * office.slow, "still wait")
    twice = judged(office, crowd.names, AT_ONCE * kills)
    if not twice:
        raise Red("no kill met a mail under way: this proves nothing")
    server.check()
    server.stop()
    office.close()
    return f"{mails} mails, {kills} kills: all arrived, {twice} twice with the same Message-ID, seed {seed}"


def shared(server: Server, mails: int) -> str:
    """Two processes send from one outbox, and nothing twice."""
    office, crowd, second = PostOffice(slow=SLOW), Crowd(server), server.beside()
    server.env |= office.settings
    second.env |= office.settings
    server.start()
    try:
        second.start()
        crowd.join(mails)
        until(server, "attempts = 0", 60, "were not even tried")
        office.open()
        hasten(server)
        until(server, "TRUE", 60, "still wait")
        judged(office, crowd.names, 0)
        server.check()
    finally:
        second.stop()
        office.close()
    return f"{mails} mails, two workers: each arrived once"
