// Postings as tests make and find them.

export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The least a whole posting says. */
export const whole = (title: string) => ({
  kind: "observership",
  contact: "shadowing",
  specialty: "cardiology",
  title,
  institution: "Lakeshore Teaching Hospital",
  supervisor: "Dr. Amara Osei",
  official_page: "https://example.org/observers",
  mode: "on-site",
  city: "Rivertown",
  state: "IL",
  start: "rolling",
  weeks_least: "4",
  closes: inDays(40),
  has_fee: "no",
  visa: "invitation-letter",
});

const digits = "0123456789abcdefghjkmnpqrstvwxyz";

/** The id of an invented posting, from 1: its name in letters of five bits, as every copy has it. */
export function postingAt(nth: number): string {
  const bytes = Buffer.from(`posting-${String(nth).padStart(4, "0")}`);
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return (bits.padEnd(100, "0").match(/.{5}/g) ?? []).map((five) => digits[Number.parseInt(five, 2)]).join("");
}
