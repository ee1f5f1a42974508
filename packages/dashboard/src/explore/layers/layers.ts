import type { CostMeter, Overview, Topology, TopologyConnection } from "@skylane/core";
import { rate, usd } from "../words.ts";
import type { LayerName } from "./names.ts";
import type { Known, Layer, Scale } from "./scale.ts";

export type ScaledLayerName = Exclude<LayerName, "health">;

/** What layers are read from. What is asked of the present says nothing of a look of the past, and is absent there. */
export interface LayerSources {
  readonly topology: Topology;
  readonly overview?: Overview | undefined;
  readonly meter?: CostMeter | undefined;
}

const MONTH_DAYS = 30;
const DAY_MS = 86_400_000;
const percent = (ratio: number): string => (ratio < 0.005 ? "under 1 %" : `${Math.round(ratio * 100)} %`);
const dollars = (amount: number): string =>
  amount >= 10_000 ? `$${Math.round(amount / 1_000)}k` : `$${Math.round(amount).toLocaleString("en-US")}`;
const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

export const scales: Readonly<Record<ScaledLayerName, Scale>> = {
  traffic: {
    name: "Capacity used",
    steps: [
      { from: 0, says: "under 5 %" },
      { from: 0.05, says: "5 to 20 %" },
      { from: 0.2, says: "20 to 60 %" },
      { from: 0.6, says: "over 60 %" },
    ],
    combine: "highest",
    write: percent,
    writeFromStep: 1,
  },
  cost: {
    name: "Cost a month",
    steps: [
      { from: 0, says: "under $100" },
      { from: 100, says: "$100 to $500" },
      { from: 500, says: "$500 to $1,500" },
      { from: 1_500, says: "over $1,500" },
    ],
    combine: "sum",
    write: dollars,
    writeFromStep: 1,
  },
  latency: {
    name: "Round trip",
    steps: [
      { from: 0, says: "under 10 ms" },
      { from: 10, says: "10 to 50 ms" },
      { from: 50, says: "50 to 150 ms" },
      { from: 150, says: "over 150 ms" },
    ],
    combine: "highest",
    write: ms,
    writeFromStep: 0,
  },
};

/** What a day of data costs, at list prices. */
export const costADay: Scale = {
  name: "Cost a day",
  steps: [
    { from: 0, says: "under $1" },
    { from: 1, says: "$1 to $10" },
    { from: 10, says: "$10 to $100" },
    { from: 100, says: "over $100" },
  ],
  combine: "sum",
  write: dollars,
  writeFromStep: 1,
};

/** The metered links as that scale takes them. */
export const aDay = ({ links }: CostMeter): Layer => ({
  scale: costADay,
  values: new Map(
    links.flatMap(({ connectionId, usd: value }) =>
      value === undefined ? [] : [[connectionId, { value, says: `$${value.toFixed(2)} a day` }] as const],
    ),
  ),
});

/** What is known of each connection on a layer; those that are not in it are not known. */
export function readLayer(name: ScaledLayerName, sources: LayerSources): Layer {
  const metered = new Map(sources.meter?.links.map((link) => [link.connectionId, link]));
  const rttMs = new Map<string, number>();
  // of several that probe one connection the slowest counts
  for (const { connectionId, rttP50Ms } of sources.overview?.paths ?? [])
    if (rttP50Ms !== undefined) rttMs.set(connectionId, Math.max(rttP50Ms, rttMs.get(connectionId) ?? 0));
  const windowMs = sources.meter ? sources.meter.toMs - sources.meter.fromMs : DAY_MS;
  const known = (connection: TopologyConnection): Known | undefined => {
    const link = metered.get(connection.id);
    const countedMs = link ? link.coverageRatio * windowMs : 0;
    switch (name) {
      case "traffic":
        return link && countedMs > 0
          ? usedOf(connection, (link.bytes * 8) / countedMs / 1_000, "the last day")
          : connection.bytes30d === undefined
            ? undefined
            : usedOf(connection, (connection.bytes30d * 8) / (MONTH_DAYS * DAY_MS) / 1_000, "30 days");
      case "cost":
        return costOf(
          connection.monthlyUsd,
          link?.usd !== undefined && countedMs > 0 ? (link.usd / countedMs) * DAY_MS * MONTH_DAYS : undefined,
        );
      case "latency": {
        const value = rttMs.get(connection.id);
        return value === undefined ? undefined : { value, says: `${value.toFixed(1)} ms` };
      }
    }
  };
  return {
    scale: scales[name],
    values: new Map(
      sources.topology.connections.flatMap((connection) => {
        const one = known(connection);
        return one ? [[connection.id, one] as const] : [];
      }),
    ),
  };
}

/** Both directions together against the capacity of one: the busier one uses no more than this, on average. */
function usedOf({ bandwidthMbps }: TopologyConnection, meanMbps: number, over: string): Known | undefined {
  if (bandwidthMbps === undefined) return undefined;
  const value = meanMbps / bandwidthMbps;
  return { value, says: `${percent(value)} of ${rate(bandwidthMbps)}, the mean of ${over}` };
}

/** A part that is not known is said, not taken for nothing. */
function costOf(feeUsd: number | undefined, dataUsd: number | undefined): Known | undefined {
  if (feeUsd === undefined && dataUsd === undefined) return undefined;
  const parts = [
    feeUsd === undefined ? "fee not known" : `${usd(feeUsd)} fee`,
    dataUsd === undefined ? "data not metered" : `${usd(dataUsd)} data at the rate of the last day`,
  ];
  const value = (feeUsd ?? 0) + (dataUsd ?? 0);
  return { value, says: `${usd(value)} (${parts.join(", ")})` };
}
