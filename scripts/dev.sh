#!/usr/bin/env bash
# A debug build with sample content that rebuilds and reloads the browser on every change.
. "$(dirname "$0")/lib.sh"

scripts/setup.sh run
export LEPTOS_SITE_ROOT=$SITE
LANDFALL_SAMPLE=$(setting LANDFALL_SAMPLE 1)
export LANDFALL_SAMPLE
cargo leptos build
"$TARGET/debug/landfall" migrate
if [ "$LANDFALL_SAMPLE" = 1 ]; then "$TARGET/debug/landfall" sample add; fi
exec cargo leptos watch
