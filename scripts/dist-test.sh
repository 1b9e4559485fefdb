#!/usr/bin/env bash
# Unpacks the archive in a bare Debian 12 and runs it there as an ordinary user, without Rust, Node or a network.
# Without root (or without debootstrap) it runs the archive with an empty environment instead, and says so.
. "$(dirname "$0")/lib.sh"

scripts/dist.sh
archive=dist/landfall-$VERSION-linux-$(uname -m).tar.gz
cache=${XDG_CACHE_HOME:-$HOME/.cache}/landfall
base=$cache/debian-12
work=$(mktemp -d "${TMPDIR:-/tmp}/landfall-dist-XXXXXX")
trap 'rm -rf "$work"' EXIT

# What runs inside: only the shell and coreutils of a bare system, and the archive.
cat >"$work/inside.sh" <<'INSIDE'
set -eu
cd "$1"
top=$(echo landfall-*-linux-*)
cd "$top"
if command -v node || command -v cargo || command -v rustc; then echo "this system is not bare"; exit 1; fi
if ldd bin/landfall | grep 'not found'; then exit 1; fi
export LANDFALL_ADDR=127.0.0.1:39127 LANDFALL_PUBLIC_URL=http://127.0.0.1:39127 LANDFALL_DATA_DIR=$1/data
bin/landfall --version
bin/landfall migrate
LANDFALL_SAMPLE=1 bin/landfall sample add
bin/landfall check
bin/landfall serve >"$1/log" 2>&1 &
server=$!
ask() { # PATH: the whole answer, by bash alone
  exec 3<>/dev/tcp/127.0.0.1/39127
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:39127\r\nConnection: close\r\n\r\n' "$1" >&3
  cat <&3
  exec 3>&-
}
ready=
for _ in $(seq 100); do
  if (ask /readyz) 2>/dev/null | grep -aq '200 OK'; then ready=1; break; fi
  sleep 0.1
done
[ -n "$ready" ] || { cat "$1/log"; echo "the server did not start"; exit 1; }
ask /events >"$1/events.html"
grep -aq '</html>' "$1/events.html"
sheet=$(grep -ao '/pkg/[^"]*\.css' "$1/events.html" | head -n 1)
for path in / /events "$sheet" /favicon.svg /calendar/all.ics; do
  ask "$path" | head -n 1 | grep -aq ' 200 ' || { echo "no 200 for $path"; exit 1; }
done
bin/landfall backup "$1/backup.tar"
test -s "$1/backup.tar"
kill -TERM $server
wait $server || { echo "the server did not stop cleanly"; cat "$1/log"; exit 1; }
echo "served / /events $sheet /favicon.svg /calendar/all.ics as $(id -un)"
INSIDE

bare() {
  [ "$(id -u)" = 0 ] || return 1
  if ! command -v debootstrap >/dev/null 2>&1; then
    (packages "The test on a bare Debian" debootstrap) || return 1
  fi
  if [ ! -f "$base/.complete" ]; then
    say "Making a bare Debian 12 (once)"
    rm -rf "$base"
    mkdir -p "$base"
    debootstrap --variant=minbase bookworm "$base" >"$work/debootstrap.log" 2>&1 ||
      { tail -n 3 "$work/debootstrap.log" >&2; rm -rf "$base"; return 1; }
    rm -rf "$base"/var/cache/apt/archives/*.deb "$base"/var/lib/apt/lists/*
    chroot "$base" useradd --create-home ordinary
    touch "$base/.complete"
  fi
  unshare --mount --net true 2>/dev/null
}

if bare; then
  home=$base/home/ordinary
  rm -rf "$home/run"
  mkdir -p "$home/run"
  tar -xzf "$archive" -C "$home/run"
  cp "$work/inside.sh" "$home/run/"
  chroot "$base" chown -R ordinary: /home/ordinary/run
  # A network of its own with nothing in it but the loopback; /proc so that a shell can work.
  # shellcheck disable=SC2016
  unshare --mount --net --pid --fork --kill-child sh -eu -c '
    PATH=/usr/sbin:/usr/bin:/sbin:/bin
    ip link set lo up 2>/dev/null || true
    mount -t proc proc "$1/proc"
    mount --bind /dev/null "$1/dev/null" 2>/dev/null || true
    exec chroot "$1" /usr/bin/env -i HOME=/home/ordinary PATH=/usr/bin:/bin \
      /sbin/runuser -u ordinary -- bash /home/ordinary/run/inside.sh /home/ordinary/run' sh "$base"
  rm -rf "$home/run"
  echo "Dist: $(basename "$archive") runs on a bare Debian 12 as an ordinary user, without network"
else
  say "No bare Debian here (that needs root and debootstrap): an empty environment on this system instead"
  tar -xzf "$archive" -C "$work"
  chmod 755 "$work"
  user=()
  if [ "$(id -u)" = 0 ]; then
    chown -R nobody: "$work"
    user=(runuser -u nobody --)
  fi
  env -i PATH=/usr/bin:/bin HOME=/nonexistent "${user[@]}" bash "$(
    sed '/this system is not bare/d' "$work/inside.sh" >"$work/here.sh" && chmod 644 "$work/here.sh" && echo "$work/here.sh"
  )" "$work"
  echo "Dist: $(basename "$archive") runs with an empty environment as $(if [ "$(id -u)" = 0 ]; then echo nobody; else id -un; fi); not tested on a bare Debian"
fi
