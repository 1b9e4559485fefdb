"""The race for seats: many people answer for one date at once, some take it back, and meanwhile the room shrinks and grows.

Each round has a series of its own, for which nobody has answered before. Who comes is told by the rows, and by the pages that
people see.
"""

import datetime
import pathlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import people
from browser import Browser
from house import Red, Server

ANSWER = "/do/events/answer"
# A month ahead.
DAY = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()
# At once; the server takes as many connections and more.
HANDS = 32


def page(slug: str) -> str:
    return f"/events/{slug}/{DAY}/rsvp"


def programme(server: Server, slug: str, capacity: int) -> None:
    """Tells the room by the command line, in a process of its own, while the server takes answers."""
    text = (
        f'[[series]]\ntitle = "The race"\nslug = "{slug}"\ncategory = "Community"\nzone = "America/New_York"\n'
        f'starts = {DAY}T20:00:00\nminutes = 60\nformat = "online"\nplace = "Video call"\n'
        f'capacity = {capacity}\nstatus = "published"\n'
    )
    file = pathlib.Path(server.data, "race.toml")
    file.write_text(text)
    server.run("programme", "import", str(file))


def says(browser: Browser, slug: str, answer: str) -> None:
    """Presses again as long as the server says that it is too busy: nothing was stored then."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        status = browser.post(ANSWER, page(slug), {"series": slug, "date": DAY, "answer": answer}).status
        if status == 303:
            return
        if status != 503:
            raise Red(f"an answer was answered by {status}")
        time.sleep(0.05)
    raise Red("the server was too busy for two minutes")


def race(server: Server, many: int, cancels: int, places: int, rounds: int) -> str:
    """Each time `many` people want to come, the first `cancels` of them take it back, and the room is a fifth smaller for a while."""
    server.start()
    browsers = list(people.members(server, [f"runner{nth}" for nth in range(many)]).values())
    began = time.monotonic()
    for nth in range(rounds):
        once(server, browsers, f"race-{nth}", cancels, places)
    took = time.monotonic() - began
    server.stop()
    server.check()
    told = f"{rounds} rounds of {many} people and {cancels} cancels for {places} places in {took:.1f} s"
    return f"{told}: every seat once, in order"


def once(server: Server, browsers: list[Browser], slug: str, cancels: int, places: int) -> None:
    programme(server, slug, places)

    def one(nth: int) -> None:
        says(browsers[nth], slug, "going")
        if nth < cancels:
            says(browsers[nth], slug, "not-going")

    def resize() -> None:
        for capacity in (places - places // 5, places):
            time.sleep(0.2)
            programme(server, slug, capacity)

    broken: list[BaseException] = []

    def guarded() -> None:
        try:
            resize()
        except BaseException as error:
            broken.append(error)

    room = threading.Thread(target=guarded)
    room.start()
    try:
        with ThreadPoolExecutor(HANDS) as hands:
            list(hands.map(one, range(len(browsers))))
    finally:
        room.join()
    if broken:
        raise broken[0]
    # The last word on the room, should both changes have come before the last answers.
    programme(server, slug, places)
    verdict(server, slug, len(browsers), cancels, places)
    shown(browsers, slug, len(browsers) - cancels - places)


def verdict(server: Server, slug: str, many: int, cancels: int, places: int) -> None:
    of_series = f"series_id = (SELECT id FROM series WHERE slug = '{slug}')"
    rows = server.query(f"SELECT state, ticket, account_id FROM rsvps WHERE {of_series}")
    of = {state: sorted(int(ticket) for stated, ticket, _ in rows if stated == state) for state in ("going", "waiting", "not_going")}
    if len(rows) != many or len({account for *_, account in rows}) != many:
        raise Red(f"{len(rows)} answers of {many} people")
    if len(of["going"]) > places:
        raise Red(f"{len(of['going'])} people have a seat, and there are {places}")
    if (len(of["going"]), len(of["not_going"])) != (min(places, many - cancels), cancels):
        raise Red(f"{len(of['going'])} have a seat and {len(of['not_going'])} do not come, not {places} and {cancels}")
    if of["waiting"] and of["going"][-1] > of["waiting"][0]:
        raise Red("somebody passed the line")
    taken = server.query(f"SELECT taken, capacity, room FROM rsvp_seats WHERE {of_series}")
    if taken != [[str(len(of["going"])), str(places), str(places)]]:
        raise Red(f"the counter says {taken}")


def shown(browsers: list[Browser], slug: str, waiting: int) -> None:
    answer = browsers[-1].get(page(slug))
    if waiting > 0 and f"Waitlist: {waiting}" not in answer.text:
        raise Red(f"the page does not say that {waiting} wait (it answered {answer.status})")
