#!/usr/bin/env bash
# Builds what a user runs: the server, its WASM, CSS and precompressed assets. Called by make when a source is newer.
. "$(dirname "$0")/lib.sh"

scripts/setup.sh run
say "Building the release (the first time takes about twenty minutes on two cores)"
# cargo-leptos reads the site's place from here, so that it follows CARGO_TARGET_DIR.
export LEPTOS_SITE_ROOT=$SITE
cargo leptos build --release --precompress --cargo-locked >&2 || die "the build failed. The lines above say where."
[ -x "$BIN" ] || die "the build left no $BIN"
[ -f "$TARGET/release/hash.txt" ] || die "the build left no hash.txt beside the server"
