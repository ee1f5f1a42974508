import type { CostAnomaly, CostRecommendation } from "@skylane/core";

const SHOWN = 500;
const isOpen = ({ status }: CostAnomaly): boolean => status === "open" || status === "snoozed";
const STATUSES: readonly CostRecommendation["status"][] = [
  "open",
  "accepted",
  "verified",
  "not-verified",
  "dismissed",
  "ended",
];

/** What is open before what is over, open ones by what a day costs, others by when they were found. */
export const rankedAnomalies = (anomalies: readonly CostAnomaly[]): CostAnomaly[] =>
  anomalies
    .toSorted(
      (a, b) =>
        Number(isOpen(b)) - Number(isOpen(a)) ||
        (isOpen(a) ? Number(a.status === "snoozed") - Number(b.status === "snoozed") : 0) ||
        (isOpen(a) ? b.usdPerDay - a.usdPerDay : b.foundAtMs - a.foundAtMs) ||
        (a.id < b.id ? -1 : 1),
    )
    .slice(0, SHOWN);

/** By status, then by what they save. */
export const rankedRecommendations = (recommendations: readonly CostRecommendation[]): CostRecommendation[] =>
  recommendations
    .toSorted(
      (a, b) =>
        STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) || b.savingUsd - a.savingUsd || (a.id < b.id ? -1 : 1),
    )
    .slice(0, SHOWN);
