import {
  type CostRecommendation,
  type CostRecommendationOrder,
  type CostRecommendationVerb,
  coreError,
} from "@skylane/core";
import { costError } from "../errors.ts";
import type { Said } from "./answer-anomaly.ts";

/**
 * The recommendation after what a person said of it: what is done is compared with the bill from then on.
 * @throws ERR_REQUEST_INVALID for a moment that it cannot have been done at, ERR_RECOMMENDATION_ENDED if it was done or judged already
 */
export function answerRecommendation(
  recommendation: CostRecommendation,
  verb: CostRecommendationVerb,
  { doneAtMs, note }: CostRecommendationOrder,
  { by, atMs }: Said,
): CostRecommendation {
  const { id, status, raisedAtMs } = recommendation;
  if (doneAtMs !== undefined && verb !== "done") throw unfit(`doneAtMs: belongs to :done; leave it out of :${verb}`);
  if (doneAtMs !== undefined && (doneAtMs > atMs || doneAtMs < raisedAtMs))
    throw unfit(
      `doneAtMs: must lie between when it was raised and now, ${raisedAtMs} and ${atMs}, e.g. ${atMs}; leave it out if it was done now`,
    );
  if (status === "verified" || status === "not-verified")
    throw costError("ERR_RECOMMENDATION_ENDED", `${id} was judged by the bill: ${status}. Nothing was changed`, {
      recommendationId: id,
      status,
    });
  if (recommendation.doneAtMs !== undefined && verb !== "done")
    throw costError(
      "ERR_RECOMMENDATION_ENDED",
      `${id} is done and waits for its bill; if it was done at another time, say :done again with doneAtMs. Nothing was changed`,
      { recommendationId: id, status },
    );
  const { endedAtMs: _, ...kept } = recommendation;
  const decided = { by, atMs, note };
  switch (verb) {
    case "accept":
      return { ...kept, status: "accepted", decided };
    case "dismiss":
      return { ...kept, status: "dismissed", decided };
    case "done":
      return { ...kept, status: "accepted", doneAtMs: doneAtMs ?? atMs, decided };
  }
}

const unfit = (says: string) => coreError("ERR_REQUEST_INVALID", `body does not fit: ${says}`);
