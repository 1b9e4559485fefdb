#!/usr/bin/env bash
# Keeps the database of this version as a fixture that later versions must migrate: one SQLite file and one SQL file
# for Postgres, the same rows, and the key of what is sealed in them. Usage: scripts/fixtures.sh NAME, e.g. issue-2. Run once when a version's work is done.
. "$(dirname "$0")/lib.sh"

name=${1:?a name such as issue-2}
to=$ROOT/server/tests/fixtures
[ -x "$BIN" ] || die "no release yet. Run: make release"
[ ! -e "$to/$name.sqlite" ] || die "$to/$name.sqlite exists. A kept fixture is never made again."
work=$(mktemp -d "${TMPDIR:-/tmp}/landfall-fixture-XXXXXX")
postgres=
server=
cleanup() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$postgres" ] || scripts/postgres.sh stop "$postgres" || true
  rm -rf "$work"
}
trap cleanup EXIT

port=$(free_port)
export LANDFALL_DATA_DIR=$work/data LANDFALL_SAMPLE=1 LANDFALL_LOG=warn
export LANDFALL_ADDR=127.0.0.1:$port LANDFALL_PUBLIC_URL=http://127.0.0.1:$port
"$BIN" migrate >/dev/null
"$BIN" sample add >/dev/null
"$BIN" programme import end2end/fixtures/programme.toml >/dev/null
"$BIN" serve >/dev/null &
server=$!
until curl -sf -o /dev/null "http://127.0.0.1:$port/readyz"; do sleep 0.1; done
for number in 1 2 3; do
  curl -sf -o /dev/null -H "Origin: http://127.0.0.1:$port" "http://127.0.0.1:$port/do/moderation/report" \
    --data-urlencode "_key=fixture-key-00000$number" --data-urlencode "page=/events" \
    --data-urlencode "what=hard-to-use" --data-urlencode "details=Fixture report number $number, ünïcödé, 日本語."
done
kill "$server"
wait "$server" || true
server=
"$BIN" backup "$work/backup.tar" >/dev/null
"$BIN" dump "$work/dump.tar" >/dev/null
mkdir -p "$to"
tar -xf "$work/backup.tar" -C "$work" landfall.sqlite
install -m 644 "$work/landfall.sqlite" "$to/$name.sqlite"
# Everybody in it is invented, and without its key the check cannot read what is sealed.
install -m 644 "$work/data/secret.key" "$to/$name.key"

postgres=$(scripts/postgres.sh start)
DATABASE_URL=$(cat "$postgres/url")
export DATABASE_URL LANDFALL_DATA_DIR=$work/second
"$BIN" migrate >/dev/null
"$BIN" load "$work/dump.tar" >/dev/null
# Without psql's own commands and without what would change the reader's session.
pg_dump --no-owner --no-privileges --inserts --rows-per-insert=200 "$DATABASE_URL" |
  grep -vE '^(\\|--|SET |SELECT pg_catalog.set_config|$)' >"$to/$name.postgres.sql"
echo "Kept $to/$name.sqlite and $to/$name.postgres.sql"
