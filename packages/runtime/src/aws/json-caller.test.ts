import { createServer } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  fakeIdentityEndpoint,
  type IdentityAnswer,
  type IdentityRequest,
} from "../../../../test/support/fake-identity.ts";
import { testClock } from "../../../../test/support/test-clock.ts";
import { type CallerOptions, jsonCaller } from "./json-caller.ts";

const NOW_MS = Date.parse("2026-11-21T20:00:00Z");
const HOUR_MS = 3_600_000;
const SERVICE = {
  service: "events",
  variable: "EVENTBRIDGE",
  targetPrefix: "AWSEvents",
  contentType: "application/x-amz-json-1.1",
} as const;
const refusal = (name: string, status = 400): IdentityAnswer => ({ status, body: JSON.stringify({ __type: name }) });

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const end of ends.splice(0)) await end();
});

/** A service that gives these answers, one after the other, and then the last of them for ever. */
async function start(
  answers: readonly ((request: IdentityRequest) => IdentityAnswer)[],
  options: Partial<CallerOptions> = {},
) {
  let count = 0;
  const { url, requests, close } = await fakeIdentityEndpoint((request) => {
    count += 1;
    return answers[Math.min(count, answers.length) - 1]?.(request);
  });
  ends.push(close);
  const clock = testClock(NOW_MS);
  const call = jsonCaller(SERVICE, {
    regionId: "eu-west-1",
    endpoint: url,
    credentials: async () => ({ accessKeyId: "ASIA1", secretAccessKey: "secret", sessionToken: "token" }),
    tryCount: 3,
    timeoutMs: 5_000,
    clock,
    random: () => 0,
    ...options,
  });
  return { call, requests, clock, url };
}
const done = (): IdentityAnswer => ({ body: `{"FailedEntryCount":0}` });

describe("runtime/aws/json-caller", () => {
  it("sends what is asked, signed for the service, the Region and the moment, and answers what comes", async () => {
    const { call, requests } = await start([done]);

    expect(await call("PutEvents", { Entries: [] })).toEqual({ FailedEntryCount: 0 });
    expect(requests.map(({ body }) => body)).toEqual([`{"Entries":[]}`]);
    expect(requests[0]?.headers).toMatchObject({
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AWSEvents.PutEvents",
      "x-amz-date": "20261121T200000Z",
      "x-amz-security-token": "token",
      authorization: expect.stringContaining("Credential=ASIA1/20261121/eu-west-1/events/aws4_request"),
    });
  });

  it.each([
    ["a server error", () => refusal("InternalFailure", 500)],
    ["too many requests", () => refusal("ThrottlingException")],
    ["a connection that breaks", () => undefined],
  ])("tries again after %s", async (_, answer) => {
    const { call, requests } = await start([answer, done]);

    expect(await call("PutEvents", {})).toEqual({ FailedEntryCount: 0 });
    expect(requests).toHaveLength(2);
  });

  it("asks for the keys anew with each try", async () => {
    let askedCount = 0;
    const credentials = async () => ({ accessKeyId: `ASIA${++askedCount}`, secretAccessKey: "s", sessionToken: "t" });
    const { call, requests } = await start([() => refusal("InternalFailure", 500), done], { credentials });

    await call("PutEvents", {});

    expect(requests[1]?.headers.authorization).toContain("Credential=ASIA2/");
  });

  it("tries no more than it may, and not at all what will not pass", async () => {
    const away = await start([() => refusal("InternalFailure", 500)]);
    await expect(away.call("PutEvents", {})).rejects.toMatchObject({ name: "InternalFailure", statusCode: 500 });
    expect(away.requests).toHaveLength(3);

    const denied = await start([() => refusal("AccessDeniedException")]);
    await expect(denied.call("PutEvents", {})).rejects.toMatchObject({ name: "AccessDeniedException" });
    expect(denied.requests).toHaveLength(1);
  });

  it("gives up a service that takes the request and says nothing", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    ends.push(async () => void silent.close());
    const { port } = silent.address() as { port: number };
    const { call } = await start([done], { endpoint: `http://127.0.0.1:${port}`, timeoutMs: 20, tryCount: 2 });

    await expect(call("PutEvents", {})).rejects.toMatchObject({ code: "ETIMEDOUT", message: "no answer within 20 ms" });
  });

  it("dates signatures by the service's clock once its own was refused, and keeps to it", async () => {
    const aheadMs = 2 * HOUR_MS;
    const { call, requests } = await start(
      [
        ({ headers }) =>
          headers["x-amz-date"] === "20261121T220000Z"
            ? done()
            : {
                ...refusal("InvalidSignatureException"),
                body: `{"__type":"InvalidSignatureException"}`,
                headers: { date: new Date(NOW_MS + aheadMs).toUTCString() },
              },
      ],
      { tryCount: 1 },
    );

    await Promise.all([call("PutEvents", {}), call("PutEvents", {})]);
    await call("PutEvents", {});

    const dates = requests.map(({ headers }) => headers["x-amz-date"]);
    expect(dates.slice(0, 2)).toEqual(["20261121T200000Z", "20261121T200000Z"]);
    expect(dates.slice(2)).toEqual(["20261121T220000Z", "20261121T220000Z", "20261121T220000Z"]);
  });

  it("does not take a wrong key for a wrong clock", async () => {
    const { call, requests } = await start([
      () => ({
        status: 403,
        body: `{"__type":"InvalidSignatureException"}`,
        headers: { date: new Date(NOW_MS + 1_000).toUTCString() },
      }),
    ]);

    await expect(call("PutEvents", {})).rejects.toMatchObject({ name: "InvalidSignatureException", statusCode: 403 });
    expect(requests).toHaveLength(1);
  });

  it("goes where the environment says, with the keys that are there", async () => {
    const { url, requests } = await start([done]);
    vi.stubEnv("AWS_ENDPOINT_URL_EVENTBRIDGE", url);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAOWN");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
    vi.stubEnv("AWS_SESSION_TOKEN", "");

    await jsonCaller(SERVICE, { regionId: "eu-west-1", tryCount: 1, timeoutMs: 5_000, clock: testClock() })(
      "PutEvents",
      {},
    );

    expect(requests[0]?.headers.authorization).toContain("Credential=AKIAOWN/");
    expect(requests[0]?.headers["x-amz-security-token"]).toBeUndefined();
  });

  it("says what to set where there are no keys, and sends nothing", async () => {
    const { url, requests } = await start([done]);
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) vi.stubEnv(name, "");
    const call = jsonCaller(SERVICE, {
      regionId: "eu-west-1",
      endpoint: url,
      tryCount: 3,
      timeoutMs: 5_000,
      clock: testClock(),
    });

    await expect(call("PutEvents", {})).rejects.toMatchObject({
      code: "ERR_IDENTITY_UNAVAILABLE",
      message: expect.stringContaining("AWS_ACCESS_KEY_ID"),
    });
    expect(requests).toEqual([]);
  });
});
