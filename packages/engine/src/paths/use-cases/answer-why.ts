import type { PathPlan } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { pathsError } from "../errors.ts";
import { explainFlow, type FlowExplanation } from "../explain/explain-flow.ts";
import { narrationFacts } from "../explain/narration-facts.ts";
import { prepareChoice } from "./prepare-choice.ts";

/** The last plan of paths. @throws ERR_PATH_PLAN_MISSING */
export async function readPathPlan({ pathPlans }: Pick<Deps, "pathPlans">): Promise<PathPlan> {
  const plan = await pathPlans.latest();
  if (plan) return plan;
  throw pathsError(
    "ERR_PATH_PLAN_MISSING",
    "no plan of paths was made yet; it is made after the first look at the estate",
  );
}

/** Why a flow goes where the plan sends it, as numbers and in plain words. @throws ERR_PATH_PLAN_MISSING, ERR_FLOW_UNKNOWN */
export async function answerWhy(
  deps: Pick<Deps, "config" | "clock" | "estimates" | "performance" | "topologies" | "pathPlans">,
  flowId: string,
): Promise<FlowExplanation & { readonly text: string }> {
  const { objective } = await readPathPlan(deps);
  const prepared = await prepareChoice(deps, { objective });
  const explanation = prepared?.choice.kind === "chosen" ? explainFlow(prepared.choice.session, flowId) : undefined;
  if (!explanation)
    throw pathsError(
      "ERR_FLOW_UNKNOWN",
      `no flow ${flowId} takes part in the choice of paths; GET /v1/flows lists the flows`,
      {
        flowId,
      },
    );
  return { ...explanation, text: narrationFacts(explanation).text };
}
