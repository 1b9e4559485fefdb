// The form path and the guard against what no browser would send.
import { expect, test } from "./lib/test.ts";
import { post, raw, sameOrigin } from "./lib/raw.ts";

const action = "/do/moderation/report";

for (const hostile of [
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example",
  "javascript:alert('evil.example')",
  "/\tevil.example",
  "/report\r\nSet-Cookie: evil.example=1",
  "evil.example",
  `/${"evil.example/".repeat(400)}`,
]) {
  test(`a hostile _page is not followed: ${JSON.stringify(hostile).slice(0, 40)}`, async ({ baseURL }) => {
    const base = baseURL ?? "";
    const refused = await post(base, action, { _page: hostile, _form: action, _key: "e2e", details: "x" });
    expect(refused.status).toBe(422);
    expect(refused.text).not.toContain("evil.example");
    expect(JSON.stringify(refused.headers)).not.toContain("evil.example");
  });
}

test("a _page that is an action or is not there does no harm", async ({ baseURL }) => {
  const base = baseURL ?? "";
  for (const page of ["/do/moderation/report", "/no-such-page", "/calendar/all.ics", "/files/upload", "/%FF", "/report?page=%FF"]) {
    const refused = await post(base, action, { _page: page, _form: action, _key: "e2e", details: "x" });
    expect(refused.status, page).toBeLessThan(500);
    const target = refused.headers.location;
    if (target !== undefined) expect(target, page).toMatch(/^\/(?!\/)/);
  }
});

test("a crafted link cannot draw an error", async ({ page, baseURL }) => {
  const forged = Buffer.from("ServerError|You must call 555-0100").toString("base64");
  for (const query of [`__path=${action}&__err=${forged}`, `__err=${forged}&__path=/report`, "__err=%FF", "__path=//evil.example"]) {
    const answer = await raw(baseURL ?? "", `/report?${query}`);
    expect(answer.status, query).toBe(200);
    expect(answer.text).not.toContain("555-0100");
    expect(answer.text).not.toContain("__err");
    expect(answer.text).not.toContain("evil.example");
  }
  await page.goto(`/report?__path=${action}&__err=${forged}`);
  await expect(page.locator(".error-summary")).toHaveCount(0);
});

test("GET on an action changes nothing and leads home", async ({ baseURL }) => {
  const answer = await raw(baseURL ?? "", `${action}?what=fact&details=hello`);
  expect([answer.status, answer.headers.location]).toEqual([303, "/"]);
});

test("posts from elsewhere are refused", async ({ baseURL }) => {
  const base = baseURL ?? "";
  const own = sameOrigin(base);
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const cases: Record<string, Record<string, string>> = {
    "cross-site": { ...form, "sec-fetch-site": "cross-site", origin: own.origin },
    "same-site": { ...form, "sec-fetch-site": "same-site", origin: own.origin },
    "another origin": { ...form, origin: "https://evil.example" },
    "origin null": { ...form, origin: "null" },
    "a look-alike origin": { ...form, origin: `${own.origin}.evil.example` },
    "no sign of its origin": { ...form },
    "plain text": { "content-type": "text/plain", "sec-fetch-site": "cross-site" },
    "a method override": { ...form, "sec-fetch-site": "cross-site", "x-http-method-override": "GET" },
  };
  for (const path of [action, "/do/styleguide/try", "/files/upload"]) {
    for (const [name, headers] of Object.entries(cases)) {
      const answer = await raw(base, path, { method: "POST", headers, body: "what=other&details=from+elsewhere&_page=/report" });
      expect(answer.status, `${name} on ${path}`).toBe(403);
    }
  }
});
