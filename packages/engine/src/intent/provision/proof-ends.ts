import type { Intent, IntentRun, MadeResource, PlannedWay } from "@skylane/core";
import { resolved } from "../references.ts";

/** Where a connection begins and ends now, and by what the clouds call what was made for it. */
export type ProofEnds =
  | { readonly kind: "unknown"; readonly way: PlannedWay }
  | {
      readonly kind: "known";
      readonly way: PlannedWay;
      readonly intent: Intent;
      readonly from: string;
      readonly to: string;
      readonly madeIds: ReadonlySet<string>;
    };
export type KnownEnds = Extract<ProofEnds, { readonly kind: "known" }>;

/** The ends of each connection of a plan, by the record of what was made for it. */
export function endsOf(run: IntentRun, made: readonly MadeResource[]): readonly ProofEnds[] {
  const outputs = new Map(made.map((one) => [one.stepId, one.outputs]));
  return (run.plan?.ways ?? []).map((way): ProofEnds => {
    const intent = intentOf(run, way.intentId);
    const to = resolved(way.destinationAddress, (stepId) => outputs.get(stepId));
    const from = intent?.source.addresses[0];
    if (!intent || to === undefined || from === undefined) return { kind: "unknown", way };
    const madeIds = new Set(way.stepIds.flatMap((id) => Object.values(outputs.get(id) ?? {})));
    return { kind: "known", way, intent, from, to, madeIds };
  });
}

function intentOf(run: IntentRun, intentId: string): Intent | undefined {
  const one = run.intents.find(({ id }) => id === intentId)?.understanding;
  return one?.kind === "understood" ? one.intent : undefined;
}
