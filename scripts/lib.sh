# shellcheck shell=bash
# What every script here shares: where things are, how to fail in one clear line, how to install a
# Debian package when this user may. Sourced, never run. No step of a build or a test belongs here.
set -eu -o pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

# Build output: the clone's own `target`, or wherever CARGO_TARGET_DIR points.
TARGET=${CARGO_TARGET_DIR:-$ROOT/target}
case $TARGET in /*) ;; *) TARGET=$ROOT/$TARGET ;; esac
SITE=$TARGET/site
BIN=${E2E_BIN:-$TARGET/release/landfall}
STAMPS=$ROOT/.setup
VERSION=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' Cargo.toml)

# cargo's own bin folder and the npm tools (wasm-opt is one) come first.
CARGO_BIN=${CARGO_HOME:-$HOME/.cargo}/bin
PATH=$ROOT/end2end/node_modules/.bin:$CARGO_BIN:/usr/sbin:/sbin:$PATH
export PATH

say() { printf '\n== %s\n' "$*" >&2; }

die() {
  printf 'landfall: %s\n' "$*" >&2
  exit 1
}

# need COMMAND WHAT-TO-DO
need() { command -v "$1" >/dev/null 2>&1 || die "$1 is missing. $2"; }

# True when this user may install Debian packages without being asked anything.
may_install() {
  command -v apt-get >/dev/null 2>&1 || return 1
  [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

# packages WHY NAME...: installs Debian packages, or says exactly what to install.
packages() {
  local why=$1
  shift
  if ! may_install; then
    die "$why needs Debian packages. Install them with: sudo apt-get install $*"
  fi
  say "Installing Debian packages: $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >&2 ||
    { as_root apt-get update >&2 &&
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >&2; } ||
    die "could not install $*. Install them by hand, then run this again."
}

# A TCP port on 127.0.0.1 that nothing listens on now.
free_port() {
  node -e 'const s=require("net").createServer();s.listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'
}

# port_busy HOST PORT
port_busy() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

# A setting of the server: the environment first, then `.env`, then the default.
# setting NAME DEFAULT
setting() {
  if [ -n "${!1:-}" ]; then
    printf '%s\n' "${!1}"
  elif [ -f .env ] && grep -qE "^(export )?$1=" .env; then
    sed -nE "s/^(export )?$1=[\"']?([^\"']*)[\"']?\$/\2/p" .env | tail -n 1
  else
    printf '%s\n' "$2"
  fi
}

# The address the assets are served from, for a binary that is not beside its site folder.
export LANDFALL_SITE_DIR=${LANDFALL_SITE_DIR:-$SITE}

# The real Chromium, or nothing: Ubuntu's /usr/bin/chromium-browser is a stub that starts a snap. The one without windows
# comes first: the same pages in less than half the time.
find_chromium() {
  local c
  for c in "${CHROMIUM:-}" /usr/bin/chromium-headless-shell /usr/bin/chromium /usr/bin/google-chrome /usr/bin/google-chrome-stable; do
    if [ -n "$c" ] && [ -x "$c" ] && ! grep -aqs 'snap' <(head -c 2000 "$c") ; then
      printf '%s\n' "$c"
      return 0
    fi
  done
  return 1
}
