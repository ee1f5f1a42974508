import type { PriceRow } from "@skylane/core";

/** What rows of one family have in common: what is charged by whom in which unit, and who said so when. */
export type PriceFamily = Pick<PriceRow, "cloud" | "item" | "unit" | "source" | "asOf" | "trust">;

/** What distinguishes one row; `usd` is one price, or steps as `[upTo, usd]`, the last up to `Infinity`. */
export interface PriceSpec extends Partial<Omit<PriceRow, "id" | "tiers" | "cloud" | "item" | "unit">> {
  /** Last part of the row's id. */
  readonly id: string;
  readonly regions: string[];
  readonly usd: number | readonly (readonly [upTo: number, usd: number])[];
}

/** Rows of a family, with ids `<cloud>/<item>/<id>`; a spec may cite another source than its family. */
export const priceRows = (family: PriceFamily, specs: readonly PriceSpec[]): readonly PriceRow[] =>
  specs.map(({ id, usd, ...spec }) => ({
    ...family,
    ...spec,
    id: `${family.cloud}/${family.item}/${id}`,
    tiers:
      typeof usd === "number"
        ? [{ usd }]
        : usd.map(([upTo, price]) => (Number.isFinite(upTo) ? { upTo, usd: price } : { usd: price })),
  }));

/** Rows of a family that differ in bandwidth only, by Mbps. */
export const byBandwidth = (
  usdByMbps: Readonly<Record<number, number>>,
  { id, regions, ...spec }: Omit<PriceSpec, "usd" | "bandwidthMbps">,
): readonly PriceSpec[] =>
  Object.entries(usdByMbps).map(([mbps, usd]) => ({
    ...spec,
    id: `${id}/${mbps}`,
    regions,
    usd,
    bandwidthMbps: Number(mbps),
  }));
