import type { Timers } from "../time.ts";
import { createEventBus, type EventBus, type EventBusOptions } from "./create-event-bus.ts";

/** A clock that stands still until it is moved. */
export interface ManualTimers extends Timers {
  /** Moves the clock and calls what falls due on the way, in order; work it starts is let finish each time. */
  advance(byMs: number): Promise<void>;
}

/** 2026-11-20T22:00:00Z. */
export const START_MS = Date.UTC(2026, 10, 20, 22);

export function manualTimers(startMs = START_MS): ManualTimers {
  let nowMs = startMs;
  const waiting = new Set<{ readonly dueMs: number; readonly run: () => void }>();
  return {
    nowMs: () => nowMs,
    after(delayMs, run) {
      const timer = { dueMs: nowMs + Math.max(0, delayMs), run };
      waiting.add(timer);
      return () => waiting.delete(timer);
    },
    async advance(byMs) {
      const endMs = nowMs + byMs;
      for (;;) {
        const [next] = [...waiting].filter(({ dueMs }) => dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs);
        if (!next) break;
        waiting.delete(next);
        nowMs = next.dueMs;
        next.run();
        await settle();
      }
      nowMs = endMs;
      await settle();
    },
  };
}

/** Lets everything that is ready run, including a few group commits that follow from each other. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((done) => setImmediate(done));
}

/** What a target was called with. */
export interface Call {
  readonly arn: string;
  readonly input: unknown;
}

export const ACCOUNT = { region: "us-east-1", accountId: "000000000000" };
export const TARGET_ARN = "arn:aws:lambda:us-east-1:000000000000:function:consider-failover";

/** A started bus in memory with a target that records its calls; `answer` may reject. */
export function aBus(
  overrides: Partial<EventBusOptions> & { readonly answer?: (call: Call) => Promise<void> | void } = {},
): { readonly bus: EventBus; readonly timers: ManualTimers; readonly calls: Call[] } {
  const { answer, ...options } = overrides;
  const timers = manualTimers();
  const calls: Call[] = [];
  const bus = createEventBus({
    databaseFile: ":memory:",
    timers,
    random: () => 1,
    ...ACCOUNT,
    targets: {
      async invoke(arn, input) {
        const call = { arn, input };
        calls.push(call);
        await answer?.(call);
      },
    },
    ...options,
  });
  bus.start();
  return { bus, timers, calls };
}

/** Puts a rule for `health.*` events with one target on the default bus; `target` adds to or replaces the target's fields. */
export async function aRule(
  bus: EventBus,
  target: Readonly<Record<string, unknown>> = {},
  name = "health",
): Promise<void> {
  await bus.call("PutRule", { Name: name, EventPattern: JSON.stringify({ source: ["skylane.health"] }) });
  await bus.call("PutTargets", { Rule: name, Targets: [{ Id: "t1", Arn: TARGET_ARN, ...target }] });
}

/** One entry for PutEvents. */
export const anEntry = (detail: unknown = { pathId: "p1" }): Readonly<Record<string, unknown>> => ({
  Source: "skylane.health",
  DetailType: "health.path-state-changed.v1",
  Detail: JSON.stringify(detail),
});

/** Puts events on the default bus; waits until what follows in the same turns is done. */
export async function put(bus: EventBus, ...entries: readonly Readonly<Record<string, unknown>>[]): Promise<unknown> {
  const answer = await bus.call("PutEvents", { Entries: entries });
  await settle();
  return answer;
}
