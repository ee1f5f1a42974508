import { type SpanBatch, TraceSpan, type TraceStore } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { testClock } from "../../../../test/support/test-clock.ts";
import { loadSettings } from "../settings.ts";
import { randomIds } from "../time.ts";
import { currentTrace, inSpan } from "./context.ts";
import { invocationOf } from "./invocation-of.ts";
import { keepSpans } from "./keep-spans.ts";

const TRACE = "a".repeat(32);
const step = { incidentId: "fo-a-1", trace: { traceparent: `00-${TRACE}-${"b".repeat(16)}-01`, execution: "fo-a-1" } };
const lambda = { functionName: "skylane-apply-change", awsRequestId: "r1", memoryLimitInMB: "256" };
const never = new Promise<never>(() => undefined);

/** A clock whose sleepers wake when it is moved. */
function heldClock() {
  const clock = testClock();
  const sleeping: { readonly atMs: number; readonly wake: () => void }[] = [];
  return {
    ...clock,
    sleepUntil: (atMs: number) => new Promise<void>((wake) => sleeping.push({ atMs, wake })),
    advance(ms: number): void {
      clock.advance(ms);
      for (const { atMs, wake } of sleeping) if (clock.monotonicMs() >= atMs) wake();
    },
  };
}

function keeping(keep?: TraceStore["keep"]) {
  const kept: { readonly incidentId: string; readonly batch: SpanBatch }[] = [];
  const logged: { readonly message: string; readonly values: object | undefined }[] = [];
  const clock = heldClock();
  const log = () => undefined;
  const from = {
    clock,
    ids: randomIds,
    config: aConfig(),
    settings: loadSettings({}),
    log: {
      debug: log,
      info: log,
      error: log,
      warn: (message: string, values?: object) => void logged.push({ message, values }),
    },
  };
  const store: TraceStore = {
    keep: keep ?? (async (incidentId, batch) => void kept.push({ incidentId, batch })),
    list: async () => [],
  };
  const run = <Result>(raw: unknown, work: () => Promise<Result>): Promise<Result> =>
    keepSpans({ raw, lambda, invoked: invocationOf(raw, randomIds), store, from }, work);
  return { run, kept, logged, clock };
}

describe("runtime/trace/keep-spans", () => {
  it("keeps an invocation and what was done in it with the incident it is about", async () => {
    const { run, kept, clock } = keeping();

    const answer = await run(step, async () => {
      await inSpan("aws.tgw-route apply", { kind: "client", attributes: {} }, async () => clock.advance(30));
      return { outcome: "applied" };
    });

    expect(answer).toEqual({ outcome: "applied" });
    expect(kept.map(({ incidentId }) => incidentId)).toEqual(["fo-a-1"]);
    const [call, own] = kept[0]?.batch.spans.map((span) => TraceSpan.parse(span)) ?? [];
    expect(own).toMatchObject({
      name: "apply-change",
      kind: "server",
      traceId: TRACE,
      parentSpanId: "b".repeat(16),
      durationMs: 30,
      isError: false,
      attributes: {
        "faas.name": "skylane-apply-change",
        "faas.trigger": "other",
        "cloud.provider": "aws",
        "cloud.region": "us-east-1",
        "skylane.outcome": "applied",
      },
    });
    expect(call).toMatchObject({ name: "aws.tgw-route apply", parentSpanId: own?.spanId });
  });

  it("keeps what failed too, and lets it fail", async () => {
    const { run, kept } = keeping();
    const failure = Object.assign(new Error("secret"), { name: "ERR_FENCE_STALE" });

    await expect(run(step, () => Promise.reject(failure))).rejects.toBe(failure);

    expect(kept[0]?.batch.spans).toMatchObject([{ isError: true, attributes: { "error.type": "ERR_FENCE_STALE" } }]);
    expect(JSON.stringify(kept)).not.toContain("secret");
  });

  it("keeps nothing of what is about no incident, and all of it once a move was begun", async () => {
    const { run, kept } = keeping();
    const request = { requestContext: { requestId: "r" }, rawPath: "/v1/failovers" };

    await run(request, async () => ({ statusCode: 404 }));
    expect(kept).toEqual([]);

    await run(request, async () => {
      const context = currentTrace();
      if (context) context.invocation.incidentId = "fo-b-2";
      return { statusCode: 202 };
    });
    expect(kept).toMatchObject([
      {
        incidentId: "fo-b-2",
        batch: { spans: [{ isError: false, attributes: { "http.response.status_code": 202 } }] },
      },
    ]);
  });

  it("holds nobody up for a table that does not answer: 200 ms, and the log says what was dropped", async () => {
    const { run, logged, clock } = keeping(() => never);

    const running = run(step, async () => "done");
    await new Promise(setImmediate);
    clock.advance(199);
    await new Promise(setImmediate);
    expect(await Promise.race([running, "not yet"])).toBe("not yet");
    clock.advance(1);

    expect(await running).toBe("done");
    expect(logged).toMatchObject([{ message: "spans not kept", values: { spanCount: 1 } }]);
  });

  it("fails nothing for a table that is away", async () => {
    const { run, logged } = keeping(async () => {
      throw Object.assign(new Error("away"), { name: "ERR_STORE_UNAVAILABLE" });
    });

    expect(await run(step, async () => "done")).toBe("done");
    expect(logged).toMatchObject([{ message: "spans not kept", values: { error: { name: "ERR_STORE_UNAVAILABLE" } } }]);
  });
});
