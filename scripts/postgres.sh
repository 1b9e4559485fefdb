#!/usr/bin/env bash
# A throwaway Postgres cluster on a free port, in a folder of its own.
#   scripts/postgres.sh start [fsync]  prints the folder; FOLDER/url holds the address to connect to
#   scripts/postgres.sh stop FOLDER    stops it and removes the folder
# Without `fsync` the cluster trades durability for speed: right for unit tests, wrong for the torture tests.
. "$(dirname "$0")/lib.sh"

bin=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || die 'no Postgres. Install it with: sudo apt-get install postgresql')")

# Postgres refuses to run as root, and user postgres cannot enter a private clone.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

case ${1:-} in
start)
  dir=$(mktemp -d "${TMPDIR:-/tmp}/landfall-pg-XXXXXX")
  chmod 755 "$dir"
  if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; fi
  port=$(free_port)
  as_postgres "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >"$dir.log" 2>&1 ||
    { cat "$dir.log" >&2; die "Postgres could not be set up"; }
  rm -f "$dir.log"
  options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$dir -c max_connections=200"
  if [ "${2:-}" != fsync ]; then
    options="$options -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
  fi
  as_postgres "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 -o "$options" start >/dev/null 2>&1 ||
    { cat "$dir/log" >&2; die "Postgres did not start"; }
  echo "postgres://postgres@127.0.0.1:$port/postgres" | as_postgres tee "$dir/url" >/dev/null
  echo "$dir"
  ;;
stop)
  dir=${2:?the folder that start printed}
  [ -d "$dir/data" ] || exit 0
  as_postgres "$bin/pg_ctl" -D "$dir/data" -m immediate -w -t 30 stop >/dev/null 2>&1 || true
  rm -rf "$dir"
  ;;
*) die "usage: scripts/postgres.sh start [fsync] | stop FOLDER" ;;
esac
