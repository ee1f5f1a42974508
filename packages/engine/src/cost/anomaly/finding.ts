import type { CostAnomaly, CostCause, CostScope } from "@skylane/core";

/** What is found in one look, before it is known whether it was told already. */
export interface CostFinding
  extends Pick<
    CostAnomaly,
    | "beganAtMs"
    | "observedUsdPerHour"
    | "expectedUsdPerHour"
    | "usdPerDay"
    | "usdSoFar"
    | "flowIds"
    | "connectionIds"
    | "detectors"
    | "evidence"
    | "routeChange"
    | "fix"
  > {
  readonly scope: CostScope;
  readonly cause: CostCause;
}

export const cents = (usd: number): number => Math.round(usd * 100) / 100;
/** Prices and what is spent in an hour are small. */
export const fine = (value: number): number => Math.round(value * 1e6) / 1e6;
export const gbText = (gb: number): string => `${fine(gb)} GB`;
export const at = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace("T", " ");
/** Names come from outside: one line, not endless. */
export const inert = (text: string, limit = 200): string =>
  text.replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, " ").slice(0, limit);
