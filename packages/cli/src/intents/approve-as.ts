import { IntentRun, type IntentView } from "@skylane/core";
import { readInstance } from "@skylane/local";
import { loadConfig } from "@skylane/runtime/load-config";
import { apiClient } from "../api-client.ts";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import type { AskTarget } from "./running-skylane.ts";

/**
 * Signs a plan as often as it needs, as the people of the configuration who may: on one's own machine whoever sits there may speak
 * for each of them (`--as`). Where an identity provider stands in between, they sign for themselves. @throws CliError
 */
export async function approveAs(target: AskTarget, { run, neededSignatureCount = 0 }: IntentView): Promise<void> {
  const { plan, id, askedBy, signatures } = run;
  if (!plan) return;
  const signed = new Set(signatures.map(({ by }) => by));
  const approvers = approversOf(target).filter((one) => one === undefined || (one !== askedBy && !signed.has(one)));
  for (const as of approvers.slice(0, Math.max(1, neededSignatureCount - signed.size))) {
    const { status } = await apiClient({ ...target, ...(as !== undefined && { as }) }).send(
      "POST",
      `/v1/intents/${id}:approve`,
      { planHash: plan.hash, reason: "approved at the command line" },
      IntentRun,
    );
    if (status !== "awaiting-approval") return;
  }
  throw new CliError(
    `${id} needs ${neededSignatureCount} ${neededSignatureCount === 1 ? "approver" : "approvers"} other than ${askedBy}; let them run "skylane intents approve ${id}".`,
    exitCodes.failed,
  );
}

/** Who may approve, by the configuration of what runs here; `[undefined]` = whoever asks, for nobody else is named. */
function approversOf({ url, data }: AskTarget): readonly (string | undefined)[] {
  const file = url === undefined ? readInstance(data)?.configFile : undefined;
  if (file === undefined) return [undefined];
  const people = loadConfig(file).people.filter(({ role }) => role === "approver" || role === "admin");
  return people.length === 1 ? [undefined] : people.map(({ id }) => id);
}
