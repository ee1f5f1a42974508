import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { log, powertoolsLogger } from "../log.ts";
import { asInvocation } from "../trace/as-invocation.ts";
import { eventHandler } from "./event-handler.ts";
import { httpHandler } from "./http-handler.ts";
import { taskHandler } from "./task-handler.ts";

const TRACE = "a".repeat(32);
const traceparent = `00-${TRACE}-${"b".repeat(16)}-01`;
const ports = { names: [], make: async () => ({}) };
const anEvent = {
  "detail-type": "failover.rolled-back.v1",
  detail: {
    specversion: "1.0",
    id: "e1",
    source: "skylane.failover",
    type: "failover.rolled-back.v1",
    subject: "fo-a-1",
    time: "2026-11-20T22:00:00.000Z",
    datacontenttype: "application/json",
    traceparent,
    skylaneepoch: 0,
    skylaneseq: 1,
    data: { incidentId: "fo-a-1", groupId: "a", fromPathId: "p", reason: "not proven", isRestored: true },
  },
};
const aStep = { incidentId: "fo-a-1", trace: { traceparent, execution: "fo-a-1" } };
const aRequest = {
  rawPath: "/v1/overview",
  requestContext: { requestId: "r1", authorizer: { jwt: { claims: { sub: "ops" } } } },
};
const say = async (): Promise<void> => log.info("said", { groupId: "a" });

/** The lines of the log, as they come out. */
let lines: Record<string, unknown>[];
beforeEach(() => {
  lines = [];
  for (const level of ["debug", "info", "warn", "error"] as const)
    vi.spyOn(powertoolsLogger, level).mockImplementation((message, ...more) => {
      lines.push({ message, ...(more[0] as object) });
    });
});
afterEach(() => void vi.restoreAllMocks());

describe("runtime/handlers: what is logged", () => {
  it.each<[string, () => Promise<unknown>, object]>([
    [
      "event",
      () => eventHandler(ports, ["failover.rolled-back.v1"], say)(anEvent),
      { traceId: TRACE, eventId: "e1", incidentId: "fo-a-1" },
    ],
    [
      "step of a workflow",
      () => taskHandler(ports, z.strictObject({ incidentId: z.string() }), say)(aStep),
      { traceId: TRACE, execution: "fo-a-1", incidentId: "fo-a-1" },
    ],
    ["request", () => httpHandler(ports, {}, say)(aRequest), { requestId: "r1" }],
    ["timer of another cloud", () => asInvocation(say)(), {}],
  ])("on each %s says of which trace it is, and what it is about", async (_, run, about) => {
    await run();

    expect(lines).toMatchObject([
      {
        message: "said",
        groupId: "a",
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
        spanId: expect.any(String),
        ...about,
      },
    ]);
    expect(lines[0]?.spanId).not.toBe("b".repeat(16));
  });

  it("two at once say each its own", async () => {
    const handler = taskHandler(ports, z.looseObject({ incidentId: z.string() }), async () => {
      await new Promise(setImmediate);
      await say();
    });

    await Promise.all(["fo-a-1", "fo-b-2"].map((incidentId) => handler({ incidentId })));

    expect(lines.map(({ incidentId }) => incidentId).sort()).toEqual(["fo-a-1", "fo-b-2"]);
    expect(new Set(lines.map(({ traceId }) => traceId)).size).toBe(2);
  });

  it("a step's own input is as strict as ever: what the workflow says of the trace is no part of it", async () => {
    const strict = taskHandler(ports, z.strictObject({ incidentId: z.string() }), async (_, input) => input);

    expect(await strict(aStep)).toEqual({ incidentId: "fo-a-1" });
    await expect(strict({ ...aStep, traces: {} })).rejects.toThrow("traces");
  });
});
