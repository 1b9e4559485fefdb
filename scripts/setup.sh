#!/usr/bin/env bash
# Brings in the tools a task needs, each only when it is missing or of another version.
# Usage: scripts/setup.sh run|test|torture|bench|mutants
. "$(dirname "$0")/lib.sh"

CARGO_LEPTOS=0.3.10
NEXTEST=0.9.151
CARGO_AUDIT=0.22.2
CARGO_MUTANTS=27.1.0

base_tools() {
  need cc "Install a C compiler: sudo apt-get install build-essential"
  need cargo "Install Rust with rustup: https://rustup.rs"
  need rustup "Install Rust with rustup: https://rustup.rs (the distribution's own cargo is too old)"
  need node "Install Node 20 or newer: https://nodejs.org"
  need npm "Install npm, it comes with Node 20 or newer: https://nodejs.org"
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || die "Node $major is too old. Install Node 20 or newer: https://nodejs.org"
}

rust_toolchain() {
  local channel
  channel=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
  if ! rustup run "$channel" rustc --version >/dev/null 2>&1; then
    say "Installing Rust $channel"
    rustup toolchain install "$channel" --profile minimal --component rustfmt --component clippy \
      --target wasm32-unknown-unknown >&2 ||
      die "could not install Rust $channel. Check the network, or run: rustup toolchain install $channel"
  fi
  local have
  have=$(rustup component list --toolchain "$channel" --installed)
  for part in rustfmt clippy; do
    case $have in *"$part"*) ;; *) rustup component add --toolchain "$channel" "$part" >&2 ;; esac
  done
  case $have in
  *rust-std-wasm32-unknown-unknown*) ;;
  *)
    say "Installing the WASM target"
    rustup target add --toolchain "$channel" wasm32-unknown-unknown >&2 ||
      die "could not add the WASM target. Run: rustup target add wasm32-unknown-unknown"
    ;;
  esac
}

# crate BINARY CRATE VERSION CARGO-INSTALL-OPTIONS...
crate() {
  local binary=$1 name=$2 version=$3 seen
  shift 3
  seen=$("$CARGO_BIN/$binary" --version 2>/dev/null || "$CARGO_BIN/$binary" "${binary#cargo-}" --version 2>/dev/null || true)
  case " $seen " in *" $version "* | *" $version"[[:space:]]*) return 0 ;; esac
  say "Installing $name $version from source (once; several minutes)"
  # Tools run for seconds and are built for minutes: lightly optimized they are there in half the time.
  env -u CARGO_TARGET_DIR CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off \
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0 cargo install "$name" --version "$version" "$@" >&2 ||
    die "could not install $name. Run: cargo install $name --version $version $*"
}

wasm_bindgen() {
  local version
  version=$(grep -A1 '^name = "wasm-bindgen"$' Cargo.lock | sed -n 's/^version = "\(.*\)"/\1/p')
  [ -n "$version" ] || die "Cargo.lock names no wasm-bindgen. Run: cargo generate-lockfile"
  # Without --locked: its own lock file names a crate version that was withdrawn.
  crate wasm-bindgen wasm-bindgen-cli "$version"
}

# npm_packages run|all: the stamp holds the lock file's hash and how much of it is installed.
npm_packages() {
  local want have
  want="$1 $(cksum <end2end/package-lock.json)"
  have=$(cat "$STAMPS/npm" 2>/dev/null || true)
  if [ -d end2end/node_modules ] && { [ "$have" = "$want" ] || [ "$have" = "all ${want#* }" ]; }; then
    return 0
  fi
  say "Installing npm packages ($1)"
  local omit=()
  [ "$1" = all ] || omit=(--omit=dev)
  (cd end2end && npm ci --no-audit --no-fund --loglevel=error "${omit[@]}" >&2) ||
    die "npm could not install the packages of end2end. Check the network, then run this again."
  mkdir -p "$STAMPS"
  printf '%s\n' "$want" >"$STAMPS/npm"
}

postgres() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && return 0
  command -v initdb >/dev/null 2>&1 && return 0
  if may_install; then
    # Only the programs are wanted: no cluster that runs on the machine afterwards.
    as_root mkdir -p /etc/postgresql-common/createcluster.d
    printf "create_main_cluster = false\n" |
      as_root tee /etc/postgresql-common/createcluster.d/landfall.conf >/dev/null
  fi
  packages "The tests on Postgres" postgresql
}

chromium() {
  case $(find_chromium || true) in */chromium-headless-shell | "${CHROMIUM:-none}") return 0 ;; esac
  # Without it the tests take twice as long, and a Chromium with windows does as well.
  if grep -qs '^ID=debian' /etc/os-release && (packages "The browser tests" chromium-headless-shell); then return 0; fi
  if find_chromium >/dev/null; then return 0; fi
  if grep -qs '^ID=debian' /etc/os-release; then
    packages "The browser tests" chromium
  else
    say "No Chromium found: asking Playwright for its own"
    (cd end2end && npx playwright install chromium >&2) ||
      die "no Chromium. Install one and set CHROMIUM to its path, then run this again."
  fi
}

# python_packages WHAT LIST VENV: what is pinned in LIST, in a virtual environment of its own.
python_packages() {
  local what=$1 list=$2 venv=$3
  [ -f "$list" ] || return 0
  python3 -c 'import ensurepip, venv' 2>/dev/null || packages "$what" python3-venv
  if ! cmp -s "$list" "$venv/.installed"; then
    say "Installing: $what"
    python3 -m venv "$venv" || die "python3 could not make $venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$list" >&2 ||
      die "pip could not install $list. Check the network, then run this again."
    cp "$list" "$venv/.installed"
  fi
}

# for_run run|all: how much of the npm packages is wanted
for_run() {
  base_tools
  rust_toolchain
  crate cargo-leptos cargo-leptos "$CARGO_LEPTOS" --locked --features no_downloads
  wasm_bindgen
  npm_packages "$1"
}

for_torture() {
  need python3 "Install Python 3: sudo apt-get install python3"
  postgres
  command -v psql >/dev/null 2>&1 || packages "The tests on Postgres" postgresql-client
  command -v strace >/dev/null 2>&1 || packages "The fsync test" strace
}

case ${1:-} in
run) for_run run ;;
test)
  for_run all
  for_torture
  crate cargo-nextest cargo-nextest "$NEXTEST" --locked
  crate cargo-audit cargo-audit "$CARGO_AUDIT" --locked
  chromium
  python_packages "the readers and judges of the tests" end2end/readers/requirements.txt end2end/.venv
  ;;
torture) for_torture ;;
bench)
  for_run all
  for tool in nginx wrk; do command -v "$tool" >/dev/null 2>&1 || packages "The bench" "$tool"; done
  find_chromium >/dev/null || chromium
  python_packages "the peers of the matching engine" bench/requirements.txt bench/.venv
  ;;
mutants)
  rust_toolchain
  crate cargo-nextest cargo-nextest "$NEXTEST" --locked
  crate cargo-mutants cargo-mutants "$CARGO_MUTANTS" --locked
  ;;
*) die "usage: scripts/setup.sh run|test|torture|bench|mutants" ;;
esac
