/** How many times faster than the real one a cloud's operations are here, unless the lab says otherwise: half an hour is three seconds. */
export const DEFAULT_PROVISIONING_SPEED = 600;

/** What the clouds' operations took so far. */
export interface Provisioned {
  readonly speed: number;
  readonly operationCount: number;
  /** Of all operations together, as if one had followed the other. */
  readonly totalMs: number;
  /** Time in which at least one was under way: what a caller could not help waiting for. */
  readonly busyMs: number;
  /** What `totalMs` would be at speed 1. */
  readonly realMs: number;
}

/** How long the clouds take to do what they are asked. */
export interface Provisioning {
  /** How long an operation that takes so long in a real cloud takes here; each call is counted as one operation. It begins now, or follows another at `beginMs`. */
  begin(realMs: number, beginMs?: number): number;
  setSpeed(speed: number): void;
  sofar(): Provisioned;
  /** Counts from zero, at the first speed. */
  reset(): void;
}

export function provisioning(nowMs: () => number): Provisioning {
  const start = { operationCount: 0, totalMs: 0, busyMs: 0, realMs: 0, busyUntilMs: Number.NEGATIVE_INFINITY };
  let speed = DEFAULT_PROVISIONING_SPEED;
  let sum = start;
  return {
    begin(realMs, beginMs = nowMs()) {
      const durationMs = realMs / speed;
      const endMs = beginMs + durationMs;
      sum = {
        operationCount: sum.operationCount + 1,
        totalMs: sum.totalMs + durationMs,
        busyMs: sum.busyMs + Math.max(0, endMs - Math.max(beginMs, sum.busyUntilMs)),
        realMs: sum.realMs + realMs,
        busyUntilMs: Math.max(sum.busyUntilMs, endMs),
      };
      return durationMs;
    },
    setSpeed(wanted) {
      speed = wanted;
    },
    sofar() {
      const { busyUntilMs, busyMs, ...rest } = sum;
      return { speed, ...rest, busyMs: busyMs - Math.max(0, busyUntilMs - nowMs()) };
    },
    reset() {
      speed = DEFAULT_PROVISIONING_SPEED;
      sum = start;
    },
  };
}
