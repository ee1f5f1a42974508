import { describe, expect, it } from "vitest";
import { silentLog } from "../edge/log.ts";
import { manualTimers } from "../event-bus/fixture.ts";
import { createLambdaHost, type HostedFunction, type LambdaContext, type LambdaHandler } from "./create-lambda-host.ts";

const aFunction = (handler: LambdaHandler, limits: Partial<HostedFunction> = {}): HostedFunction => ({
  load: async () => handler,
  timeoutMs: 3_000,
  ...limits,
});
const aHost = (functions: Readonly<Record<string, HostedFunction>>) => {
  const timers = manualTimers();
  return { host: createLambdaHost({ functions, timers, log: silentLog }), timers };
};

describe("local/lambda/create-lambda-host", () => {
  it("hands over event and answer as JSON", async () => {
    let seen: unknown;
    const { host } = aHost({
      fn: aFunction(async (event) => {
        seen = event;
        return { at: new Date(0), gone: undefined };
      }),
    });

    const result = await host.invoke("fn", { at: new Date(0), gone: undefined });

    expect(seen).toEqual({ at: "1970-01-01T00:00:00.000Z" });
    expect(result).toEqual({ ok: true, payload: { at: "1970-01-01T00:00:00.000Z" } });
  });

  it("answers null when the handler answers nothing", async () => {
    const { host } = aHost({ fn: aFunction(async () => undefined) });

    expect(await host.invoke("fn", {})).toEqual({ ok: true, payload: null });
  });

  it.each([
    ["fn"],
    ["fn:live"],
    ["000000000000:function:fn"],
    ["arn:aws:lambda:us-east-1:000000000000:function:fn"],
    ["arn:aws:lambda:us-east-1:000000000000:function:fn:$LATEST"],
  ])("finds a function called %s", async (name) => {
    const { host } = aHost({ fn: aFunction(async () => "here") });

    expect(host.has(name)).toBe(true);
    expect(await host.invoke(name, {})).toEqual({ ok: true, payload: "here" });
  });

  it("says that a function is not there", async () => {
    const { host } = aHost({});

    expect(host.has("gone")).toBe(false);
    expect(await host.invoke("gone", {})).toEqual({
      ok: false,
      error: { errorType: "Lambda.ResourceNotFoundException", errorMessage: "Function not found: gone" },
    });
  });

  it("gives the handler Lambda's context, with the time that is left", async () => {
    const seen: LambdaContext[] = [];
    const leftMs: number[] = [];
    const { host, timers } = aHost({
      fn: aFunction(async (_event, context) => {
        seen.push(context);
        leftMs.push(context.getRemainingTimeInMillis());
        await timers.advance(1_000);
        leftMs.push(context.getRemainingTimeInMillis());
      }),
    });

    await host.invoke("fn", {});

    expect(leftMs).toEqual([3_000, 2_000]);
    expect(seen[0]).toMatchObject({
      functionName: "fn",
      invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:fn",
      memoryLimitInMB: "512",
      awsRequestId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
  });

  it("turns a thrown error into Lambda's shape", async () => {
    class LeaseTaken extends Error {
      override readonly name = "ERR_LEASE_TAKEN";
    }
    const { host } = aHost({
      fn: aFunction(async () => {
        throw new LeaseTaken("held by another");
      }),
      odd: aFunction(() => Promise.reject("just text")),
    });

    expect(await host.invoke("fn", {})).toEqual({
      ok: false,
      error: {
        errorType: "ERR_LEASE_TAKEN",
        errorMessage: "held by another",
        stackTrace: expect.arrayContaining([expect.stringContaining("held by another")]),
      },
    });
    expect(await host.invoke("odd", {})).toEqual({
      ok: false,
      error: { errorType: "string", errorMessage: "just text" },
    });
  });

  it("gives up after the time-out, and keeps the place of a handler that still runs", async () => {
    let finish = (): void => undefined;
    const { host, timers } = aHost({
      fn: aFunction(() => new Promise((done) => (finish = () => done(1))), { reservedConcurrency: 1 }),
    });

    const first = host.invoke("fn", {});
    await timers.advance(3_000);
    const second = await host.invoke("fn", {});
    finish();
    await first;
    await timers.advance(0);
    const third = host.invoke("fn", {});
    await timers.advance(0);
    finish();

    expect(await first).toEqual({
      ok: false,
      error: { errorType: "Sandbox.Timedout", errorMessage: "Task timed out after 3.00 seconds" },
    });
    expect(second).toMatchObject({ error: { errorType: "Lambda.TooManyRequestsException" } });
    expect(await third).toEqual({ ok: true, payload: 1 });
  });

  it("lets no more in than the reserved concurrency; 0 switches a function off", async () => {
    const open: (() => void)[] = [];
    const wait: LambdaHandler = () => new Promise((done) => open.push(() => done("ok")));
    const { host, timers } = aHost({
      two: aFunction(wait, { reservedConcurrency: 2 }),
      off: aFunction(wait, { reservedConcurrency: 0 }),
    });

    const both = [host.invoke("two", {}), host.invoke("two", {})];
    const third = await host.invoke("two", {});
    const off = await host.invoke("off", {});
    await timers.advance(0);
    for (const finish of open) finish();

    expect(await Promise.all(both)).toEqual([
      { ok: true, payload: "ok" },
      { ok: true, payload: "ok" },
    ]);
    expect(third).toMatchObject({ error: { errorType: "Lambda.TooManyRequestsException" } });
    expect(off).toMatchObject({ error: { errorType: "Lambda.TooManyRequestsException" } });
  });

  it("loads a handler once, and again only if loading failed", async () => {
    let loads = 0;
    const load = async (): Promise<LambdaHandler> => {
      loads += 1;
      if (loads === 1) throw new SyntaxError("half written file");
      return async () => loads;
    };
    const { host } = aHost({ fn: { load, timeoutMs: 1_000 } });

    const results = [await host.invoke("fn", {}), await host.invoke("fn", {}), await host.invoke("fn", {})];

    expect(results).toMatchObject([{ error: { errorType: "SyntaxError" } }, { payload: 2 }, { payload: 2 }]);
  });

  it("returns when the caller gives up", async () => {
    const { host } = aHost({ fn: aFunction(() => new Promise(() => undefined)) });
    const caller = new AbortController();

    const result = host.invoke("fn", {}, { signal: caller.signal });
    caller.abort();

    expect(await result).toMatchObject({ error: { errorType: "Sandbox.Aborted" } });
    expect(await host.invoke("fn", {}, { signal: caller.signal })).toMatchObject({ ok: false });
  });

  it("refuses events and answers above Lambda's 6 MB", async () => {
    const big = "x".repeat(7 * 1_048_576);
    const { host } = aHost({ fn: aFunction(async () => big) });

    expect(await host.invoke("fn", big)).toMatchObject({ error: { errorType: "Lambda.RequestTooLargeException" } });
    expect(await host.invoke("fn", {})).toMatchObject({ error: { errorType: "Function.ResponseSizeTooLarge" } });
  });
});
