#!/usr/bin/env bash
# Changes the code of permissions, accounts and sessions in small ways, one at a time, and asks whether a test notices.
# Usage: scripts/mutants.sh domain|services. Hours for `services`, minutes for `domain`; what survives is argued in
# bench/mutants.md.
. "$(dirname "$0")/lib.sh"

scripts/setup.sh mutants
case ${1:-domain} in
domain) files=(app/domain/src/access app/domain/src/identity) package=domain ;;
services) files=(app/services/src/identity/sessions.rs app/services/src/access.rs app/services/src/grants) package=services ;;
*) die "usage: scripts/mutants.sh domain|services" ;;
esac
globs=()
for file in "${files[@]}"; do
  if [ -d "$file" ]; then globs+=(-f "$file/**/*.rs"); else globs+=(-f "$file"); fi
done
export LANDFALL_TEST_SQLITE_ONLY=1
exec "$CARGO_BIN/cargo-mutants" mutants --package "$package" --test-package "$package" --test-tool nextest \
  --no-shuffle --output "$TARGET/mutants-$package" "${globs[@]}"
