import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type GoogleTwin, onpremToGoogle, startGoogleTwin } from "../../../../../test/support/google-steering.ts";
import { googleCompute } from "./google-compute.ts";
import { routerPriority } from "./router-priority.ts";

interface Asked {
  readonly method: string;
  readonly url: URL;
}
interface Told {
  readonly status?: number;
  readonly body?: unknown;
  /** The connection breaks instead of an answer. */
  readonly isLost?: boolean;
}

let server: Server;
let asked: Asked[] = [];
const waits: number[] = [];
const wait = async (ms: number) => void waits.push(ms);
/** Something that answers where Google would. */
async function standIn(
  answer: (one: Asked, body: string) => Promise<Told> | Told,
  waiting: (ms: number) => Promise<unknown> = wait,
) {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString("utf8");
    const one = { method: request.method ?? "", url: new URL(request.url ?? "/", "http://google.test") };
    asked.push(one);
    const { status = 200, body: told, isLost = false } = await answer(one, body);
    if (isLost) return void request.socket.destroy();
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(told));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return googleCompute({ routerGatewayUrl: undefined, endpoints: { gcp: `http://127.0.0.1:${port}` } }, waiting);
}
const googleError = (status: number, reason: string): Told => ({
  status,
  body: { error: { code: status, message: `it is ${reason}`, errors: [{ reason }] } },
});

beforeEach(() => {
  asked = [];
  waits.length = 0;
  vi.stubEnv("GOOGLE_OAUTH_ACCESS_TOKEN", "any");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const readOne = (google: Awaited<ReturnType<typeof standIn>>) =>
  google.read("routers.get", "r", async ({ compute, at }) => {
    const { data } = await compute.routers.get({ project: "p-prod", region: "us-central1", router: "r" }, at);
    return data;
  });
const deleteOne = (google: Awaited<ReturnType<typeof standIn>>) =>
  google.write("routes.delete", "one", { project: "p-prod" }, async ({ compute, at }, requestId) => {
    const { data } = await compute.routes.delete({ project: "p-prod", route: "one", requestId }, at);
    return data;
  });

describe("clouds/gcp/google-compute", () => {
  it.each([
    [401, "authError", "DENIED"],
    [403, "forbidden", "DENIED"],
    [403, "rateLimitExceeded", "UNAVAILABLE"],
    [429, "rateLimitExceeded", "UNAVAILABLE"],
    [404, "notFound", "NOT_FOUND"],
    [409, "alreadyExists", "CONFLICT"],
    [412, "conditionNotMet", "CONFLICT"],
    [400, "resourceInUseByAnotherResource", "CONFLICT"],
    [400, "resourceNotReady", "UNAVAILABLE"],
    [400, "invalid", "ANSWER"],
    [503, "backendError", "UNAVAILABLE"],
  ])("puts %i %s into our words", async (status, reason, code) => {
    const google = await standIn(() => googleError(status, reason));

    await expect(readOne(google)).rejects.toMatchObject({
      name: `ERR_CLOUD_${code}`,
      message: expect.stringContaining(`it is ${reason}`),
    });
    // What passes is asked again, three times; what does not, once.
    expect(asked).toHaveLength(code === "UNAVAILABLE" ? 4 : 1);
  });

  it("asks again until there is an answer", async () => {
    const google = await standIn(() => (asked.length < 3 ? googleError(503, "backendError") : { body: { name: "r" } }));

    expect(await readOne(google)).toEqual({ name: "r" });
    expect(waits).toHaveLength(2);
  });

  it("names one write by one id, however often it is sent, and another by another", async () => {
    const google = await standIn(({ method }) =>
      method === "DELETE" && asked.length % 2 === 1
        ? googleError(503, "backendError")
        : { body: { name: "operation-1", status: "DONE" } },
    );
    await deleteOne(google);
    await deleteOne(google);

    const [one, same, another, sameAgain] = asked.map(({ url }) => url.searchParams.get("requestId"));
    expect(one).toMatch(/^[0-9a-f-]{36}$/);
    expect([same, sameAgain]).toEqual([one, another]);
    expect(another).not.toBe(one);
  });

  it.each([
    [400, "resourceNotReady"],
    [429, "rateLimitExceeded"],
  ])(
    "never sends again what is made of a read and was refused with %i %s: somebody else may be writing",
    async (...refusal) => {
      const google = await standIn(({ method }) =>
        method === "PATCH"
          ? googleError(...refusal)
          : { body: { bgpPeers: [{ name: "bgp-ic" }, { name: "bgp-vpn" }] } },
      );
      const [change] = routerPriority(google).plan(onpremToGoogle.request);
      if (!change) throw new Error("no change");

      await expect(routerPriority(google).apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
      expect(asked.map(({ method }) => method)).toEqual(["GET", "PATCH"]);
    },
  );

  it("waits for an operation, more patiently each time, and gives up before the lease of a move does", async () => {
    const google = await standIn(() => ({ body: { name: "operation-1", status: "RUNNING" } }));

    await expect(deleteOne(google)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
    const waitedMs = waits.reduce((sum, ms) => sum + ms, 0);
    expect(waitedMs).toBeGreaterThanOrEqual(25_000);
    expect(waitedMs).toBeLessThan(30_000);
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
  });

  it("says why an operation failed", async () => {
    const google = await standIn(({ method }) => ({
      body: {
        name: "operation-1",
        status: method === "DELETE" ? "PENDING" : "DONE",
        ...(method === "GET" && {
          httpErrorStatusCode: 400,
          error: { errors: [{ code: "RESOURCE_IN_USE_BY_ANOTHER_RESOURCE", message: "somebody uses it" }] },
        }),
      },
    }));

    await expect(deleteOne(google)).rejects.toMatchObject({
      name: "ERR_CLOUD_CONFLICT",
      message: expect.stringContaining("somebody uses it"),
    });
  });

  it("says that it does not understand what is no operation", async () => {
    const google = await standIn(() => ({ body: { kind: "compute#other" } }));

    await expect(deleteOne(google)).rejects.toMatchObject({ name: "ERR_CLOUD_ANSWER" });
  });
});

describe("clouds/gcp/google-compute (over a network that loses answers)", () => {
  let twin: GoogleTwin;
  beforeEach(async () => {
    twin = await startGoogleTwin();
  });
  afterEach(() => twin.twin.close());

  it("changes a router once where the answer to the change is lost", async () => {
    const google = await standIn(async ({ method, url }, body) => {
      const answer = await fetch(`${twin.context.endpoints.gcp}${url.pathname}${url.search}`, {
        method,
        headers: { authorization: "Bearer any" },
        ...(body !== "" && { body }),
      });
      const isLost = method === "PATCH" && asked.filter((one) => one.method === "PATCH").length === 1;
      return { status: answer.status, body: await answer.json(), isLost };
    }, sleep);
    const actuator = routerPriority(google);
    const [change] = actuator.plan(onpremToGoogle.request);
    if (!change) throw new Error("no change");

    expect(await actuator.apply(change).catch((error: Error) => error.name)).toBe("applied");
    expect(asked.filter(({ method }) => method === "PATCH")).toHaveLength(2);
    const operations = await fetch(
      `${twin.context.endpoints.gcp}/compute/v1/projects/shop-prod/regions/us-central1/operations`,
      { headers: { authorization: "Bearer any" } },
    );
    expect(((await operations.json()) as { items: unknown[] }).items).toHaveLength(1);
    expect(twin.carriers(onpremToGoogle.way)).toEqual(["vpn"]);
  });
});
