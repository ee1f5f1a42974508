import type { CostRecommendation, EventDraft } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { gatherInputs } from "../../recommend/gather-inputs.ts";
import { recommend } from "../../recommend/index.ts";
import { objectIdsOf } from "../../resource-id.ts";
import { billedUntil } from "../billed-until.ts";
import { lastMonths } from "../months.ts";
import { trackRecommendations } from "../track-recommendations.ts";

const DAY_MS = 86_400_000;
/** What is carried: five whole weeks. */
const METER_DAYS = 35;
/** The last 30 days that are billed whole lie in three months at most. */
const MONTH_COUNT = 3;

/** What came of a look for ways to pay less. */
export interface AdvisedCosts {
  readonly foundCount: number;
  readonly newCount: number;
}

/**
 * Looks for ways to pay less, tells those that are new, brings those that are open up to date, and ends those that have no grounds any
 * more. What a person accepted or turned down stays as they left it. Told before it is stored: another try tells the same under the same ids.
 */
export async function adviseCosts(
  deps: Pick<
    Deps,
    | "billStore"
    | "capacities"
    | "config"
    | "costFindings"
    | "estimates"
    | "log"
    | "meterStore"
    | "plans"
    | "publisher"
    | "topologies"
  >,
  { atMs }: { readonly atMs: number },
): Promise<AdvisedCosts> {
  const { billStore, capacities, config, costFindings, estimates, log, meterStore, plans, publisher, topologies } =
    deps;
  const latest = await topologies.latest();
  if (!latest) return { foundCount: 0, newCount: 0 };
  const months = lastMonths(atMs, MONTH_COUNT);
  const lines = (await Promise.all(months.map((month) => billStore.lines(month)))).flat();
  const { slots, flows } = await meterStore.read({ fromMs: atMs - METER_DAYS * DAY_MS, toMs: atMs });
  const objects = new Map(latest.topology.connections.map((one) => [one.id, objectIdsOf(one)]));
  const found = recommend(
    gatherInputs({
      nowMs: atMs,
      topology: latest.topology,
      slots,
      flowSlots: flows,
      lines,
      billedUntilDay: billedUntil(lines, atMs),
      onDemand: await Promise.all(months.map((month) => billStore.onDemand(month))),
      plans: await plans.list(),
      capacities: await capacities.list(),
      config,
      estimates,
    }),
    // a link that is closed is in no later look, and is still to be found in the bill
  ).map((one) => ({
    ...one,
    subjects: [...new Set([...one.subjects, ...one.subjects.flatMap((id) => objects.get(id) ?? [])])],
  }));
  const { fresh, changed } = trackRecommendations(await costFindings.recommendations(), found, atMs);
  if (fresh.length > 0) await publisher.publish(fresh.map(recommendationDraft));
  for (const one of [...fresh, ...changed]) await costFindings.putRecommendation(one);
  const endedCount = changed.filter(({ status }) => status === "ended").length;
  log.info("costs advised", { foundCount: found.length, newCount: fresh.length, endedCount });
  return { foundCount: found.length, newCount: fresh.length };
}

/** One event when it is raised, and one when it is verified. */
export const recommendationDraft = ({
  todo: _,
  ...data
}: CostRecommendation): EventDraft<"cost.recommendation-raised.v1"> => ({
  type: "cost.recommendation-raised.v1",
  subject: data.id,
  epoch: data.verified?.atMs ?? data.raisedAtMs,
  seq: 0,
  data,
});
