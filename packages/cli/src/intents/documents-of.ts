import type { IntentView } from "@skylane/core";
import { connectionMarkdown } from "@skylane/engine";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";

/** The documents of an intent, or of all of its run: of those that stand. @throws CliError if none does */
export function documentsOf(
  { run, made }: IntentView,
  id: string,
): readonly { readonly intentId: string; readonly markdown: string }[] {
  const { plan, owner, costCentre, evidence, undoneIntentIds } = run;
  const standing =
    run.status === "fulfilled" && plan
      ? run.intents.filter((one) => (id === run.id || id === one.id) && !undoneIntentIds.includes(one.id))
      : [];
  if (!plan || standing.length === 0)
    throw new CliError(`${id} is ${run.status}: nothing of it stands that could be documented.`, exitCodes.badInput);
  return standing.flatMap(({ id: intentId, understanding }) => {
    if (understanding.kind !== "understood") return [];
    const own = evidence.filter((one) => one.intentId === intentId);
    const record = {
      intentId,
      intent: understanding.intent,
      owner,
      costCentre,
      plan,
      made,
      evidence: own,
      provenAt: new Date(Math.max(...own.map(({ atMs }) => atMs), run.askedAtMs)).toISOString(),
    };
    return [{ intentId, markdown: connectionMarkdown(record) }];
  });
}
