"""An import is all or nothing: kill -9 at a random moment of `landfall programme import`, again and again."""

import pathlib
import random
import subprocess
import sys
import time

from house import ROOT, Red, Server

SERIES = 300


def programme(server: Server, version: int) -> pathlib.Path:
    """The same series in every version, each with the version in its title, so that a mixture is seen."""
    made = subprocess.run(
        [sys.executable, ROOT / "bench" / "programme.py", str(SERIES)], check=True, capture_output=True, text=True
    ).stdout
    file = pathlib.Path(server.data, f"programme-{version}.toml")
    file.write_text(made.replace(' number ', f' of version {version} number '))
    return file


def versions(server: Server) -> dict[int, int]:
    """How many series there are of each version."""
    rows = server.query("SELECT title, (SELECT count(*) FROM speakers WHERE series_id = series.id) FROM series")
    if any(speakers != "1" for _, speakers in rows):
        raise Red("a series is there without its speaker")
    found: dict[int, int] = {}
    for title, _ in rows:
        version = int(title.split(" of version ")[1].split()[0])
        found[version] = found.get(version, 0) + 1
    return found


def settled(server: Server) -> None:
    """Waits until Postgres has ended what the killed import had asked for; a file database has nobody left to do so."""
    busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()"
    deadline = time.monotonic() + 20
    while server.database and server.query(busy) != [["0"]]:
        if time.monotonic() > deadline:
            raise Red("a transaction of the killed import is still open")
        time.sleep(0.02)


def whole(server: Server, before: int, after: int, round_: int) -> int:
    """The version that is stored; `Red` if it is a mixture."""
    found = versions(server)
    if found in ({before: SERIES}, {after: SERIES}):
        return next(iter(found))
    raise Red(f"round {round_}: half an import is stored: {found}")


def rounds(server: Server, number: int, seed: int) -> str:
    """Imports a new version in each round and kills the import on its way. The site serves meanwhile."""
    dice = random.Random(seed)
    server.run("programme", "import", str(programme(server, 0)))
    server.start()
    began = time.monotonic()
    server.run("programme", "import", str(programme(server, 1)))
    takes = time.monotonic() - began
    current, kept, gone = 1, 0, 0
    for round_ in range(number):
        wanted = round_ + 2
        file = programme(server, wanted)
        process = subprocess.Popen(
            [server.binary, "programme", "import", str(file)], env=server.env, cwd=server.data,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        time.sleep(dice.uniform(0, takes * 1.2))
        process.kill()
        process.wait()
        settled(server)
        stored = whole(server, current, wanted, round_)
        gone, kept = gone + (stored == current), kept + (stored == wanted)
        current = stored
    server.check()
    server.stop()
    if not gone:
        raise Red("no import was interrupted: this proves nothing")
    return f"{number} rounds of {SERIES} series, {gone} left nothing, {kept} were stored whole, 0 in part, seed {seed}"


def in_two_files(server: Server, number: int, seed: int) -> str:
    """The control: the same look at a programme that comes in two files, of which one arrives."""
    server.run("programme", "import", str(programme(server, 0)))
    for round_ in range(number):
        text = programme(server, round_ + 1).read_text().split("[[series]]\n")
        half = pathlib.Path(server.data, "half.toml")
        half.write_text("[[series]]\n" + "[[series]]\n".join(text[1 : 2 + random.Random(seed + round_).randrange(SERIES - 2)]))
        server.run("programme", "import", str(half))
        whole(server, round_, round_ + 1, round_)
    return "nothing was noticed"
