"""Ten thousand members in a SQLite file: one invented person copied with everything that hangs on them.

The copies cannot be signed in to and their sealed fields cannot be opened; that is no matter for how long a page of
somebody else takes.
"""

import pathlib
import sqlite3
import urllib.parse
import http.client

MEMBERS = 10_000
# Crockford's digits, as public ids use them.
DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


def public_id(kind: str, number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 32)
        text = DIGITS[digit] + text
    return kind + text.rjust(18, "0") + "0"


def columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def crowd(file: pathlib.Path, email: str) -> None:
    """Copies the account of `email` until there are ten thousand, each with the profile and a few notifications."""
    db = sqlite3.connect(file)
    own = db.execute("SELECT id FROM accounts WHERE email = ?", (email,)).fetchone()[0]
    highest = db.execute("SELECT MAX(id) FROM accounts").fetchone()[0]
    names = columns(db, "accounts")
    first = dict(zip(names, db.execute("SELECT * FROM accounts WHERE id = ?", (own,)).fetchone()))
    fields = columns(db, "profile_fields")
    told = [dict(zip(fields, row)) for row in db.execute("SELECT * FROM profile_fields WHERE account_id = ? AND NOT sealed", (own,))]
    with db:
        for number in range(1, MEMBERS + 1):
            key = highest + number
            row = first | {
                "id": key,
                "public_id": public_id("m", number),
                "pseudonym": public_id("p", number),
                "email": f"member{number}@example.org",
                "email_key": f"member{number}@example.org",
            }
            db.execute(f"INSERT INTO accounts VALUES ({', '.join('?' * len(names))})", [row[name] for name in names])
            for field in told:
                values = field | {"id": None, "account_id": key}
                db.execute(f"INSERT INTO profile_fields VALUES ({', '.join('?' * len(fields))})", [values[name] for name in fields])
        for number in range(40):
            notice = {
                "public_id": public_id("n", number + 1),
                "account_id": own,
                "topic": "events",
                "title": f"A notification, number {number}",
                "body": "A sentence about it.",
                "path": "/events",
                "for_digest": False,
                "created_at": first["created_at"],
            }
            db.execute(f"INSERT INTO notifications ({', '.join(notice)}) VALUES ({', '.join('?' * len(notice))})", list(notice.values()))
    db.close()


def sign_in(port: int, email: str, password: str) -> str:
    """The cookie of a session."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = urllib.parse.urlencode({"_page": "/sign-in", "_form": "/do/identity/sign-in", "email": email, "password": password})
    origin = f"http://127.0.0.1:{port}"
    link.request("POST", "/do/identity/sign-in", body, {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin})
    answer = link.getresponse()
    answer.read()
    cookies = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    link.close()
    if answer.status != 303 or not cookies:
        raise SystemExit(f"nobody was signed in: {answer.status}")
    return "; ".join(cookies)
