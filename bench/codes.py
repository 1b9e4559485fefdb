"""How fast codes are taken, beside what the same database commits in the same minutes."""

import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMMAND = ["cargo", "run", "--locked", "--quiet", "--release", "-p", "services", "--features", "testing", "--example", "code_speed"]


def codes(table) -> None:
    """Redemptions of one code, whole orders with it, and changes of one row, sixteen hands at once, both databases."""
    postgres = ROOT / "scripts" / "postgres.sh"
    cluster = subprocess.run([postgres, "start", "fsync"], check=True, capture_output=True, text=True).stdout.strip()
    try:
        env = os.environ | {"LANDFALL_TEST_POSTGRES": (pathlib.Path(cluster) / "url").read_text().strip()}
        out = subprocess.run(COMMAND, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout
    finally:
        subprocess.run([postgres, "stop", cluster], check=False)
    for kind, measured in json.loads(out.strip().splitlines()[-1]).items():
        share = measured["codes"] / measured["ceiling"]
        figure = f"{share:.2f} ({measured['codes']:,.0f} / {measured['ceiling']:,.0f} a second)"
        table.add(f"redemptions of a code on {kind}: share of its commits", figure, "at least 0.5", share >= 0.5)
        whole = f"{measured['orders'] / measured['ceiling']:.2f} ({measured['orders']:,.0f} a second)"
        table.add(f"whole orders with a code on {kind}: share of its commits", whole, "", None)
