// What ships to a browser, in brotli bytes, against its budget. Usage: node scripts/size-budget.mjs FOLDER...
// (the site that cargo-leptos made, and the folder of the small scripts that the server hands out itself)
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const folders = process.argv.slice(2);
const budgets = [
  { what: "islands and loaders (.wasm + .js)", limit: 100_000, ends: [".wasm", ".js"] },
  { what: "style sheets (.css)", limit: 20_000, ends: [".css"] },
];

const files = folders
  .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
const brotli = (file) =>
  brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

let over = false;
for (const { what, limit, ends } of budgets) {
  const parts = files.filter((file) => ends.some((end) => file.endsWith(end))).sort();
  let sum = 0;
  for (const file of parts) {
    const size = brotli(file);
    sum += size;
    console.log(`  ${String(size).padStart(8)}  ${relative(process.cwd(), file)}`);
  }
  const verdict = sum <= limit ? "ok" : "OVER";
  over ||= sum > limit;
  console.log(`Budget: ${what}: ${sum} of ${limit} brotli bytes, ${verdict}`);
  if (parts.length === 0) {
    console.log(`Budget: no file of that kind in ${folders.join(", ")}; was the release built?`);
    over = true;
  }
}
process.exit(over ? 1 : 0);
