#!/usr/bin/env bash
# Packs the release into one archive that needs nothing but a Debian 12: dist/landfall-<version>-linux-x86_64.tar.gz
. "$(dirname "$0")/lib.sh"

name=landfall-$VERSION-linux-$(uname -m)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
top=$work/$name

mkdir -p "$top/bin" dist
# The server looks for both beside itself.
install -m 755 "$BIN" "$top/bin/landfall"
install -m 644 "$TARGET/release/hash.txt" "$top/bin/hash.txt"
cp -r "$SITE" "$top/bin/site"
install -m 644 scripts/dist/* "$top/"
for file in LICENSE* NOTICE* programme.toml docs/programme.toml; do
  if [ -f "$file" ]; then install -m 644 "$file" "$top/"; fi
done
printf '%s\n' "$VERSION" >"$top/VERSION"

# Same input, same archive: names sorted, no owner, one time.
when=$(git log -1 --format=%ct 2>/dev/null || echo 0)
find "$top" -exec chmod go-w {} +
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$when" -C "$work" -cf - "$name" | gzip -9n >"dist/$name.tar.gz"
(cd dist && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
printf 'dist/%s.tar.gz, %s bytes\n' "$name" "$(stat -c %s "dist/$name.tar.gz")"
