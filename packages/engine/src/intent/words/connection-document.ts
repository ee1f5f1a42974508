import { type BuiltRecord, chargeOf, type IntentId, type IntentRun, type MadeResource } from "@skylane/core";
import { connectionMarkdown } from "./connection-markdown.ts";

/** True if a run's connection stands: proven, and not taken back. */
export const stands = ({ status, undoneIntentIds }: IntentRun, intentId: IntentId): boolean =>
  status === "fulfilled" && !undoneIntentIds.includes(intentId);

/** The document of one connection of a run, `undefined` where none was planned. `takenBackAtMs` = it does not stand any more. */
export function connectionDocument(
  run: IntentRun,
  intentId: IntentId,
  made: readonly MadeResource[],
  record: BuiltRecord | undefined,
  takenBackAtMs?: number,
): string | undefined {
  const { plan, askedBy, signatures, undoneBy, failure } = run;
  const understanding = run.intents.find(({ id }) => id === intentId)?.understanding;
  if (!plan || understanding?.kind !== "understood") return undefined;
  const evidence = run.evidence.filter((one) => one.intentId === intentId);
  return connectionMarkdown({
    intentId,
    runId: run.id,
    intent: understanding.intent,
    ...chargeOf(run, intentId),
    askedBy,
    signatures,
    plan,
    made,
    evidence,
    provenAt: new Date(Math.max(...evidence.map(({ atMs }) => atMs), run.askedAtMs)).toISOString(),
    watch: record?.watches.find((one) => one.intentId === intentId),
    cost: record,
    share: record?.shares.find((one) => one.intentId === intentId),
    takenBack:
      takenBackAtMs === undefined
        ? undefined
        : { at: new Date(takenBackAtMs).toISOString(), by: undoneBy, why: failure },
  });
}
