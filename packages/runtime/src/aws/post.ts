import { Agent, type IncomingHttpHeaders, request as overHttp } from "node:http";
import { request as overHttps, Agent as SecureAgent } from "node:https";
import { text } from "node:stream/consumers";

/** Whatever came. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A POST over connections that are kept. @throws what the connection failed with; ETIMEDOUT where not all of the answer came in time */
export type SendPost = (url: URL, headers: Readonly<Record<string, string>>, body: string) => Promise<Answer>;

/**
 * Sends by Node's own client: `fetch` is loaded when it is first used, which takes 40 ms in which round trips may be timed. A host that
 * takes packets and says nothing is given up after `timeoutMs`, connecting included.
 */
export function postWithin(timeoutMs: number): SendPost {
  const agents = { plain: new Agent({ keepAlive: true }), secure: new SecureAgent({ keepAlive: true }) };
  return (url, headers, body) =>
    new Promise((resolve, reject) => {
      const options = { method: "POST", headers: { ...headers, "content-length": Buffer.byteLength(body) } };
      const request =
        url.protocol === "https:"
          ? overHttps(url, { ...options, agent: agents.secure })
          : overHttp(url, { ...options, agent: agents.plain });
      const timer = setTimeout(
        () => request.destroy(Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: "ETIMEDOUT" })),
        timeoutMs,
      );
      request.once("response", (response) => {
        text(response).then(
          (said) => resolve({ statusCode: response.statusCode ?? 0, headers: response.headers, body: said }),
          reject,
        );
      });
      request.once("error", reject);
      request.once("close", () => clearTimeout(timer));
      request.end(body);
    });
}
