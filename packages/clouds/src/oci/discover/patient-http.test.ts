import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import common from "oci-common";
import { afterEach, describe, expect, it, vi } from "vitest";
import { explainOci } from "./explain-oci.ts";
import { DEFAULT_PATIENCE, type Patience, patientHttp } from "./patient-http.ts";

let close: (() => Promise<unknown>) | undefined;
afterEach(() => close?.());

/** A server that answers each attempt with the next status. */
async function answering(statuses: readonly number[], requests: IncomingMessage[]): Promise<string> {
  const server = createServer((request, response: ServerResponse) => {
    const status = statuses[requests.length] ?? 200;
    requests.push(request);
    const body = status === 200 ? [] : { code: `Code${status}`, message: "no" };
    response.writeHead(status, { "content-type": "application/json", "opc-request-id": "r" }).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  close = () => new Promise((done) => void server.close(done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const signer = {
  async signHttpRequest(request: { headers: Headers }) {
    request.headers.set("authorization", `Signature ${request.headers.get("x-date")}`);
  },
} as unknown as Parameters<typeof patientHttp>[0];
const send = async (url: string, patience: Partial<Patience> = {}) => {
  const http = patientHttp(signer, { ...DEFAULT_PATIENCE, firstWaitMs: 1, maxWaitMs: 2, ...patience });
  const answer = await http.send({ method: "GET", uri: url, headers: new Headers(), body: undefined } as never);
  return answer.json().then(
    (body: unknown) => ({ body, error: undefined }),
    (error: unknown) => ({ body: undefined, error }),
  );
};
const reasonOf = (error: unknown) => explainOci(error, { accountId: "t", regionId: "r", operation: "ListVcns" }).reason;

describe("clouds/oci/patient-http", () => {
  it("tries again what was throttled and what the server failed at, signed anew", async () => {
    const requests: IncomingMessage[] = [];
    const { body } = await send(await answering([429, 503], requests));

    expect(body).toEqual([]);
    expect(requests).toHaveLength(3);
    expect(requests.every(({ headers }) => headers.authorization?.startsWith("Signature"))).toBe(true);
  });

  it("asks once what is refused", async () => {
    for (const [status, reason] of [
      [400, "not-understood"],
      [401, "credentials"],
      [404, "denied"],
    ] as const) {
      const requests: IncomingMessage[] = [];
      const { error } = await send(await answering([status], requests));
      await close?.();

      expect(error).toBeInstanceOf(common.OciError);
      expect(reasonOf(error)).toBe(reason);
      expect(requests).toHaveLength(1);
    }
  });

  it("gives up in the end, with what the server said last", async () => {
    const requests: IncomingMessage[] = [];
    const { error } = await send(await answering([429, 429, 429], requests), { maxAttempts: 3 });

    expect(reasonOf(error)).toBe("throttled");
    expect(requests).toHaveLength(3);
  });

  it("shows a failure also to a call that reads no body, as the removal of something", async () => {
    const url = await answering([404], []);
    const http = patientHttp(signer, { ...DEFAULT_PATIENCE, firstWaitMs: 1, maxWaitMs: 2 });
    const request = { method: "POST", uri: url, headers: new Headers(), body: "{}" };
    const answer = await http.send(request as never);

    expect(answer.status).toBe(200);
    expect(() => answer.headers.get("opc-request-id")).toThrow(common.OciError);
  });

  it("waits no longer once it is told to stop", async () => {
    const requests: IncomingMessage[] = [];
    const url = await answering([429, 429], requests);
    const stop = new AbortController();
    const { signal } = stop;
    // stopped in the middle of the wait, however long the first answer took
    const listen = signal.addEventListener.bind(signal);
    vi.spyOn(signal, "addEventListener").mockImplementation((...told: Parameters<typeof listen>) => {
      listen(...told);
      queueMicrotask(() => stop.abort(new DOMException("no more time", "TimeoutError")));
    });
    const { error } = await send(url, { firstWaitMs: 60_000, maxWaitMs: 60_000, signal });

    expect(reasonOf(error)).toBe("timeout");
    expect(requests).toHaveLength(1);
    expect(signal.addEventListener).toHaveBeenCalled();
  });
});
