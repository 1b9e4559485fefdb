"""Twenty thousand postings in a SQLite file: the invented ones copied, with what lists are narrowed by spread over them."""

import pathlib
import sqlite3

from members import columns, public_id

POSTINGS = 20_000
REGIONS = ("NY", "CA", "TX", "IL", "FL", "OH", "MA", "PA", "MI", "NJ", "GA")
DAY = "strftime('%Y-%m-%dT%H:%M:%S+00:00', expires_at, '+' || ? || ' days')"

# Three filters each: typed fields, ranges with another order, and words.
LISTS = {
    "kind, state, specialty": "/opportunities?kind=observership&specialty=cardiology&state=NY",
    "kind, state, visa": "/opportunities?kind=observership&state=NY&visa=invitation-letter",
    "place, fee, weeks, newest first": "/opportunities?mode=on-site&fee=free&weeks=4&sort=newest",
    "kind, group, words, by fee": "/opportunities?kind=research-paid&for=graduate&q=hospital&sort=fee",
}


def postings(file: pathlib.Path) -> None:
    """Copies what `sample add` made until there are so many. What a copy says is not what its columns say; lists look at the
    columns, and show as many words as ever."""
    db = sqlite3.connect(file)
    names = columns(db, "postings")
    invented = [dict(zip(names, row)) for row in db.execute("SELECT * FROM postings WHERE sample")]
    first = db.execute("SELECT MAX(id) FROM postings").fetchone()[0] + 1
    with db:
        for number in range(POSTINGS - len(invented)):
            row = invented[number % len(invented)]
            row = row | {"id": first + number, "public_id": public_id("q", number + 1)}
            if row["region"]:
                row["region"] = REGIONS[number // 7 % len(REGIONS)]
            db.execute(f"INSERT INTO postings VALUES ({', '.join('?' * len(names))})", [row[name] for name in names])
            db.execute(f"UPDATE postings SET expires_at = {DAY} WHERE id = ?", (number * 7 % 300, first + number))
        db.execute("UPDATE posting_marks SET changed = changed + 1")
    db.close()
