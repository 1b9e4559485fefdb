// HTTP as it goes over the wire: no path is tidied, no redirect followed, no header added.
import { request, type IncomingHttpHeaders } from "node:http";

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  text: string;
}

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Sends one request with exactly this target and reads the whole answer. */
export function raw(base: string, path: string, ask: Ask = {}): Promise<Answer> {
  const url = new URL(base);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: url.hostname,
        port: url.port,
        path,
        method: ask.method ?? "GET",
        headers: {
          ...(ask.body === undefined ? {} : { "content-length": String(Buffer.byteLength(ask.body)) }),
          ...ask.headers,
        },
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("error", reject);
        answer.on("end", () => {
          const body = Buffer.concat(parts);
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body, text: body.toString("utf8") });
        });
      },
    );
    sent.on("error", reject);
    sent.end(ask.body);
  });
}

/** Headers a browser sends with a form on our own page. */
export const sameOrigin = (base: string) => ({
  origin: new URL(base).origin,
  "sec-fetch-site": "same-origin",
  "sec-fetch-mode": "navigate",
  "sec-fetch-dest": "document",
});

/** Posts a form as a browser on our own page would. */
export const post = (base: string, path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  raw(base, path, {
    method: "POST",
    headers: { ...sameOrigin(base), "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(fields).toString(),
  });
