#!/usr/bin/env bash
# The write path under kill -9, dropped sockets and strace. Usage: scripts/torture.sh quick|full [SEED]
. "$(dirname "$0")/lib.sh"

tier=${1:?quick or full}
scripts/setup.sh torture

# The controls need a build whose guards can be removed. It is a debug build: its crates are those of the Rust tests.
say "Building the server with removable guards"
cargo build --locked --quiet -p server --bin landfall --features chaos
mkdir -p "$TARGET/chaos"
install -m 755 "$TARGET/debug/landfall" "$TARGET/chaos/landfall"
install -m 644 "$TARGET/release/hash.txt" "$TARGET/chaos/hash.txt"

say "Torture ($tier)"
export PYTHONDONTWRITEBYTECODE=1
exec python3 -u end2end/torture/run.py "$tier" "$BIN" "$TARGET/chaos/landfall" "${@:2}"
