import { oneLine } from "@skylane/core";
import { quantile } from "../quantile.ts";
import { type Advice, type Finder, type LinkUse, percent, usd } from "./inputs.ts";

const SLOT_SECONDS = 900;
const DAY_MS = 86_400_000;
/** Two whole weeks: less does not hold a weekday twice. */
const LEAST_DAYS = 14;
/** Queues grow where more is used for a quarter of an hour. */
const FULL_RATIO = 0.7;
const HORIZON_MONTHS = 6;
const WEEKS_PER_MONTH = 730 / 168;

/** Links that are wider than their busiest hours, those of links they stand in for, and half a year of growth need. */
export const linkSize: Finder = ({ links = [], nowMs }) =>
  links.flatMap((link): readonly Advice[] => {
    const { connection, sizes = [], committedUntil } = link;
    const { id, bandwidthMbps } = connection;
    if (committedUntil !== undefined && committedUntil > new Date(nowMs).toISOString().slice(0, 10)) return [];
    const load = loadOf(link);
    const now = sizes.find((size) => size.bandwidthMbps === bandwidthMbps);
    if (bandwidthMbps === undefined || !load || !now) return [];
    const standsInFor = links.filter(({ connection: other }) => other.redundancy.alternativeIds.includes(id));
    const loads = standsInFor.map(loadOf);
    // what it would have to carry is not known
    if (loads.includes(undefined)) return [];
    const backupMbps = Math.max(0, ...loads.map((one) => one?.p99Mbps ?? 0));
    const needMbps = (load.p99Mbps * load.growthFactor + backupMbps) / FULL_RATIO;
    const fit = sizes
      .filter((size) => size.bandwidthMbps >= needMbps)
      .toSorted((a, b) => a.monthlyUsd - b.monthlyUsd)[0];
    if (!fit || fit.bandwidthMbps >= bandwidthMbps || fit.monthlyUsd >= now.monthlyUsd) return [];
    const savingUsd = now.monthlyUsd - fit.monthlyUsd;
    return [
      {
        title: `Make ${oneLine(id, 80)} ${fit.bandwidthMbps} Mbps instead of ${bandwidthMbps}`,
        scope: { kind: "link", id },
        subjects: [id],
        evidence: [
          `the fuller direction: ${load.p95Mbps.toFixed(1)} Mbps at p95, ${load.p99Mbps.toFixed(1)} at p99 of quarter hours in ${load.dayCount} days; ${percent(load.p99Mbps / bandwidthMbps)} of the bandwidth`,
          `grows by a factor of ${load.growthFactor.toFixed(2)} in ${HORIZON_MONTHS} months, by the weeks seen`,
          ...(standsInFor.length > 0
            ? [
                `stands in for ${standsInFor.map(({ connection: one }) => oneLine(one.id, 60)).join(", ")}: ${backupMbps.toFixed(1)} Mbps more at p99`,
              ]
            : []),
          `${usd(now.monthlyUsd)} a month now, ${usd(fit.monthlyUsd)} at ${fit.bandwidthMbps} Mbps; needed with room: ${needMbps.toFixed(0)} Mbps`,
        ],
        savingUsd,
        // if it has to be made larger again half a year sooner than thought
        savingLowUsd: load.growthFactor > 1 ? savingUsd / 2 : savingUsd,
        savingHighUsd: savingUsd,
        risk: standsInFor.length > 0 ? "medium" : "low",
        risks: [
          "bursts within a quarter of an hour are not seen",
          "a smaller port may be another circuit: an outage while it is changed",
        ],
        todo: [
          {
            step: `order ${fit.bandwidthMbps} Mbps and move the traffic: skylane failover drain ${oneLine(id, 80)}`,
            undo: `order ${bandwidthMbps} Mbps again`,
          },
        ],
      },
    ];
  });

/** What the fuller direction carries, and what it grows by until the horizon (not below 1); `undefined` = too little is known. */
function loadOf({ slots = [] }: LinkUse) {
  const byDirection = Map.groupBy(
    slots.filter(({ coverageRatio }) => coverageRatio > 0),
    ({ fromKey }) => fromKey,
  );
  const loads = [...byDirection.values()].flatMap((own) => {
    const mbps = own.map(({ bytes, coverageRatio }) => (bytes * 8) / 1e6 / SLOT_SECONDS / coverageRatio);
    const first = Math.min(...own.map(({ startMs }) => startMs));
    const days = new Set(own.map(({ startMs }) => Math.floor(startMs / DAY_MS)));
    if (days.size < LEAST_DAYS) return [];
    const weeks = Map.groupBy(own.keys(), (i) => Math.floor(((own[i]?.startMs ?? 0) - first) / (7 * DAY_MS)));
    const byWeek = [...weeks]
      .toSorted(([a], [b]) => a - b)
      .filter(([, at]) => at.length >= 6 * 96)
      .map(([, at]) =>
        quantile(
          at.map((i) => mbps[i] ?? 0),
          0.95,
        ),
      );
    return [
      {
        p95Mbps: quantile(mbps, 0.95),
        p99Mbps: quantile(mbps, 0.99),
        growthFactor: growth(byWeek),
        dayCount: days.size,
      },
    ];
  });
  return loads.toSorted((a, b) => b.p99Mbps - a.p99Mbps)[0];
}

function growth(byWeek: readonly number[]): number {
  const [first, last] = [byWeek[0], byWeek.at(-1)];
  if (first === undefined || last === undefined || first <= 0 || byWeek.length < 2) return 1;
  const perWeek = (last / first) ** (1 / (byWeek.length - 1));
  return Math.min(10, Math.max(1, perWeek ** (HORIZON_MONTHS * WEEKS_PER_MONTH)));
}
