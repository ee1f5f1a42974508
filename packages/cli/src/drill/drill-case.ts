/** Faults of a whole matrix, each hard enough that an application would suffer. */
export const matrixFaults = {
  cut: {},
  blackhole: {},
  "blackhole-there": { kind: "blackhole", direction: "a-to-b" },
  "blackhole-back": { kind: "blackhole", direction: "b-to-a" },
  loss: { lossRatio: 0.3 },
  latency: { addedMs: 150 },
  flap: { upMs: 4_000, downMs: 6_000 },
  "slow-death": { durationMs: 8_000 },
} as const satisfies Readonly<Record<string, Readonly<Record<string, unknown>>>>;
export type MatrixFault = keyof typeof matrixFaults;

/** One fault on one link, and what became of it. All times in ms from the fault. */
export interface DrillCase {
  readonly groupId: string;
  readonly connectionId: string;
  readonly role: "primary" | "backup";
  readonly fault: MatrixFault;
  readonly outcome: "moved" | "repaired-by-routing" | "unaffected" | "refused" | "not-restored";
  readonly isRight: boolean;
  readonly because: string;
  /** Absent where traffic did not come back while the fault was there. */
  readonly restoredMs?: number;
  readonly lostCount: number;
  readonly sentCount: number;
}

/** What was seen of a case, by traffic and in Skylane's own words. */
export interface Seen {
  readonly role: DrillCase["role"];
  /** Of the incident; `undefined` = there was none. */
  readonly status: string | undefined;
  /** Of its refusal. */
  readonly rule: string | undefined;
  readonly toPathId: string | undefined;
  /** Paths of the group that every policy allows. */
  readonly allowedPathIds: readonly string[];
  readonly restoredMs: number | undefined;
  readonly lostCount: number;
  readonly lostDuringFailbackCount: number;
  readonly isBack: boolean;
  /** True if both sides of the group have a knob. */
  readonly canAct: boolean;
}
