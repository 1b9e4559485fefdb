// Every page is looked at: by a11y.spec.ts as by a visitor, or by a11y-people.spec.ts as by somebody.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { looks, pathOf } from "./lib/looks.ts";
import { expect, pages, test } from "./lib/test.ts";

/** Pages that nobody looks at, and why. */
const unseen: Record<string, string> = {
  "/dev/mail/:file": "a mail as it was sent, only on one's own computer; what mails say has tests of its own",
};

/** The pages of the product, such as /events/:slug. A test in Rust holds them against the server's table. */
function routes(): string[] {
  const source = readFileSync(join(import.meta.dirname, "../../app/src/shell.rs"), "utf8");
  return [...source.matchAll(/<Route path=path!\("([^"]+)"\)/g)].map((found) => found[1] ?? "");
}

/** The route that draws a path; what is written out goes before what can be anything. */
function routeOf(path: string, all: string[]): string | undefined {
  const parts = path.replace(/[?#].*/, "").split("/");
  const fits = all.filter((route) => {
    const wanted = route.split("/");
    return wanted.length === parts.length && wanted.every((part, nth) => part.startsWith(":") || part === parts[nth]);
  });
  const open = (route: string) => route.split("/:").length;
  return fits.sort((one, other) => open(one) - open(other))[0];
}

test("every page is looked at, or says here why not", () => {
  const all = routes();
  expect(all.length, "the routes are found in the source").toBeGreaterThan(90);
  const paths = [...Object.values(pages), ...Object.values(looks).map(pathOf)];
  const seen = new Set(paths.map((path) => routeOf(path, all)));
  expect(all.filter((route) => !seen.has(route)).sort()).toEqual(Object.keys(unseen).sort());
});
