// How every run here starts a browser and the server under test.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const port = () =>
  execFileSync(process.execPath, [
    "-e",
    "const s=require('net').createServer();s.listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})",
  ])
    .toString()
    .trim();

// The first process chooses the ports; its workers inherit them.
process.env.E2E_PORT ??= port();
process.env.E2E_FIXED_PORT ??= port();

/** The server with sample content: dates move with the clock. */
export const sample = `http://127.0.0.1:${process.env.E2E_PORT}`;
/** The server with one programme in the far future: the same bytes on every day. */
export const fixed = `http://127.0.0.1:${process.env.E2E_FIXED_PORT}`;

const server = (port: string, ...rest: string[]) => ({
  command: ["../scripts/serve-for-tests.sh", port, ...rest].join(" "),
  url: `http://127.0.0.1:${port}/readyz`,
  reuseExistingServer: false,
  timeout: 60_000,
  gracefulShutdown: { signal: "SIGTERM" as const, timeout: 10_000 },
  stdout: "pipe" as const,
});
export const servers = [
  server(process.env.E2E_PORT),
  server(process.env.E2E_FIXED_PORT, "end2end/fixtures/programme.toml"),
];

const chromium = process.env.CHROMIUM || ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find(existsSync);
export const launchOptions = {
  ...(chromium ? { executablePath: chromium } : {}),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 900 };
