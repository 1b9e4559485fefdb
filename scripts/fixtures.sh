#!/usr/bin/env bash
# Keeps the database of this version as a fixture that later versions must migrate: one SQLite file and one SQL file
# for Postgres, the same rows, and the key of what is sealed in them. What the sample leaves empty is filled through the
# forms of the product, as people fill it. Usage: scripts/fixtures.sh NAME, e.g. issue-2. Run once when a version's work is done.
. "$(dirname "$0")/lib.sh"

# Tables that may be empty in a fixture, since nothing that people press here fills them: somebody erased, uploads, a profile
# hidden by a decision, codes for a lost telephone, addresses that take no mail, certificates.
MAY_BE_EMPTY="erasures files hidden_content recovery_codes suppressions verifications"

name=${1:?a name such as issue-2}
to=$ROOT/server/tests/fixtures
[ -x "$BIN" ] || die "no release yet. Run: make release"
[ ! -e "$to/$name.sqlite" ] || die "$to/$name.sqlite exists. A kept fixture is never made again."
need curl "Install it with: sudo apt-get install curl"
work=$(mktemp -d "${TMPDIR:-/tmp}/landfall-fixture-XXXXXX")
postgres=
server=
cleanup() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$postgres" ] || scripts/postgres.sh stop "$postgres" || true
  rm -rf "$work"
}
trap cleanup EXIT

# How forms are sent and pages read. Each person has a browser of their own: $work/WHO.jar holds its cookies.

# post WHO ACTION FIELD...: sends a form as the browser of somebody; prints where it leads.
post() {
  local who=$1 action=$2 fields=() field answer
  shift 2
  for field in "$@"; do fields+=(--data-urlencode "$field"); done
  answer=$(curl -s -o "$work/answer" -w '%{http_code} %{redirect_url}' -b "$work/$who.jar" -c "$work/$who.jar" \
    -H "Origin: $at" "$at$action" --data-urlencode "_key=fixture-form-$(date +%s%N)" "${fields[@]}" || true)
  [ "${answer%% *}" = 303 ] ||
    die "$action of $who was answered by ${answer%% *}: $(grep -oE 'error-summary.{0,400}' "$work/answer" | sed -n 1p || true)"
  printf '%s\n' "${answer#* }"
}

# linked WHO PATH PATTERN: what fits first in a page as somebody sees it, such as the address of a link.
linked() {
  local found
  found=$(curl -sf -b "$work/$1.jar" -c "$work/$1.jar" "$at$2" | grep -oE -- "$3" | sed -n 1p || true)
  [ -n "$found" ] || die "the page $2 shows $1 nothing like $3"
  printf '%s\n' "$found"
}

# last PLACE: the last part of where a form leads, without its query.
last() {
  local path=${1%%\?*}
  printf '%s\n' "${path##*/}"
}

# told WHO FIELD: what `sample add` printed of an invented person: 2 the address, 3 the password, `key` of whoever has one.
told() {
  awk -v who="$1" -v field="$2" '
    /^Sample people/ { people = 1 }
    people && $1 == who { if (field != "key") print $field; else if (NF > 3) print $NF }' "$work/people"
}

# app_code KEY: the six digits that an app shows now.
app_code() {
  python3 - "$1" <<'PY'
import base64, hashlib, hmac, struct, sys, time
key = sys.argv[1]
secret = base64.b32decode(key + "=" * (-len(key) % 8))
digest = hmac.new(secret, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
print(f"{(struct.unpack_from('>I', digest, digest[-1] & 15)[0] & 0x7FFFFFFF) % 1_000_000:06}")
PY
}

sign_in() {
  local key code
  post "$1" /do/identity/sign-in "email=$(told "$1" 2)" "password=$(told "$1" 3)" >/dev/null
  key=$(told "$1" key)
  [ -n "$key" ] || return 0
  code=$(app_code "$key")
  post "$1" /do/identity/second-factor "code=$code" >/dev/null
}

# id_of WHO: the public id of an invented person, as the admin finds it.
id_of() {
  local page
  page=$(linked admin "/desk/people?find=$(told "$1" 2)" '/desk/people/[0-9a-z]{20}')
  last "$page"
}

# mailed ADDRESS PATH: the token of a mailed link. Without a mail server mails lie in a folder; the worker is quick.
mailed() {
  python3 - "$LANDFALL_DATA_DIR/mail" "$1" "$2" <<'PY'
import json, pathlib, re, sys, time
folder, to, path = sys.argv[1:]
until = time.monotonic() + 20
while time.monotonic() < until:
    for file in sorted(pathlib.Path(folder).glob("*.json")):
        mail = json.loads(file.read_text())
        link = re.search(re.escape(path) + r"([\w-]{43})", mail["text"])
        if mail["to"] == to and link:
            print(link[1])
            sys.exit()
    time.sleep(0.1)
sys.exit(f"landfall: no mail with {path} came to {to}")
PY
}

# mails_left: waits until every mail that is due has left, and is kept without its words as on any running site.
mails_left() {
  python3 - "$LANDFALL_DATA_DIR/landfall.sqlite" <<'PY'
import contextlib, datetime, sqlite3, sys, time
until = time.monotonic() + 30
while time.monotonic() < until:
    now = datetime.datetime.now(datetime.timezone.utc).isoformat()
    due = "SELECT COUNT(*) FROM mails WHERE state = 'waiting' AND due_at <= ?"
    with contextlib.closing(sqlite3.connect(sys.argv[1], timeout=10)) as base:
        if base.execute(due, (now,)).fetchone()[0] == 0:
            sys.exit()
    time.sleep(0.1)
sys.exit("landfall: a mail has not left within half a minute")
PY
}

# What people do. Each of these is a feature; a new table gets its rows here.

# An order with the code IMG and its payment, so that orders, redemptions and the books are kept with something in them,
# and a batch of codes that was handed out.
membership() {
  local order batch
  order=$(post newcomer /do/membership/join plan=fellow stage=fellow img=yes discount=img)
  order=$(last "$order")
  # Yesterday is no day to come wherever the association is.
  post treasurer /do/membership/record-payment "order=$order" amount=63.75 method=check \
    "received_on=$(date -u -d yesterday +%F)" >/dev/null
  post treasurer /do/codes/make kind=single "letters=Spring fair" count=3 off=percent amount=10 purpose=both \
    zone=America/New_York per_person=1 >/dev/null
  batch=$(linked treasurer /desk/codes '/desk/codes/[0-9a-z]{20}')
  # The codes themselves come as a file, so there is nothing to be led to.
  curl -sf -o /dev/null -b "$work/treasurer.jar" -c "$work/treasurer.jar" -H "Origin: $at" --data '' "$at$batch" ||
    die "the codes of $batch were not handed out"
}

# A member who comes to every date but the next, a guest who comes to that, the way in, and a calendar of one's own.
coming() {
  local series=img-coffee-chat date guest=grace.visitor@example.net link
  date=$(linked newcomer "/events/$series" "/events/$series/[0-9T-]+/rsvp")
  date=$(last "${date%/rsvp}")
  post admin /do/events/set-joining "series=$series" "date=$date" link=https://video.example.org/room minutes=30 scope=series >/dev/null
  post newcomer /do/events/answer-series "series=$series" "date=$date" answer=going >/dev/null
  post newcomer /do/events/answer "series=$series" "date=$date" answer=not-going >/dev/null
  post newcomer /do/events/make-feed >/dev/null
  post stranger /do/events/ask-as-guest "series=$series" "date=$date" "name=Grace Visitor" "email=$guest" >/dev/null
  link=$(mailed "$guest" /rsvp/)
  post stranger /do/events/answer-as-guest "link_token=$link" answer=going >/dev/null
}

# A draft; a posting of somebody new that a moderator has looked at; and another that somebody has saved and applied to.
opportunities() {
  local draft part posting whole
  whole=(kind=observership contact=shadowing specialty=cardiology "title=Observer at the harbor"
    "institution=Lakeshore Teaching Hospital" "supervisor=Dr. Amara Osei" official_page=https://example.org/observers
    mode=on-site city=Rivertown state=IL start=rolling weeks_least=4 "closes=$(date -u -d '40 days' +%F)"
    has_fee=no visa=invitation-letter)
  post newcomer /do/opportunities/begin "${whole[@]}" >/dev/null
  draft=$(post member /do/opportunities/begin "${whole[@]}")
  draft=$(last "${draft%/where*}")
  for part in where when money who; do
    post member /do/opportunities/save-part "draft=$draft" "part=$part" "${whole[@]}" >/dev/null
  done
  posting=$(post member /do/opportunities/submit "draft=$draft")
  posting=$(last "$posting")
  post moderator /do/opportunities/decide "posting=$posting" step=take-up >/dev/null
  post moderator /do/opportunities/decide "posting=$posting" step=approve "note=The page and the registry." >/dev/null
  posting=$(linked newcomer /opportunities '/opportunities/[0-9a-z]{20}')
  posting=$(last "$posting")
  post newcomer /do/opportunities/save "posting=$posting" >/dev/null
  post newcomer /do/opportunities/apply "posting=$posting" "answer=Because of the clinic." release=name >/dev/null
}

# A step and a meeting of two whom the invented cohort has brought together.
mentorship() {
  local together
  together=$(linked mentor /me/mentoring '/me/mentoring/together/[0-9a-z]{20}')
  together=$(last "$together")
  post mentor /do/mentorship/plan "together=$together" "what=Send the CV" "due_on=$(date -u -d '30 days' +%F)" >/dev/null
  post mentor /do/mentorship/meet "together=$together" "met_at=$(date -u -d '2 days ago' +%F)T10:00" minutes=45 \
    "note=We read three applications, ünïcödé, 日本語." >/dev/null
}

# Problems with pages, somebody who is reported and somebody who is kept away, and a look at a private field.
moderation() {
  local number newcomer host
  for number in 1 2 3; do
    post stranger /do/moderation/report page=/events what=hard-to-use \
      "details=Fixture report number $number, ünïcödé, 日本語." >/dev/null
  done
  newcomer=$(id_of newcomer)
  host=$(id_of host)
  post member /do/moderation/report-person kind=profile "person=$newcomer" ground=unkind \
    "details=The profile speaks badly of a hospital that I know well." >/dev/null
  post member /do/moderation/block "person=$host" >/dev/null
  post moderator /do/access/break-glass "person=$newcomer" field=visa_need \
    "reason=A hospital asked us whether the visa allows the visit." >/dev/null
}

# A password that was forgotten, and which mails somebody wants. The last of all: from here on mails wait for the digest.
mails() {
  post stranger /do/identity/forgot-password "email=$(told member 2)" >/dev/null
  post newcomer /do/notifications/choose digest=daily news=digest quiet_from=22:00 quiet_until=07:00 >/dev/null
}

port=$(free_port)
at=http://127.0.0.1:$port
export LANDFALL_DATA_DIR=$work/data LANDFALL_SAMPLE=1 LANDFALL_LOG=warn
export LANDFALL_ADDR=127.0.0.1:$port LANDFALL_PUBLIC_URL=$at
"$BIN" migrate >/dev/null
"$BIN" sample add >"$work/people"
"$BIN" programme import end2end/fixtures/programme.toml >/dev/null
"$BIN" serve >/dev/null &
server=$!
until curl -sf -o /dev/null "$at/readyz"; do
  kill -0 "$server" 2>/dev/null || die "the server did not start"
  sleep 0.1
done
for who in newcomer member mentor treasurer moderator admin; do sign_in "$who"; done
for feature in membership coming opportunities mentorship moderation mails; do
  say "$feature"
  "$feature"
done
mails_left

kill "$server"
wait "$server" || true
server=
"$BIN" backup "$work/backup.tar" >/dev/null
"$BIN" dump "$work/dump.tar" >/dev/null
tar -xf "$work/backup.tar" -C "$work" landfall.sqlite
# Before anything is kept: a migration is tried only on what has rows.
python3 - "$work/landfall.sqlite" "$MAY_BE_EMPTY" <<'PY'
import sqlite3, sys
base, may_be_empty = sqlite3.connect(sys.argv[1]), sys.argv[2].split()
tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
empty = [name for name in tables if base.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone() == (0,)]
missing = sorted(set(empty) - set(may_be_empty))
if missing:
    sys.exit(f"landfall: nothing in it fills {', '.join(missing)}")
PY
mkdir -p "$to"
install -m 644 "$work/landfall.sqlite" "$to/$name.sqlite"
# Everybody in it is invented, and without its key the check cannot read what is sealed.
install -m 644 "$work/data/secret.key" "$to/$name.key"

postgres=$(scripts/postgres.sh start)
DATABASE_URL=$(cat "$postgres/url")
export DATABASE_URL LANDFALL_DATA_DIR=$work/second
"$BIN" migrate >/dev/null
"$BIN" load "$work/dump.tar" >/dev/null
# Without psql's own commands and without what would change the reader's session; lines within a text stay.
pg_dump --no-owner --no-privileges --inserts --rows-per-insert=200 "$DATABASE_URL" >"$work/whole.sql"
python3 - "$work/whole.sql" >"$to/$name.postgres.sql" <<'PY'
import re, sys
inside = False
for line in open(sys.argv[1], encoding="utf-8", newline="\n"):
    if not inside and re.match(r"\\|--|SET |SELECT pg_catalog.set_config|$", line):
        continue
    sys.stdout.buffer.write(line.encode())
    inside ^= line.count("'") % 2 == 1
PY
echo "Kept $to/$name.sqlite and $to/$name.postgres.sql"
