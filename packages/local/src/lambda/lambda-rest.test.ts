import { afterEach, describe, expect, it } from "vitest";
import { startEdge } from "../edge/edge-server.ts";
import type { Listening } from "../edge/listen.ts";
import { silentLog } from "../edge/log.ts";
import { systemTimers } from "../time.ts";
import { createLambdaHost } from "./create-lambda-host.ts";
import { lambdaRest } from "./lambda-rest.ts";

describe("local/lambda/lambda-rest", () => {
  const open: Listening[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((edge) => edge.close(0)));
  });
  const calls: unknown[] = [];
  const echo = async (event: unknown): Promise<unknown> => {
    calls.push(event);
    return event;
  };
  const start = async (): Promise<string> => {
    const host = createLambdaHost({
      functions: {
        echo: { load: async () => echo, timeoutMs: 1_000 },
        bad: { load: async () => () => Promise.reject(new RangeError("no")), timeoutMs: 1_000 },
        off: { load: async () => async () => 1, timeoutMs: 1_000, reservedConcurrency: 0 },
      },
      timers: systemTimers,
      log: silentLog,
    });
    const edge = await startEdge({ port: 0, host: "127.0.0.1", services: [], restServices: [lambdaRest(host)] });
    open.push(edge);
    return edge.url;
  };
  const invoke = async (name: string, body: string, type?: string): Promise<Response> => {
    const url = await start();
    return fetch(`${url}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, {
      method: "POST",
      body,
      headers: type === undefined ? {} : { "x-amz-invocation-type": type },
    });
  };

  it("answers what the function returned", async () => {
    const answer = await invoke("arn:aws:lambda:us-east-1:000000000000:function:echo", '{"a":1}');

    expect(answer.status).toBe(200);
    expect(answer.headers.get("x-amz-function-error")).toBeNull();
    expect(await answer.json()).toEqual({ a: 1 });
  });

  it("marks a function's error", async () => {
    const answer = await invoke("bad", "{}");

    expect(answer.status).toBe(200);
    expect(answer.headers.get("x-amz-function-error")).toBe("Unhandled");
    expect(await answer.json()).toMatchObject({ errorType: "RangeError", errorMessage: "no" });
  });

  it.each([
    ["gone", "{}", 404, "ResourceNotFoundException"],
    ["off", "{}", 429, "TooManyRequestsException"],
    ["echo", "{", 400, "SerializationException"],
  ])("refuses to call %s with %s", async (name, body, status, code) => {
    const answer = await invoke(name, body);

    expect([answer.status, answer.headers.get("x-amzn-errortype")]).toEqual([status, code]);
  });

  it("answers an asynchronous call at once, and a dry run without calling", async () => {
    calls.length = 0;

    const dryRun = await invoke("echo", '{"n":1}', "DryRun");
    const event = await invoke("echo", '{"n":2}', "Event");

    expect([dryRun.status, event.status]).toEqual([204, 202]);
    await expect.poll(() => calls).toEqual([{ n: 2 }]);
    expect((await invoke("gone", "{}", "Event")).status).toBe(404);
  });

  it("says what functions there are, with their limits, and what the account has left", async () => {
    const url = await start();
    const read = async (path: string): Promise<unknown> => (await fetch(`${url}${path}`)).json();

    expect(await read("/2015-03-31/functions/")).toMatchObject({
      Functions: [
        { FunctionName: "bad" },
        { FunctionName: "echo", Timeout: 1, MemorySize: 512 },
        { FunctionName: "off" },
      ],
    });
    expect(await read("/2019-09-30/functions/off/concurrency")).toEqual({ ReservedConcurrentExecutions: 0 });
    expect(await read("/2019-09-30/functions/echo/concurrency")).toEqual({});
    expect(await read("/2019-09-30/functions/gone/concurrency")).toMatchObject({ __type: "ResourceNotFoundException" });
    expect(await read("/2016-08-19/account-settings")).toMatchObject({ AccountUsage: { FunctionCount: 3 } });
  });
});
