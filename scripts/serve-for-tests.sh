#!/usr/bin/env bash
# Serves the release from a data folder that is gone afterwards. For browser tests, screenshots and the bench.
# Usage: scripts/serve-for-tests.sh PORT [PROGRAMME]   without PROGRAMME: sample content
. "$(dirname "$0")/lib.sh"

port=${1:?a port}
programme=${2:-}
case $programme in '' | /*) ;; *) programme=$ROOT/$programme ;; esac
data=$(mktemp -d "${TMPDIR:-/tmp}/landfall-e2e-XXXXXX")
server=
cleanup() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$data" "$TARGET"/.sample-*-"$port"
}
trap cleanup EXIT
trap 'exit 143' TERM INT HUP

# Nothing of the developer's own settings reaches the tests: not even `.env`, which is read from the working folder.
for name in $(compgen -e | grep '^LANDFALL_' | grep -v '^LANDFALL_SITE_DIR$'); do unset "$name"; done
unset DATABASE_URL
export LANDFALL_ADDR=127.0.0.1:$port LANDFALL_PUBLIC_URL=http://127.0.0.1:$port
export RUST_BACKTRACE=0 LANDFALL_DATA_DIR=$data LANDFALL_LOG=warn LANDFALL_REPORTS_PER_HOUR=1000000
export LANDFALL_SIGN_INS_PER_HOUR=1000000 LANDFALL_TRUSTED_PROXIES=127.0.0.1
cd "$data" || exit 1
"$BIN" migrate >/dev/null
if [ -n "$programme" ]; then
  "$BIN" programme import "$programme" >/dev/null
else
  export LANDFALL_SAMPLE=1
  # Who can sign in, for tests of what only some may do.
  "$BIN" sample add >"$TARGET/.sample-people-$port"
  # Some deeds want a second pair of hands: confirming a grant, answering an appeal.
  "$BIN" admin grant council@example.org admin >/dev/null
  "$BIN" admin grant editor@example.org moderator >/dev/null
  # For what no page brings about while a test runs, such as time passing.
  printf '%s\n' "$data" >"$TARGET/.sample-data-$port"
fi
"$BIN" serve >/dev/null &
server=$!
wait "$server"
