import { type CostAnomaly, type CostAnomalyOrder, type CostAnomalyVerb, coreError } from "@skylane/core";
import { costError } from "../errors.ts";

const DAY_MS = 86_400_000;

/** Who says something, and when. */
export interface Said {
  readonly by: string;
  readonly atMs: number;
}

/**
 * The anomaly after what a person said of it; what is dismissed or confirmed teaches the detectors of its scope.
 * @throws ERR_REQUEST_INVALID for a field that the verb does not take, ERR_ANOMALY_ENDED if it is over and cannot be put off
 */
export function answerAnomaly(
  anomaly: CostAnomaly,
  verb: CostAnomalyVerb,
  { forMs, verdict, note }: CostAnomalyOrder,
  { by, atMs }: Said,
): CostAnomaly {
  if (forMs !== undefined && verb !== "snooze") throw notTaken("forMs", verb, "snooze");
  if (verdict !== undefined && verb !== "dismiss") throw notTaken("verdict", verb, "dismiss");
  const { snoozedUntilMs: _, ...rest } = anomaly;
  switch (verb) {
    case "snooze":
      if (anomaly.status !== "open" && anomaly.status !== "snoozed")
        throw costError(
          "ERR_ANOMALY_ENDED",
          `${anomaly.id} is ${anomaly.status}: there is nothing to put off. Dismiss or confirm it, so that the next one is judged better`,
          { anomalyId: anomaly.id, status: anomaly.status },
        );
      return { ...rest, status: "snoozed", snoozedUntilMs: atMs + (forMs ?? DAY_MS) };
    case "dismiss":
      return {
        ...rest,
        status: anomaly.status === "ended" ? "ended" : "dismissed",
        feedback: { verdict: verdict ?? "expected", by, atMs, note },
      };
    case "confirm":
      return {
        ...rest,
        // what somebody has found to be real is wanted again
        status: anomaly.status === "ended" ? "ended" : "open",
        feedback: { verdict: "real", by, atMs, note },
      };
  }
}

const notTaken = (field: string, verb: CostAnomalyVerb, taker: CostAnomalyVerb) =>
  coreError(
    "ERR_REQUEST_INVALID",
    `body does not fit: ${field}: belongs to :${taker}; leave it out of :${verb}, e.g. { "note": "a sale runs until Friday" }`,
  );
