// What things.setup.ts has made for pages that are looked at: nobody else answers, asks or pays there.
import { readFileSync } from "node:fs";
import { kept } from "./house.ts";

export const madeFile = kept("made");

export interface Made {
  /** A series and its first date, such as 2027-03-24: `regular` and a guest come to it. */
  series: string;
  day: string;
  /** The links of a guest who has confirmed, and of one who has not. */
  guest: string;
  asked: string;
  /** Orders of `regular`, one paid and one that waits. */
  paid: string;
  waiting: string;
  /** The page of a batch of codes that nobody has handed out. */
  batch: string;
  /** The page of `helper`, what `mentee` asks of them, and their work with `regular`. */
  mentor: string;
  request: string;
  together: string;
  /** The desk's page of a cohort that is not open yet. */
  cohort: string;
}

export const made = () => JSON.parse(readFileSync(madeFile, "utf8")) as Made;
