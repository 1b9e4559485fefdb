#!/usr/bin/env bash
# Changes the code of permissions, accounts and sessions in small ways, one at a time, and asks whether a test notices.
# Usage: scripts/mutants.sh domain|services. About an hour each on two cores; what survives is argued in bench/mutants.md.
. "$(dirname "$0")/lib.sh"

scripts/setup.sh mutants
# The unit tests of the domain are beside its code; those of other crates, which know more, are not asked.
case ${1:-domain} in
domain)
  files=(app/domain/src/access app/domain/src/identity) package=domain
  tests=(--lib)
  ;;
services)
  files=(app/services/src/identity/sessions.rs app/services/src/access.rs) package=services
  tests=(--lib -- identity:: grants:: access)
  ;;
*) die "usage: scripts/mutants.sh domain|services" ;;
esac
globs=()
for file in "${files[@]}"; do
  if [ -d "$file" ]; then globs+=(-f "$file/**/*.rs"); else globs+=(-f "$file"); fi
done
export LANDFALL_TEST_SQLITE_ONLY=1 CARGO_PROFILE_DEV_DEBUG=0
exec "$CARGO_BIN/cargo-mutants" mutants --package "$package" --test-package "$package" \
  --no-shuffle --baseline skip --timeout 300 --output "$TARGET/mutants-$package" "${globs[@]}" -- "${tests[@]}"
