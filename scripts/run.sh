#!/usr/bin/env bash
# `make run` after the build: checks what would stop the server, prepares the database, serves.
. "$(dirname "$0")/lib.sh"

addr=$(setting LANDFALL_ADDR 127.0.0.1:3000)
data=$(setting LANDFALL_DATA_DIR data)
host=${addr%:*}
port=${addr##*:}
case $port in '' | *[!0-9]*) die "LANDFALL_ADDR is \"$addr\". Write it as HOST:PORT, such as 127.0.0.1:3000" ;; esac
host=${host#[}
host=${host%]}
case $host in 0.0.0.0 | ::) host=127.0.0.1 ;; esac

if port_busy "$host" "$port"; then
  die "port $port is in use. Stop what runs there, or choose another: LANDFALL_ADDR=127.0.0.1:3100 LANDFALL_PUBLIC_URL=http://127.0.0.1:3100 make run"
fi
{ mkdir -p "$data" && probe=$(mktemp "$data/.write-XXXXXX") && rm -f "$probe"; } 2>/dev/null ||
  die "cannot write to $data. Make that folder writable for $(id -un), or choose another: LANDFALL_DATA_DIR=/some/folder make run"

LANDFALL_SAMPLE=$(setting LANDFALL_SAMPLE 1)
export LANDFALL_SAMPLE
"$BIN" migrate
if [ "$LANDFALL_SAMPLE" = 1 ]; then "$BIN" sample add; fi
exec "$BIN" serve
