"""The house under torture, each test with a negative control that must turn it red.

Usage: run.py quick|full RELEASE-BINARY CHAOS-BINARY [SEED] [PART...]

Parts are named in parts.py; without a name all of them run. The full tier, when all of it runs, writes what it found to
bench/torture-<date>.md.
"""

import os
import pathlib
import sys
import time

from parts import PARTS
from stand import Stand

TIERS = {
    "quick": {
        "rounds of reports": 25, "rounds of people": 8, "control": 12, "imports": 25,
        "sockets of reports": 2_000, "follow reports": 200, "sockets of people": 480, "follow people": 60,
        "synced reports": 200, "synced people": 60,
        "outages of reports": 2, "outages of people": 3, "strokes": 10, "quiet": 2,
        "mails": 6, "mails killed": 50, "mail kills": 4, "mails shared": 80,
        "tries": 300, "flood": 6, "slow": 200, "runners": 60, "seat rounds": 2, "joiners": 60, "code rounds": 3,
        "rounds of offers": 3, "guests": 12, "rounds of mentors": 2, "mentors": 6,
        "rounds of cohorts": 2, "cohort mentors": 6,
    },
    "full": {
        "rounds of reports": 200, "rounds of people": 100, "control": 40, "imports": 100,
        "sockets of reports": 20_000, "follow reports": 1_000, "sockets of people": 5_000, "follow people": 500,
        "synced reports": 1_000, "synced people": 400,
        "outages of reports": 20, "outages of people": 10, "strokes": 100, "quiet": 10,
        "mails": 60, "mails in real time": 4, "mails killed": 400, "mail kills": 50, "mails shared": 400,
        "tries": 2_000, "flood": 60, "slow": 1_000, "runners": 300, "seat rounds": 30, "joiners": 500,
        "code rounds": 30, "rounds of offers": 25, "guests": 16, "rounds of mentors": 12, "mentors": 12,
        "rounds of cohorts": 12, "cohort mentors": 12,
    },
}


def main(tier: str, release: str, chaos: str, seed: int, names: list[str]) -> int:
    # Whoever runs this by hand has the pages beside the release, as cargo leaves them.
    os.environ.setdefault("LANDFALL_SITE_DIR", str(pathlib.Path(release).resolve().parents[1] / "site"))
    # The server runs in a folder of its own, where a relative path leads nowhere.
    release, chaos = (str(pathlib.Path(binary).resolve()) for binary in (release, chaos))
    stand = Stand(release, chaos, TIERS[tier], tier == "full", seed)
    try:
        for name in names or PARTS:
            PARTS[name](stand)
    finally:
        stand.end()
    if tier == "full" and not names:
        stand.keep()
    print(f"{stand.passed} passed, {stand.failed} failed", flush=True)
    return 1 if stand.failed else 0


if __name__ == "__main__":
    rest = sys.argv[4:]
    seeds = [int(word) for word in rest if word.isdigit()]
    chosen = [word for word in rest if not word.isdigit()]
    if len(sys.argv) < 4 or sys.argv[1] not in TIERS or not PARTS.keys() >= set(chosen):
        sys.exit(f"{__doc__}\nParts: {', '.join(PARTS)}")
    seed = seeds[0] if seeds else int(time.time()) % 1_000_000
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3], seed, chosen))
