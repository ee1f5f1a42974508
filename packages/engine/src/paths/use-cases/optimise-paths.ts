import type { PathObjective, PathPlan, RecommendationMade } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { infeasibleInWords } from "../plan/infeasible.ts";
import { writePlan } from "../plan/write-plan.ts";
import { prepareChoice } from "./prepare-choice.ts";

type OptimiseDeps = Pick<
  Deps,
  "config" | "clock" | "estimates" | "performance" | "topologies" | "pathPlans" | "publisher" | "log"
>;

/** What became of it. */
export type Optimised =
  | { readonly kind: "planned"; readonly planHash: string; readonly isNew: boolean; readonly monthlyUsd: number }
  | { readonly kind: "skipped"; readonly because: "no-topology" | "no-flows" | "not-all-seen" | "fresh-enough" }
  | { readonly kind: "infeasible"; readonly reason: string };

export interface OptimiseRequest {
  readonly objective: PathObjective;
  /** `drift` and `schedule` always plan; a look only where no plan of the last week is about the connections it found. */
  readonly why: "schedule" | "drift" | "look";
}

const WEEK_MS = 7 * 86_400_000;

/**
 * Chooses paths for all flows anew, stores the plan, and says so where it differs from the last one and from today's routing.
 * Advice: nothing is changed by it.
 */
export async function optimisePaths(deps: OptimiseDeps, { objective, why }: OptimiseRequest): Promise<Optimised> {
  const { config, clock, pathPlans, log } = deps;
  if (config.flows.length === 0) return { kind: "skipped", because: "no-flows" };
  const before = await pathPlans.latest();
  if (why === "look" && !(await isAllSeen(deps))) return { kind: "skipped", because: "not-all-seen" };
  if (why === "look" && before && (await isFresh(deps, before))) return { kind: "skipped", because: "fresh-enough" };
  const prepared = await prepareChoice(deps, { objective });
  if (!prepared) return { kind: "skipped", because: "no-topology" };
  const { choice } = prepared;
  if (choice.kind === "infeasible") {
    const reason = infeasibleInWords(choice.why, choice.built);
    log.warn("no plan of paths keeps every limit", { reason });
    return { kind: "infeasible", reason };
  }
  const plan = writePlan(choice.session, clock.nowMs());
  await pathPlans.save(plan);
  const isNew = before?.hash !== plan.hash;
  if (isNew && isWorthTelling(plan)) await publish(deps, plan);
  log.info("paths planned", {
    planHash: plan.hash,
    isNew,
    monthlyUsd: plan.monthlyUsd,
    todayMonthlyUsd: plan.comparison.today.monthlyUsd,
    gapRatio: plan.gap,
    refusedCount: plan.refused.length,
  });
  return { kind: "planned", planHash: plan.hash, isNew, monthlyUsd: plan.monthlyUsd };
}

/** True once every cloud of the configuration was looked at: a plan for a part of the estate advises against what it does not see. */
async function isAllSeen({ config, topologies }: OptimiseDeps): Promise<boolean> {
  const seen = new Set<string>((await topologies.listClouds()).map(({ cloud }) => cloud));
  return Object.keys(config.clouds).every((cloud) => seen.has(cloud));
}

async function isFresh({ clock, topologies }: OptimiseDeps, plan: PathPlan): Promise<boolean> {
  if (clock.nowMs() - plan.atMs >= WEEK_MS) return false;
  const found = (await topologies.latest())?.topology.connections.map(({ id }) => id) ?? [];
  return new Set(found).symmetricDifference(new Set(plan.links.map(({ connectionId }) => connectionId))).size === 0;
}

const movedCount = ({ flows }: PathPlan): number =>
  flows.filter(({ primary, today }) => primary.connectionIds.join() !== today?.connectionIds.join()).length;

const isWorthTelling = (plan: PathPlan): boolean =>
  movedCount(plan) > 0 || plan.links.some(({ action }) => action !== "keep");

const MAX_LINKS = 20;

const publish = ({ config, clock, publisher }: OptimiseDeps, plan: PathPlan): Promise<void> =>
  publisher.publish([
    {
      type: "paths.recommendation-made.v1",
      subject: config.estate,
      epoch: clock.nowMs(),
      seq: 0,
      data: {
        estate: plan.estate,
        planHash: plan.hash,
        objective: plan.objective,
        isAtLeast: plan.isAtLeast,
        monthlyUsd: plan.monthlyUsd,
        todayMonthlyUsd: plan.comparison.today.monthlyUsd,
        movedFlowCount: movedCount(plan),
        links: plan.links
          .flatMap(({ connectionId, action }): RecommendationMade["links"] =>
            action === "keep" ? [] : [{ connectionId, action }],
          )
          .slice(0, MAX_LINKS),
        unsurvivedCount: plan.coverage.gaps.length,
      },
    },
  ]);
