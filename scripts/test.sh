#!/usr/bin/env bash
# Everything that must hold before a change lands, in order of price; stops at the first step that fails.
# Usage: scripts/test.sh all|fast. KEEP_GOING=1 runs the later steps too.
. "$(dirname "$0")/lib.sh"

tier=${1:-all}
logs=$(mktemp -d "${TMPDIR:-/tmp}/landfall-test-XXXXXX")
postgres=
failed=()
summary=$logs/summary
: >"$summary"

finish() {
  local status=$?
  trap - EXIT
  [ -z "$postgres" ] || scripts/postgres.sh stop "$postgres" || true
  printf '\n== Summary\n'
  cat "$summary"
  if [ ${#failed[@]} -gt 0 ]; then
    printf 'FAILED: %s\n' "${failed[*]}"
    status=1
  elif [ "$status" = 0 ]; then
    echo "All steps passed."
  fi
  rm -rf "$logs"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

# step NAME PATTERN COMMAND...: the lines of its output that match PATTERN are shown again at the end.
step() {
  local name=$1 pattern=$2 log=$logs/step.log start=$SECONDS
  shift 2
  say "$name"
  if "$@" 2>&1 | tee "$log"; then
    printf '%-28s ok     %4d s\n' "$name" $((SECONDS - start)) >>"$summary"
  else
    printf '%-28s FAILED %4d s\n' "$name" $((SECONDS - start)) >>"$summary"
    failed+=("$name")
  fi
  sed 's/\x1b\[[0-9;]*[a-zA-Z]//g' "$log" | grep -E "$pattern" | sed 's/^ */    /' >>"$summary" || true
  if [ ${#failed[@]} -gt 0 ] && [ -z "${KEEP_GOING:-}" ]; then exit 1; fi
}

# Python is compiled when it runs: what an older one cannot read would be noticed after an hour, or never.
python_compiles() {
  PYTHONPYCACHEPREFIX=$logs/pycache python3 -m compileall -q -x '/(node_modules|\.venv)/' app bench end2end scripts server &&
    echo "Python: every file compiles with $(python3 --version)"
}

rust_steps() {
  step "format" '^Diff in' cargo fmt --all --check
  step "clippy" '^(error|warning)' cargo clippy --locked --workspace --exclude frontend --all-targets -- -D warnings
  step "clippy for WASM" '^(error|warning)' cargo clippy --locked -p frontend --target wasm32-unknown-unknown -- -D warnings
  step "domain for WASM" '^(error|warning)' cargo check --locked -p domain --no-default-features --target wasm32-unknown-unknown

  postgres=$(scripts/postgres.sh start)
  LANDFALL_TEST_POSTGRES=$(cat "$postgres/url")
  LANDFALL_TEST_PYTHON=$ROOT/end2end/.venv/bin/python
  export LANDFALL_TEST_POSTGRES LANDFALL_TEST_PYTHON
  step "Rust tests (SQLite, Postgres)" 'Summary \[|^ *(FAIL|TIMEOUT|SIGABRT) \[' \
    cargo nextest run --locked --workspace --exclude frontend --no-fail-fast --no-tests pass
  step "guards, each removed once" 'Summary \[|^ *(FAIL|TIMEOUT|SIGABRT) \[' \
    cargo nextest run --locked -p services --features chaos -E 'test(chaos_tests)'
  step "doc tests" '^test result:.* [1-9][0-9]* (passed|failed)|FAILED' \
    cargo test --locked --workspace --exclude frontend --doc --quiet
  scripts/postgres.sh stop "$postgres"
  postgres=
}

# A database of advisories is data: the check works offline, and is skipped only when there is none.
audit() {
  local db=${ADVISORY_DB:-}
  if [ -z "$db" ] && [ -d ../shared/advisory-db ]; then db=../shared/advisory-db; fi
  if [ -z "$db" ]; then
    echo "Audit: skipped, no advisory folder. Set ADVISORY_DB to a clone of the RustSec advisory-db."
    return 0
  fi
  cargo audit --no-fetch --stale --db "$db" && echo "Audit: no known vulnerability in Cargo.lock"
}

# The guards may be removed only in a build made for it.
no_chaos() {
  if grep -aqE 'LANDFALL_CHAOS|split-write|no-spawn|quick-exit|no-lease|no-seats|no-list-end|no-cap|no-next' "$BIN"; then
    echo "the release holds the code that removes its guards (feature chaos)"
    return 1
  fi
  echo "Release: holds no chaos code"
}

browser() {
  CHROMIUM=$(find_chromium || true)
  export CHROMIUM
  (cd end2end && npx playwright test)
}

case $tier in
all | fast) ;;
*) die "usage: scripts/test.sh all|fast" ;;
esac
scripts/setup.sh test
step "Python compiles" '^Python:' python_compiles
rust_steps
[ "$tier" = all ] || exit 0
step "release build" '^error' make release
step "size budget" '^Budget:' node scripts/size-budget.mjs "$SITE" app/src/ui/script
step "release without chaos" '^Release:' no_chaos
step "audit" '^Audit:|^(error|warning):|Crate: ' audit
# Of each failure also what was expected and the line that expected it.
step "browser tests" '^ +[0-9]+ (passed|failed|flaky|skipped|did not run)|^ +[0-9]+\) \[|^ +([A-Za-z]*Error:|Test timeout)|^ +> +[0-9]+ \|' browser
step "torture (quick)" '^Torture:|^[0-9]+ passed, [0-9]+ failed' scripts/torture.sh quick
step "archive on bare Debian" '^Dist:' scripts/dist-test.sh
