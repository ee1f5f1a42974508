import type {
  CostAnomaly,
  CostAnomalyOrder,
  CostAnomalyVerb,
  CostRecommendation,
  CostRecommendationOrder,
  CostRecommendationVerb,
} from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { requireActing } from "../../regions/index.ts";
import { answerAnomaly } from "../answer/answer-anomaly.ts";
import { answerRecommendation } from "../answer/answer-recommendation.ts";
import { costError } from "../errors.ts";
import { untilKept } from "../until-kept.ts";

type AnswerDeps = Pick<Deps, "clock" | "config" | "costFindings" | "log" | "regionId" | "regionLease">;

/** The anomaly as it is kept. @throws ERR_ANOMALY_MISSING */
export async function findAnomaly({ costFindings }: Pick<Deps, "costFindings">, id: string): Promise<CostAnomaly> {
  const anomaly = (await costFindings.anomalies()).find((one) => one.id === id);
  if (anomaly) return anomaly;
  throw costError(
    "ERR_ANOMALY_MISSING",
    `there is no anomaly ${id}; GET /v1/costs/anomalies lists those that are kept`,
  );
}

/** Keeps what a person says of an anomaly; the detectors hear of it at their next look. A look that runs meanwhile overwrites nothing of it. @throws ERR_REGION_STANDBY, ERR_ANOMALY_MISSING, ERR_FINDING_CONTESTED */
export async function orderAnomaly(
  deps: AnswerDeps,
  id: string,
  verb: CostAnomalyVerb,
  order: CostAnomalyOrder,
  by: string,
): Promise<CostAnomaly> {
  // looks write here, and writes of two Regions know nothing of each other
  await requireActing(deps);
  const { clock, costFindings, log } = deps;
  const said = { by, atMs: clock.nowMs() };
  const answered = await untilKept(async () => {
    const wanted = answerAnomaly(await findAnomaly({ costFindings }, id), verb, order, said);
    const kept = await costFindings.putAnomaly(wanted);
    return { isKept: kept !== undefined, value: kept ?? wanted };
  });
  log.info("anomaly answered", { anomalyId: id, verb, by, status: answered.status });
  return answered;
}

/** Keeps what a person says of a way to pay less. @throws ERR_REGION_STANDBY, ERR_RECOMMENDATION_MISSING, ERR_FINDING_CONTESTED */
export async function orderRecommendation(
  deps: AnswerDeps,
  id: string,
  verb: CostRecommendationVerb,
  order: CostRecommendationOrder,
  by: string,
): Promise<CostRecommendation> {
  // looks write here, and writes of two Regions know nothing of each other
  await requireActing(deps);
  const { clock, costFindings, log } = deps;
  const said = { by, atMs: clock.nowMs() };
  const answered = await untilKept(async () => {
    const recommendation = (await costFindings.recommendations()).find((one) => one.id === id);
    if (!recommendation)
      throw costError(
        "ERR_RECOMMENDATION_MISSING",
        `there is no recommendation ${id}; GET /v1/costs/recommendations lists those that are kept`,
      );
    const wanted = answerRecommendation(recommendation, verb, order, said);
    const kept = await costFindings.putRecommendation(wanted);
    return { isKept: kept !== undefined, value: kept ?? wanted };
  });
  log.info("recommendation answered", { recommendationId: id, verb, by, status: answered.status });
  return answered;
}
