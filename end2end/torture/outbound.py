"""F34: the server talks to its database and to the mail server, and to nobody else whatever it is given."""

import os
import pathlib
import re
import signal
import time
import urllib.parse

import people
from browser import Browser
from cluster import children
from house import Red, Server, free_port
from smtp import PostOffice

CALLS = "trace=connect,sendto,sendmsg,sendmmsg"
ADDRESS = re.compile(
    r"sa_family=(?P<family>AF_\w+)(?:, sin6?_port=htons\((?P<port>\d+)\))?"
    r"(?:.*?inet_(?:addr\(|pton\(AF_INET6, )\"(?P<host>[^\"]+)\")?"
)
# Addresses that somebody might hope we open.
BAIT = "http://127.0.0.1:{port}/all.ics"


def watched(server: Server, office: PostOffice) -> str:
    """`office` is the mail server that may be talked to; what the configuration names is the caller's choice."""
    trace, bait = pathlib.Path(server.data, "trace"), free_port()
    server.start(["strace", "-f", "-qq", "-e", CALLS, "-o", str(trace)])
    asked = everything(server, BAIT.format(port=bait))
    # The worker looks for mails every two seconds.
    time.sleep(5)
    assert server.process
    for pid in children(server.process.pid):
        os.kill(pid, signal.SIGTERM)
    server.process.wait(40)
    seen = destinations(trace.read_text(errors="replace"))
    allowed = {("127.0.0.1", office.port): "mail server"}
    if server.database:
        allowed["127.0.0.1", urllib.parse.urlsplit(server.database).port or 5432] = "database"
    strangers = {place: count for place, count in seen.items() if place not in allowed}
    if strangers:
        raise Red(f"it talked to {strangers}")
    if set(allowed) - seen.keys():
        raise Red(f"it did not talk to {set(allowed) - seen.keys()}: this proves nothing")
    words = ", ".join(f"{allowed[place]} {count}" for place, count in sorted(seen.items()))
    return f"{asked} requests, {len(office.taken)} mails, connections: {words}, others 0"


def destinations(trace: str) -> dict[tuple[str, int], int]:
    """Whom it sent something to, by address and port, and how often it began to."""
    found: dict[tuple[str, int], int] = {}
    for line in trace.splitlines():
        # The kernel itself is nobody outside.
        if (address := ADDRESS.search(line)) and address["family"] != "AF_NETLINK":
            place = (address["host"] or address["family"], int(address["port"] or 0))
            found[place] = found.get(place, 0) + 1
    return found


def everything(server: Server, bait: str) -> int:
    """What a person and a stranger do, with addresses wherever one fits. Answers how many requests that made."""
    guest = Browser(server, 1)
    quoted = urllib.parse.quote(bait, safe="")
    pages = [
        "/", "/events", "/calendar", f"/calendar/doctor?feed={quoted}", "/calendar/all.ics", "/events.atom", "/sitemap.xml",
        "/pictures/home.png", "/report", f"/report?page={quoted}", f"/sign-in?next={quoted}", "/am-i-an-img", "/verify",
        f"/verify?code={quoted}", "/robots.txt", "/styleguide", f"/events?q={quoted}", "/nowhere",
    ]
    for page in pages:
        guest.get(page)
    guest.post("/do/moderation/report", "/report", {
        "page": bait, "what": "something-else", "details": f"Please open {bait}", "_key": "torture-outbound-report",
    })
    people.sign_up(guest, "guest@example.org", "outbound-guest")
    guest.post("/do/identity/forgot-password", "/forgot-password", {"email": "guest@example.org"})
    return len(pages) + 3 + as_member(server, bait)


def as_member(server: Server, bait: str) -> int:
    member, email = Browser(server, 2), "member@example.org"
    people.sign_up(member, email, "outbound-member")
    people.must(people.sign_in(member, email), "a sign-in")
    settings = "/me/profile/practice"
    pages = ["/me", "/me/profile", settings, "/me/devices", "/me/mail", "/me/notifications", "/me/two-factor", "/me/export"]
    for page in [*pages, "/me/export/landfall-my-data.zip"]:
        member.get(page)
    # Stored only once the address is confirmed; looked at in any case.
    member.post("/do/identity/save-profile", settings, {"step": "practice", "institution": bait})
    member.post("/do/identity/change-email", "/me/account", {"email": "other@example.org", "password": people.PASSWORD})
    return len(pages) + 5
