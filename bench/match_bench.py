"""The matching engine beside its peers, on the same instances in the same run.

Part of `make bench`; alone: python3 bench/match_bench.py. Needs bench/.venv (scripts/setup.sh bench) and builds the
example match_speed. Answers are compared too: another total or another match ends the run.
"""

import json
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
PYTHON = HERE / ".venv" / "bin" / "python"


def example() -> str:
    """Builds the example and answers where it is."""
    command = ["cargo", "build", "--locked", "--quiet", "--release", "-p", "domain", "--example", "match_speed", "--message-format", "json"]
    out = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    built = [json.loads(line) for line in out.splitlines()]
    return next(one["executable"] for one in built if one.get("target", {}).get("name") == "match_speed" and one.get("executable"))


def lines(*command: object) -> list[dict[str, int]]:
    out = subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in out.strip().splitlines()]


def said(*command: object) -> dict[str, int]:
    return lines(*command)[-1]


def same(what: str, ours: dict[str, int], theirs: dict[str, int]) -> None:
    for name in ("placed", "fit", "mark"):
        if name in theirs and ours[name] != theirs[name]:
            raise SystemExit(f"{what}: {name} is {ours[name]} here and {theirs[name]} there")


def milliseconds(microseconds: float) -> str:
    return f"{microseconds / 1000:,.2f} ms"


def matches(table) -> None:
    """Adds the rows of matching to a table (bench.py's Table)."""
    engine = example()
    with tempfile.TemporaryDirectory(prefix="landfall-match-") as folder:
        times: dict[tuple[str, int], dict[str, int]] = {}
        for people in (1_000, 10_000, 100_000):
            file = pathlib.Path(folder) / f"{people}.txt"
            subprocess.run([engine, str(people), "none", file], check=True)
            ours = said(engine, people, "stable")
            theirs = said(PYTHON, HERE / "match_peers.py", file, "stable")
            same(f"stable, {people:,} mentees", ours, theirs)
            ratio = theirs["microseconds"] / ours["microseconds"]
            whole = (theirs["microseconds"] + theirs["build"]) / (ours["microseconds"] + ours["build"])
            least = 15 if people == 10_000 else None
            table.add(
                f"stable, {people:,} mentees: times plain Python",
                f"{ratio:.1f} ({milliseconds(ours['microseconds'])} / {milliseconds(theirs['microseconds'])})",
                f"at least {least}" if least else "", ratio >= least if least else None,
            )
            table.add(f"stable, {people:,} mentees, arrays and dicts built: times plain Python", f"{whole:.1f}")
            table.add(f"stable, {people:,} mentees: peak memory", f"{ours['peak_kib'] / 1024:.0f} MiB", "under 200 MiB", ours["peak_kib"] < 200 * 1024)
        few, many = lines(engine, "10000,100000", "stable")
        ratio = many["microseconds"] / few["microseconds"]
        both = f"{ratio:.1f} times ({milliseconds(few['microseconds'])}, {milliseconds(many['microseconds'])})"
        table.add("stable, solving, taking turns: 100,000 / 10,000 mentees", both, "at most 13", ratio <= 13)
        ratio = (many["microseconds"] + many["build"]) / (few["microseconds"] + few["build"])
        table.add("stable, arrays built, taking turns: 100,000 / 10,000 mentees", f"{ratio:.1f} times")
        for people in (1_000, 10_000):
            file = pathlib.Path(folder) / f"{people}.txt"
            ours = said(engine, people, "fit")
            theirs = said(PYTHON, HERE / "match_peers.py", file, "fit")
            same(f"fit, {people:,} mentees", ours, theirs)
            ratio = theirs["microseconds"] / ours["microseconds"]
            table.add(
                f"fit, {people:,} mentees: times or-tools SimpleMinCostFlow",
                f"{ratio:.2f} ({milliseconds(ours['microseconds'])} / {milliseconds(theirs['microseconds'])})", "at least 1", ratio >= 1,
            )
            placed = said(engine, people, "placed")
            table.add(f"placed, {people:,} mentees", milliseconds(placed["microseconds"]))


class Lines:
    """A table that only prints."""

    @staticmethod
    def add(what: str, figure: str, target: str = "", holds: bool | None = None) -> None:
        print(f"  {what:<68} {figure:>30}  {target:<14} {'' if holds is None else 'ok' if holds else 'below'}", flush=True)


if __name__ == "__main__":
    matches(Lines)
