import type { IncidentRecord } from "@skylane/core";

/** Sentences that several forms of a record share; the names in them are not escaped. */
export function recordWords({ loss, cost }: IncidentRecord): { readonly losses: string; readonly price: string } {
  return { losses: lossesOf(loss), price: priceOf(cost) };
}

function lossesOf(loss: IncidentRecord["loss"]): string {
  if (!loss) return "Not known: a person ordered the move, or no probe of that time is in the log.";
  const { fromMs, toMs, lostCount, knownCount, missingCount } = loss;
  const span =
    toMs === undefined
      ? "until the path was up again, or the record ends"
      : `${((toMs - fromMs) / 1000).toFixed(1)} s, from the first bad sample to the proof`;
  return `By probes: ${missingCount > 0 ? "at least " : ""}${lostCount} of ${knownCount} lost (${span})${missingCount > 0 ? `; ${missingCount} more are not in the record` : ""}. What applications lost is not measured.`;
}

function priceOf({ extraDailyUsd, unknownFlowIds, flows }: IncidentRecord["cost"]): string {
  if (flows.length === 0) return "Unknown: no flow of the group is declared.";
  if (extraDailyUsd === undefined) return "Unknown: volume or price of its flows is not known.";
  const known = flows.length - unknownFlowIds.length;
  const is =
    extraDailyUsd === 0
      ? "The bytes cost as much as before"
      : `The bytes cost $${Math.abs(extraDailyUsd).toFixed(2)} a day ${extraDailyUsd > 0 ? "more" : "less"} than before`;
  return `${is}, at list prices${unknownFlowIds.length === 0 ? "" : `, over the ${known} of ${flows.length} flows whose price is known`}.`;
}
