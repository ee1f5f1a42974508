import type { IntentSettings, PlannedWay, PolicyViolation } from "@skylane/core";
import type { NamedIntent } from "../design/world.ts";
import { knownCostCentre } from "./cost-centre.ts";
import { exceptionFor } from "./exceptions.ts";
import { gdpr } from "./gdpr.ts";
import { hipaa } from "./hipaa.ts";
import { allowedPlaces, publicExposure } from "./network-rules.ts";
import { pciDss } from "./pci-dss.ts";
import { dataResidency } from "./residency.ts";
import type { Breach, PolicyRule } from "./rule.ts";
import { soc2 } from "./soc2.ts";

const RULES: readonly PolicyRule[] = [
  ...pciDss,
  ...hipaa,
  ...gdpr,
  ...soc2,
  dataResidency,
  allowedPlaces,
  publicExposure,
  knownCostCentre,
];

/** What an intent is judged by beside itself. */
export interface Judging {
  readonly intents: IntentSettings;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** The way that was designed for it, the places on it, and what is wrong with its networks. */
export interface JudgedWay {
  readonly way?: PlannedWay | undefined;
  readonly places?: readonly string[];
  readonly breaches?: readonly Breach[];
}

/**
 * Rules that an intent breaks, by itself or by the way that was designed for it; what an exception covers today is left out. Empty =
 * it may be made.
 */
export function judgeIntent(
  { id, intent, costCentre }: NamedIntent,
  { way, places = [], breaches = [] }: JudgedWay,
  judging: Judging,
): readonly PolicyViolation[] {
  const { intents: settings, today } = judging;
  const ends = [intent.source, intent.destination].map(({ cloud, regionId }) => `${cloud}:${regionId}`);
  const judged = { id, intent, costCentre, way, places: [...new Set([...ends, ...places])], settings };
  return [...RULES.flatMap((rule) => rule(judged)), ...breaches]
    .filter(({ rule }) => exceptionFor(rule, intent, settings, today) === undefined)
    .map((breach) => ({ intentId: id, ...breach }));
}
