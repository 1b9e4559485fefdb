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
"$BIN" sample add >"$work/people"
"$BIN" programme import end2end/fixtures/programme.toml >/dev/null
"$BIN" serve >/dev/null &
server=$!
until curl -sf -o /dev/null "http://127.0.0.1:$port/readyz"; do sleep 0.1; done
for number in 1 2 3; do
  curl -sf -o /dev/null -H "Origin: http://127.0.0.1:$port" "http://127.0.0.1:$port/do/moderation/report" \
    --data-urlencode "_key=fixture-key-00000$number" --data-urlencode "page=/events" \
    --data-urlencode "what=hard-to-use" --data-urlencode "details=Fixture report number $number, ünïcödé, 日本語."
done

# An order with the code IMG and its payment, so that orders, redemptions and the books are kept with something in them.
# post WHO ACTION FIELD...: a form as the browser of an invented person sends it; prints where it leads.
post() {
  local who=$1 action=$2 fields=() field
  shift 2
  for field in "$@"; do fields+=(--data-urlencode "$field"); done
  curl -sf -o /dev/null -w '%{redirect_url}' -b "$work/$who.jar" -c "$work/$who.jar" \
    -H "Origin: http://127.0.0.1:$port" "http://127.0.0.1:$port$action" \
    --data-urlencode "_key=fixture-form-$(date +%s%N)" "${fields[@]}"
}
told() { awk -v who="$1" -v field="$2" '$1 == who { print field == "last" ? $NF : $field }' "$work/people"; }
sign_in() { post "$1" /do/identity/sign-in "email=$(told "$1" 2)" "password=$(told "$1" 3)" >/dev/null; }
sign_in newcomer
order=$(post newcomer /do/membership/join plan=fellow stage=fellow img=yes discount=img)
order=${order##*/orders/}
order=${order%%\?*}
sign_in treasurer
code=$(python3 - "$(told treasurer last)" <<'PY'
import base64, hashlib, hmac, struct, sys, time
key = sys.argv[1]
secret = base64.b32decode(key + "=" * (-len(key) % 8))
digest = hmac.new(secret, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
print(f"{(struct.unpack_from('>I', digest, digest[-1] & 15)[0] & 0x7FFFFFFF) % 1_000_000:06}")
PY
)
post treasurer /do/identity/second-factor "code=$code" >/dev/null
# Yesterday is no day to come wherever the association is.
post treasurer /do/membership/record-payment "order=$order" amount=63.75 method=check "received_on=$(date -u -d yesterday +%F)" >/dev/null

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
