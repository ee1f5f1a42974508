import type { Coordinates } from "@skylane/core";
import { type DetourRatios, fibreMap } from "./cable-map.ts";

/** What the round trip between two places is thought to be before it is measured; 80 % of them lie between p10 and p90. */
export interface RttPrior {
  readonly p50Ms: number;
  readonly p10Ms: number;
  readonly p90Ms: number;
}

/** What the prior is made of. */
export interface RttModel {
  readonly detour: DetourRatios;
  /** What the ends add, however near they are: hosts, switches, the way to the fibre. */
  readonly baseMs: number;
  /** How much longer it takes where the ends are in two clouds, which meet in few places. */
  readonly betweenCloudsRatio: number;
  /** Measured over thought, 10th and 90th percentile, of what is thought to take up to `upToMs`; the last has no end. */
  readonly spread: readonly {
    readonly upToMs?: number;
    readonly p10Ratio: number;
    readonly p90Ratio: number;
  }[];
}

/** Light in glass, there and back. */
export const FIBRE_KM_PER_RTT_MS = 100;

/** Where two places are, as far as the way between them hangs on it. */
export interface RttRelation {
  /** Absent = taken for one cloud. */
  readonly isBetweenClouds?: boolean;
}

/** The prior that a model makes. */
export function rttPriorOf(model: RttModel): (a: Coordinates, b: Coordinates, relation?: RttRelation) => RttPrior {
  const fibreKm = fibreMap(model.detour);
  return (a, b, { isBetweenClouds = false } = {}) => {
    const p50Ms =
      (model.baseMs + fibreKm(a, b) / FIBRE_KM_PER_RTT_MS) * (isBetweenClouds ? model.betweenCloudsRatio : 1);
    const { p10Ratio, p90Ratio } = spreadAt(model, p50Ms);
    return { p50Ms, p10Ms: p50Ms * p10Ratio, p90Ms: p50Ms * p90Ratio };
  };
}

/** The spread of what is thought to take so long. */
export const spreadAt = (model: Pick<RttModel, "spread">, p50Ms: number) =>
  model.spread.find(({ upToMs }) => upToMs === undefined || p50Ms <= upToMs) ?? { p10Ratio: 1, p90Ratio: 1 };

/**
 * Fitted to skyplane's 8,010 round trips of 2022-04-16 (69 Regions of three clouds, pings between public addresses). Off by
 * 8 % at the median and 26 % at the 90th percentile, the same on Regions it was not fitted on; by 7 % and 19 % on Azure's
 * own backbone medians, none of which it has seen. `test/bench/rtt-prior.bench.ts` fits it anew.
 */
export const RTT_MODEL: RttModel = {
  detour: { land: 1.8, sea: 1.2 },
  baseMs: 3,
  betweenCloudsRatio: 1.04,
  spread: [
    { upToMs: 15, p10Ratio: 0.64, p90Ratio: 4.1 },
    { upToMs: 60, p10Ratio: 0.85, p90Ratio: 1.82 },
    { p10Ratio: 0.885, p90Ratio: 1.167 },
  ],
};

/** What the round trip between two places is thought to be. */
export const rttPrior = rttPriorOf(RTT_MODEL);
