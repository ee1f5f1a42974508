import { type BillLine, type Money, moneyNumber, oneLine, ZERO } from "@skylane/core";
import { matcher } from "../allocate/match.ts";
import { quantile } from "../quantile.ts";
import { type Advice, type Finder, MONTHS_OF_30_DAYS, percent, usd } from "./inputs.ts";

const WINDOW_DAYS = 30;
/** A discount is known when it was paid on this many days. */
const LEAST_DAYS = 7;
const LEAST_USD = 1;
const DAY_MS = 86_400_000;

/**
 * Work that may be interrupted and is paid on demand, where the same bill shows what spot capacity of that service and Region was
 * paid: without such rows the discount is not known.
 */
export const spot: Finder = ({ lines = [], faultTolerant = [], nowMs }) => {
  const since = new Date(nowMs - WINDOW_DAYS * DAY_MS).toISOString().slice(0, 10);
  const compute = lines.filter(
    ({ day, category, serviceCategory, resourceId }) =>
      day >= since && category === "Usage" && serviceCategory === "Compute" && resourceId !== undefined,
  );
  const isMeant = matcher(faultTolerant);
  const onDemand = compute.filter(
    (line) => line.pricingCategory === "Standard" && line.commitment === undefined && isMeant(line),
  );
  const dynamic = Map.groupBy(
    compute.filter(({ pricingCategory }) => pricingCategory === "Dynamic"),
    placeOf,
  );
  return [...Map.groupBy(onDemand, placeOf)].flatMap(([place, own]): readonly Advice[] => {
    const days = [...Map.groupBy(dynamic.get(place) ?? [], ({ day }) => day).values()].flatMap((of) => {
      const list = sumOf(of, "list");
      return list > 0 ? [1 - sumOf(of, "effective") / list] : [];
    });
    const costUsd = sumOf(own, "effective") * MONTHS_OF_30_DAYS;
    const [low, mid, high] = [0.1, 0.5, 0.9].map((part) => quantile(days, part)) as [number, number, number];
    const [first] = own;
    if (first?.currency !== "USD" || days.length < LEAST_DAYS || mid <= 0 || costUsd * mid < LEAST_USD) return [];
    const subjects = [...new Set(own.flatMap(({ resourceId }) => resourceId ?? []))].toSorted();
    const service = oneLine(first.serviceName, 80);
    return [
      {
        title: `Run what may be interrupted of ${service} in ${oneLine(first.regionId ?? "no Region", 40)} on spot capacity`,
        scope: { kind: "service", id: first.serviceName.slice(0, 400) },
        subjects: subjects.slice(0, 100),
        evidence: [
          `${usd(costUsd)} a month on demand, by the bill since ${since}; the configuration says that this work may be interrupted`,
          `spot capacity of the same service and Region was ${percent(mid)} below list in the bill, ${percent(low)} to ${percent(high)} on ${days.length} days`,
          ...(subjects.length > 100 ? [`${subjects.length} resources, the first hundred are named`] : []),
        ],
        savingUsd: costUsd * mid,
        savingLowUsd: costUsd * low,
        savingHighUsd: costUsd * high,
        risk: "medium",
        risks: [
          "it is taken away within minutes when others pay more",
          "there may be none of that size: allow several",
        ],
        todo: [
          {
            step: "move them to spot capacity, several sizes, with on demand as the fallback",
            undo: "set them to on demand",
          },
        ],
      },
    ];
  });
};

const placeOf = ({ cloud, providerName, serviceName, regionId }: BillLine): string =>
  JSON.stringify([cloud ?? providerName, serviceName, regionId]);

const sumOf = (lines: readonly BillLine[], field: "list" | "effective"): number =>
  moneyNumber(lines.reduce((sum, line) => (sum + line[field]) as Money, ZERO));
