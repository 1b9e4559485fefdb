#!/usr/bin/env bash
# Removes what `make run` keeps between runs. Asks first when a person is there to answer.
. "$(dirname "$0")/lib.sh"

data=$(setting LANDFALL_DATA_DIR data)
[ -d "$data" ] || { echo "Nothing to remove: there is no $data"; exit 0; }
ls "$data"/landfall.sqlite* >/dev/null 2>&1 || die "$data holds no landfall.sqlite, so it is left alone"
if [ -t 0 ]; then
  printf 'Remove %s with its database and files? [y/N] ' "$data"
  read -r answer
  [ "$answer" = y ] || die "nothing was removed"
fi
rm -rf -- "$data"
echo "Removed $data"
