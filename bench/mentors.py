"""Three thousand four hundred mentors in a SQLite file: the invented ones copied, with what a search looks at spread over them.

A copy's proof cannot be opened; a search does not look at it.
"""

import http.client
import pathlib
import sqlite3
import urllib.parse

from members import columns, public_id

MENTORS = 3_400
STATES = ("NY", "CA", "TX", "IL", "FL", "OH", "MA", "PA", "MI", "NJ", "GA")
LANGUAGES = ("en", "ar", "es", "fr", "hi", "pt", "ur")

# All of them by the fit, and narrowed.
SEARCHES = {
    "all by the fit": "/mentors",
    "topic, state, free seats": "/mentors?topic=cv-review&state=NY&seats=yes",
    "specialty, page 3": "/mentors?specialty=internal-medicine&page=3",
}
# What the mentee looks for: each part of it is a term of the order.
ASK = [
    ("goals", "Find the right programs for me."),
    ("topics", "cv-review"),
    ("topics", "mock-interview"),
    ("topics", "program-list"),
    ("stage", "applying"),
]


def mentors(file: pathlib.Path) -> None:
    """Copies the listed mentors, each with an account of their own, until there are so many."""
    db = sqlite3.connect(file)
    names, people = columns(db, "mentors"), columns(db, "accounts")
    listed = [dict(zip(names, row)) for row in db.execute("SELECT * FROM mentors WHERE status = 'listed'")]
    keys = [row["account_id"] for row in listed]
    accounts = {key: dict(zip(people, db.execute("SELECT * FROM accounts WHERE id = ?", (key,)).fetchone())) for key in keys}
    account = db.execute("SELECT MAX(id) FROM accounts").fetchone()[0]
    first = db.execute("SELECT MAX(id) FROM mentors").fetchone()[0]
    with db:
        for number in range(1, MENTORS - len(listed) + 1):
            mentor = listed[number % len(listed)]
            person = accounts[mentor["account_id"]] | {
                "id": account + number,
                "public_id": public_id("a", number),
                "pseudonym": public_id("b", number),
                "email": f"mentor{number}@example.org",
                "email_key": f"mentor{number}@example.org",
            }
            copy = mentor | {
                "id": first + number,
                "public_id": public_id("c", number),
                "account_id": account + number,
                "state": STATES[number % len(STATES)],
                "languages": f",en,{LANGUAGES[number % len(LANGUAGES)]},",
                "taken": 0,
                "open_requests": number % 6,
            }
            for table, fields, row in (("accounts", people, person), ("mentors", names, copy)):
                db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(fields))})", [row[name] for name in fields])
    db.close()


def look_for(port: int, cookie: str) -> None:
    """Says what the signed in person looks for, so that the fit decides the order."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    path = "/do/mentorship/save-ask"
    body = urllib.parse.urlencode([("_page", "/me/mentoring/ask"), ("_form", path), *ASK])
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{port}", "Cookie": cookie}
    link.request("POST", path, body, headers)
    answer = link.getresponse()
    answer.read()
    link.close()
    if answer.status != 303 or "done" not in (answer.getheader("Location") or ""):
        raise SystemExit(f"the search was not saved: {answer.status} {answer.getheader('Location')}")
