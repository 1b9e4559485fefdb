#!/usr/bin/env bash
# Figures beside nginx; see bench/bench.py.
. "$(dirname "$0")/lib.sh"

need python3 "Install Python 3: sudo apt-get install python3"
scripts/setup.sh bench
CHROMIUM=$(find_chromium || true)
export CHROMIUM PYTHONDONTWRITEBYTECODE=1
exec python3 -u bench/bench.py "$BIN" "$SITE"
