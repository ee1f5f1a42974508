import type { CostAnomaly } from "@skylane/core";

/** Anomalies that began on one day of a chart. */
export interface Mark {
  readonly day: number;
  readonly anomalies: readonly CostAnomaly[];
}

const DAY_MS = 86_400_000;

/** Where anomalies stand over days of a chart; one that began before and goes on stands on the first. Dismissed ones are not shown. */
export function marksOf(anomalies: readonly CostAnomaly[], days: readonly string[]): readonly Mark[] {
  const [firstDay] = days;
  if (firstDay === undefined) return [];
  const first = Date.parse(firstDay) / DAY_MS;
  const placed = anomalies.flatMap((anomaly) => {
    if (anomaly.status === "dismissed") return [];
    const from = Math.floor(anomaly.beganAtMs / DAY_MS) - first;
    const isOver = anomaly.endedAtMs !== undefined && anomaly.endedAtMs / DAY_MS < first;
    return from >= days.length || isOver ? [] : [{ day: Math.max(0, from), anomaly }];
  });
  return [...Map.groupBy(placed, ({ day }) => day)]
    .map(([day, own]) => ({
      day,
      anomalies: own.map(({ anomaly }) => anomaly).toSorted((a, b) => b.usdPerDay - a.usdPerDay),
    }))
    .toSorted((a, b) => a.day - b.day);
}
