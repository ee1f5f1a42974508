import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Flow, Prober } from "@skylane/core";

/** One canary request on an application flow: when it was sent, and whether it was answered in time. */
export interface CanaryRequest {
  /** Wall clock, ms. */
  readonly sentAtMs: number;
  readonly answeredAtMs: number | undefined;
}

/** Requests on a flow at a fixed pace, from the outside: they know nothing of Skylane. */
export interface Canary {
  /** Requests sent at or after that moment whose fate is known, in the order they were sent. */
  since(wallMs: number): readonly CanaryRequest[];
  /** The moment from which requests are answered without a gap, or `undefined` while there is none. `quietCount` requests make it sure. */
  answeredSince(wallMs: number, quietCount: number): number | undefined;
  stop(): Promise<void>;
}

/** What an application would bear; a request not answered within it is lost. */
const TIMEOUT_MS = 200;

/** Starts a canary on `flow`, one request every `intervalMs`. */
export function startCanary(prober: Prober, flow: Flow, intervalMs: number): Canary {
  const requests: CanaryRequest[] = [];
  const open = new Set<number>();
  let isStopped = false;
  const ask = async (sentAtMs: number): Promise<void> => {
    open.add(sentAtMs);
    const { ip: host, port } = flow.destination;
    const { outcome } = await prober.probe({
      kind: "http",
      sourceIp: flow.source.ip,
      host,
      port,
      timeoutMs: TIMEOUT_MS,
    });
    open.delete(sentAtMs);
    requests.push({ sentAtMs, answeredAtMs: outcome === "ok" ? now() : undefined });
  };
  const run = async (): Promise<void> => {
    const asked: Promise<void>[] = [];
    for (let dueMs = performance.now(); !isStopped; dueMs += intervalMs) {
      await sleep(Math.max(0, dueMs - performance.now()));
      asked.push(ask(now()));
    }
    await Promise.all(asked);
  };
  const running = run();
  const since = (wallMs: number) => {
    const oldestOpenMs = Math.min(...open, Number.POSITIVE_INFINITY);
    return requests
      .filter(({ sentAtMs }) => sentAtMs >= wallMs && sentAtMs < oldestOpenMs)
      .sort((a, b) => a.sentAtMs - b.sentAtMs);
  };
  return {
    since,
    answeredSince(wallMs, quietCount) {
      const known = since(wallMs);
      const lastLost = known.findLastIndex(({ answeredAtMs }) => answeredAtMs === undefined);
      const answered = known.slice(lastLost + 1);
      return answered.length >= quietCount ? answered[0]?.answeredAtMs : undefined;
    },
    async stop() {
      isStopped = true;
      await running;
    },
  };
}

/** Wall clock with the monotonic clock's resolution. */
const now = (): number => performance.timeOrigin + performance.now();
