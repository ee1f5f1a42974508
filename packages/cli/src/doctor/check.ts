import type { Clock, SkylaneConfig } from "@skylane/core";
import type { Deps } from "@skylane/engine";
import type { RuntimeSettings } from "@skylane/runtime";
import type { AwsReads } from "./aws/aws-reads.ts";
import type { DateSight } from "./date-sight.ts";

/** What a check came to; worst last. `not-checked` is never a promise that all is well. */
export const outcomes = ["ok", "not-checked", "warning", "failed"] as const;
export type Outcome = (typeof outcomes)[number];

/** One thing that was looked at: what was seen, and what to do about it. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly seen: string;
  /** A command, or where to look; absent where nothing is to be done. */
  readonly todo?: string;
}

/** A verdict and the check it is of. */
export interface Finding extends Verdict {
  /** Stable: scripts may depend on it. */
  readonly id: string;
}

/** What the checks look at. Everything is read, nothing is written. */
export interface Installation {
  readonly config: SkylaneConfig;
  readonly settings: RuntimeSettings;
  /** As `AWS_ACCOUNT_ID` says; `undefined` = it says nothing. */
  readonly accountId: string | undefined;
  readonly clock: Pick<Clock, "nowMs" | "monotonicMs" | "sleepUntil">;
  readonly aws: AwsReads;
  /** What somebody's clock shows, by the Date header of their answer. */
  dateAt(url: string): Promise<DateSight>;
  readonly deps: Pick<
    Deps,
    | "billStore"
    | "health"
    | "plans"
    | "topologies"
    | "overrides"
    | "pathOverrides"
    | "killSwitch"
    | "regionLease"
    | "surveyor"
    | "steering"
  >;
}

/** One question about an installation. */
export interface Check {
  readonly id: string;
  /** The longest it may take, ms; a dead endpoint must not hold up the rest. */
  readonly timeLimitMs: number;
  /** What was found, worst first or not; one `ok` verdict stands for all that is well. */
  look(installation: Installation): Promise<readonly Verdict[]>;
}

/** For a check that makes a call or two. */
export const QUICK_MS = 15_000;

export const ok = (seen: string): Verdict => ({ outcome: "ok", seen });
export const warning = (seen: string, todo: string): Verdict => ({ outcome: "warning", seen, todo });
export const failed = (seen: string, todo: string): Verdict => ({ outcome: "failed", seen, todo });
export const notChecked = (why: string, todo?: string): Verdict => ({
  outcome: "not-checked",
  seen: why,
  ...(todo !== undefined && { todo }),
});

/** The same verdict, with what it is about said first. */
export const about = (what: string, verdict: Verdict): Verdict => ({ ...verdict, seen: `${what}: ${verdict.seen}` });

/** The complaints, or what is said where there are none. */
export const unlessNone = (complaints: readonly Verdict[], fine: string): readonly Verdict[] =>
  complaints.length > 0 ? complaints : [ok(fine)];
