import { randomBytes, randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock, Ids } from "@skylane/core";
import { epochMs } from "@skylane/core";

/** The machine's clocks. */
export const systemClock: Clock = {
  nowMs: () => epochMs(Date.now()),
  monotonicMs: () => performance.now(),
  async sleepUntil(monotonicMs, signal) {
    const leftMs = monotonicMs - performance.now();
    if (leftMs > 0) await sleep(leftMs, undefined, signal ? { signal } : {});
  },
};

/** Random identifiers. */
export const randomIds: Ids = {
  next: () => randomUUID(),
  traceparent(parent) {
    const traceId = parent?.split("-")[1] ?? randomBytes(16).toString("hex");
    return `00-${traceId}-${randomBytes(8).toString("hex")}-01`;
  },
};
