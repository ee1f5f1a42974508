import type { IntentView, ProofEvidence } from "@skylane/core";

/** What a run came to, as `--json` prints it. */
export interface RunResult {
  readonly status: string;
  readonly id: string;
  /** What `skylane intents undo` takes. */
  readonly undoId: string;
  readonly planHash: string | undefined;
  readonly intentCount: number;
  readonly durationMs: number;
  readonly phases: readonly { readonly name: string; readonly durationMs: number }[];
  /** Objects that were made, by kind, and each with the ids its cloud gave it. */
  readonly resourceCounts: Readonly<Record<string, number>>;
  readonly resources: readonly { readonly stepId: string; readonly resource: string; readonly ids: object }[];
  readonly tunnelCount: number;
  readonly ways: Readonly<Record<string, number>>;
  /** Round trips that were measured, of every intent that has an upper limit. */
  readonly latency: readonly {
    readonly intentId: string;
    readonly wanted: string;
    readonly seen: string;
    readonly measuredMs: readonly number[];
  }[];
  readonly proof: {
    readonly checkCount: number;
    readonly provenCount: number;
    readonly unproven: readonly ProofEvidence[];
  };
  readonly readAs: readonly string[];
  readonly questions: readonly object[];
  readonly issues: readonly object[];
  readonly violations: readonly object[];
  /** Rules that were broken as it was asked, and mended by asking for more. */
  readonly mended: readonly object[];
  readonly monthlyUsd: number | undefined;
  readonly failure: string | undefined;
}

/** Kinds of objects of which each is one tunnel: where a connection is two, AWS's end is not counted but the other. */
const TUNNELS = new Set(["azure.vpn-connection", "gcp.vpn-tunnel", "onprem.ipsec-tunnel"]);

/** Sums up a run. */
export function resultOf({ run, made }: IntentView): RunResult {
  const standing = made.filter(({ state }) => state === "ready");
  const last = run.phases.at(-1);
  const tally = (names: readonly string[]) =>
    Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
  return {
    status: run.status,
    id: run.id,
    undoId: run.id,
    planHash: run.plan?.hash,
    intentCount: run.intents.length,
    durationMs: (last?.endedAtMs ?? last?.startedAtMs ?? run.askedAtMs) - run.askedAtMs,
    phases: run.phases.map(({ name, startedAtMs, endedAtMs }) => ({
      name,
      durationMs: (endedAtMs ?? startedAtMs) - startedAtMs,
    })),
    resourceCounts: tally(standing.map(({ resource }) => resource)),
    resources: standing.map(({ stepId, resource, ids }) => ({ stepId, resource, ids })),
    tunnelCount: tunnelsOf(standing),
    ways: tally((run.plan?.ways ?? []).map(({ kind }) => kind)),
    latency: run.evidence
      .filter(({ check }) => check === "latency")
      .map(({ intentId, wanted, seen, measuredMs }) => ({ intentId, wanted, seen, measuredMs })),
    proof: {
      checkCount: run.evidence.length,
      provenCount: run.evidence.filter(({ isProven }) => isProven).length,
      unproven: run.evidence.filter(({ isProven }) => !isProven),
    },
    readAs: run.intents.flatMap(({ understanding }) => (understanding.kind === "refused" ? [] : understanding.readAs)),
    questions: run.intents.flatMap(({ id, understanding }) =>
      understanding.kind === "questions" ? understanding.questions.map((one) => ({ intentId: id, ...one })) : [],
    ),
    issues: [
      ...run.intents.flatMap(({ id, understanding }) =>
        understanding.kind === "refused" ? understanding.issues.map((issue) => ({ intentId: id, ...issue })) : [],
      ),
      ...(run.plan?.issues ?? []).map(({ intentId, issue }) => ({ intentId, ...issue })),
    ],
    violations: run.plan?.violations ?? [],
    mended: run.intents.flatMap((one) => one.mended),
    monthlyUsd: run.plan?.cost.totalMonthlyUsd,
    failure: run.failure,
  };
}

function tunnelsOf(made: readonly { readonly resource: string }[]): number {
  return made.filter(({ resource }) => TUNNELS.has(resource)).length;
}
