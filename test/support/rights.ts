import type { IntentRun, Person, RightsJudge } from "@skylane/core";
import { makeJudge } from "@skylane/engine";
import { loadCedar } from "@skylane/runtime/rights";

/** The judge of a configuration with these people and these policies of its own. */
export const aJudge = async (people: readonly Person[], policies?: string): Promise<RightsJudge> =>
  makeJudge(await loadCedar(), { estate: "globalcart", people, rights: policies === undefined ? {} : { policies } });

/** A run as it was asked for, without a plan. */
export const aRun = (more: object = {}): IntentRun => ({
  id: "in-20261121-7f3a9c" as IntentRun["id"],
  version: 0,
  status: "awaiting-approval",
  askedBy: "ops@globalcart.example",
  askedAtMs: 0,
  owner: "ops@globalcart.example",
  intents: [],
  signatures: [],
  phases: [],
  evidence: [],
  undoneIntentIds: [],
  ...more,
});
