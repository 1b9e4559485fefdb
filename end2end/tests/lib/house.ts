// Where the server under test keeps its things: for what no page can bring about within a test, such as time passing.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sample } from "../../browser.ts";

const target = process.env["CARGO_TARGET_DIR"] ?? join(import.meta.dirname, "../../../target");

/** A file that goes with the server under test, and is gone when it is. */
export const kept = (what: string) => join(target, `.sample-${what}-${new URL(sample).port}`);

/** What `scripts/serve-for-tests.sh` wrote down when it made the server with sample content. */
export const written = (what: "people" | "data"): string => readFileSync(kept(what), "utf8");

const program = `
import json, sqlite3, sys
base = sqlite3.connect(sys.argv[1], timeout=10)
rows = base.execute(sys.argv[2], json.loads(sys.argv[3])).fetchall()
base.commit()
print(json.dumps(rows))
`;

type Value = string | number | null;

/** One statement on the database of the server. */
export function sql(statement: string, ...values: Value[]): Value[][] {
  const base = join(written("data").trim(), "landfall.sqlite");
  const answer = execFileSync("python3", ["-c", program, base, statement, JSON.stringify(values)]);
  return JSON.parse(answer.toString()) as Value[][];
}

/** A moment as the database keeps it. */
export const moment = (ago = 0) => new Date(Date.now() - ago).toISOString().replace("Z", "000+00:00");

/** An id that nothing has yet; 100 bits fill twenty signs but for the last four. */
export function freshId(): string {
  const signs = "0123456789abcdefghjkmnpqrstvwxyz";
  const pick = () => signs[Math.floor(Math.random() * signs.length)];
  return `${Array.from({ length: 19 }, pick).join("")}0`;
}
