import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { estimatesOf } from "@skylane/clouds";
import type { Coordinates } from "@skylane/core";
import { fibreMap, landmassOf, type RttModel, spreadAt } from "../../packages/engine/src/topology/distance/index.ts";

const folder = join(import.meta.dirname, "../../../shared/data/network");
const pairsFile = join(folder, "latency_2022-04-16_rtt_ms.csv");
const azureFile = join(folder, "azure_p50_rtt_matrix.csv");

/** Why there is nothing to fit; `undefined` = there is. */
export const missingData = (): string | undefined =>
  existsSync(pairsFile) && existsSync(azureFile) ? undefined : `no measurements in ${folder}`;

/** A measured round trip between two Regions. */
export interface MeasuredPair {
  readonly from: string;
  readonly to: string;
  readonly a: Coordinates;
  readonly b: Coordinates;
  readonly rttMs: number;
}

const { locate } = estimatesOf();

/** Skyplane's measurements of 2022-04-16; a Region whose place is not known is left out. */
export const readPairs = (): readonly MeasuredPair[] =>
  lines(pairsFile).flatMap(([from = "", , to = "", , , avg]) => measured(region(from), region(to), Number(avg)));

/** The medians that Azure publishes of its own backbone; blanks and a Region with itself are left out. */
export function readAzurePairs(): readonly MeasuredPair[] {
  const rows = lines(azureFile);
  const [, ...names] = (readFileSync(azureFile, "utf8").split("\n")[0] ?? "").trim().split(",");
  const id = (name: string): string => `azure:${name.toLowerCase().replaceAll(" ", "")}`;
  return rows.flatMap(([from = "", ...cells]) =>
    cells.flatMap((cell, column) =>
      cell === "" || id(from) === id(names[column] ?? "")
        ? []
        : measured(id(from), id(names[column] ?? ""), Number(cell)),
    ),
  );
}

const lines = (file: string): readonly string[][] =>
  readFileSync(file, "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(","));

/** A Region of Google Cloud is written with the zone the probe stood in. */
const region = (written: string): string => written.replace(/^(gcp:.*)-[a-c]$/, "$1");

function measured(from: string, to: string, rttMs: number): MeasuredPair[] {
  const at = (id: string): Coordinates | undefined => {
    const [cloud = "", regionId = ""] = id.split(":");
    return locate(cloud as Parameters<typeof locate>[0], regionId);
  };
  const [a, b] = [at(from), at(to)];
  return a && b && rttMs > 0 ? [{ from, to, a, b, rttMs }] : [];
}

/** Median and 90th percentile of |thought − measured| / measured, and the share that lies in the interval. */
export interface Fitness {
  readonly pairCount: number;
  readonly medianRatio: number;
  readonly p90Ratio: number;
  readonly coveredRatio: number;
}

/** What a fit says, on what it was fitted on and on what it was not. */
export interface Fit {
  readonly model: RttModel;
  readonly inSample: Fitness;
  /** Each pair by models that saw no pair of one of its Regions, and of one of its landmasses. */
  readonly leftOutRegion: Fitness;
  readonly leftOutLandmass: Fitness;
  readonly azure: Fitness;
}

const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => Math.round((from + i * step) * 1_000) / 1_000);
const LAND = range(1.5, 2.2, 0.1);
const SEA = range(1.1, 1.35, 0.05);
const BASE_MS = range(1, 4, 0.5);
const BETWEEN = range(1, 1.1, 0.02);
/** Ends of the classes of spread, ms: a metropolis and its neighbours, a continent, the world. */
const CLASS_ENDS_MS = [15, 60, undefined];

interface Point {
  readonly land: number;
  readonly sea: number;
  readonly baseMs: number;
  readonly between: number;
}

const isBetween = ({ from, to }: MeasuredPair): boolean => from.split(":")[0] !== to.split(":")[0];

/** Fits by mean |log(thought / measured)| over a grid; leaving a group out costs only the subtraction of its losses. */
export function fitRttPrior(pairs: readonly MeasuredPair[], azure: readonly MeasuredPair[]): Fit {
  const groupsOf = ({ from, to, a, b }: MeasuredPair): readonly string[] => [
    ...new Set([from, to, landmassOf(a), landmassOf(b)]),
  ];
  const grid = lossesOf(pairs, pairs.map(groupsOf));
  const fitWithout = (group: string | undefined): RttModel => {
    let best: { loss: number; point: Point } | undefined;
    for (const { point, total, byGroup } of grid) {
      const loss = total - (group === undefined ? 0 : (byGroup.get(group) ?? 0));
      if (loss < (best?.loss ?? Number.POSITIVE_INFINITY)) best = { loss, point };
    }
    if (!best) throw new Error("the grid is empty");
    const { land, sea, baseMs, between } = best.point;
    const plain = { detour: { land, sea }, baseMs, betweenCloudsRatio: between };
    const used = group === undefined ? pairs : pairs.filter((pair) => !groupsOf(pair).includes(group));
    return { ...plain, spread: spreadOf(plain, used) };
  };
  const leftOut = (groups: ReadonlySet<string>): Fitness =>
    fitness(
      [...groups].flatMap((group) =>
        judge(
          fitWithout(group),
          pairs.filter((pair) => groupsOf(pair).includes(group)),
        ),
      ),
    );
  const model = fitWithout(undefined);
  return {
    model,
    inSample: fitness(judge(model, pairs)),
    leftOutRegion: leftOut(new Set(pairs.flatMap(({ from, to }) => [from, to]))),
    leftOutLandmass: leftOut(new Set(pairs.flatMap(({ a, b }) => [landmassOf(a), landmassOf(b)]))),
    azure: fitness(judge(model, azure)),
  };
}

interface Losses {
  readonly point: Point;
  readonly total: number;
  /** The part of the total that is of pairs in a group. */
  readonly byGroup: ReadonlyMap<string, number>;
}

function lossesOf(pairs: readonly MeasuredPair[], groups: readonly (readonly string[])[]): readonly Losses[] {
  const names = [...new Set(groups.flat())];
  const numbers = groups.map((group) => Int32Array.from(group, (name) => names.indexOf(name)));
  const ratios = pairs.map(isBetween);
  return LAND.flatMap((land) =>
    SEA.flatMap((sea) => {
      const km = kilometres(pairs, land, sea);
      return BASE_MS.flatMap((baseMs) =>
        BETWEEN.map((between) => {
          const sums = new Float64Array(names.length);
          let total = 0;
          for (const [i, { rttMs }] of pairs.entries()) {
            const loss = Math.abs(Math.log(thought(km[i] ?? 0, baseMs, ratios[i] ? between : 1) / rttMs));
            total += loss;
            for (const number of numbers[i] ?? []) sums[number] = (sums[number] ?? 0) + loss;
          }
          return {
            point: { land, sea, baseMs, between },
            total,
            byGroup: new Map(names.map((name, n) => [name, sums[n] ?? 0])),
          };
        }),
      );
    }),
  );
}

const thought = (km: number, baseMs: number, ratio: number): number => (baseMs + km / 100) * ratio;

function kilometres(pairs: readonly MeasuredPair[], land: number, sea: number): readonly number[] {
  const fibreKm = fibreMap({ land, sea });
  const known = new Map<string, number>();
  return pairs.map(({ from, to, a, b }) => {
    const key = from < to ? `${from} ${to}` : `${to} ${from}`;
    const km = known.get(key) ?? fibreKm(a, b);
    known.set(key, km);
    return km;
  });
}

type Plain = Omit<RttModel, "spread">;
const centres = (model: Plain, pairs: readonly MeasuredPair[]): readonly number[] => {
  const km = kilometres(pairs, model.detour.land, model.detour.sea);
  return pairs.map((pair, i) => thought(km[i] ?? 0, model.baseMs, isBetween(pair) ? model.betweenCloudsRatio : 1));
};

function spreadOf(model: Plain, pairs: readonly MeasuredPair[]): RttModel["spread"] {
  const p50s = centres(model, pairs);
  let fromMs = 0;
  return CLASS_ENDS_MS.map((upToMs) => {
    const ratios = pairs.flatMap(({ rttMs }, i) => {
      const p50 = p50s[i] ?? 0;
      return p50 > fromMs && p50 <= (upToMs ?? Number.POSITIVE_INFINITY) ? [rttMs / p50] : [];
    });
    fromMs = upToMs ?? fromMs;
    return {
      ...(upToMs !== undefined && { upToMs }),
      p10Ratio: Math.min(1, quantile(ratios, 0.1)),
      p90Ratio: Math.max(1, quantile(ratios, 0.9)),
    };
  });
}

interface Judged {
  readonly error: number;
  readonly isCovered: boolean;
}

/** How a model does on pairs. */
export function judge(model: RttModel, pairs: readonly MeasuredPair[]): Judged[] {
  const p50s = centres(model, pairs);
  return pairs.map(({ rttMs }, i) => {
    const p50 = p50s[i] ?? 0;
    const { p10Ratio, p90Ratio } = spreadAt(model, p50);
    return {
      error: Math.abs(p50 - rttMs) / rttMs,
      isCovered: rttMs >= p50 * p10Ratio && rttMs <= p50 * p90Ratio,
    };
  });
}

/** Sums up what was judged. */
export function fitness(answers: readonly Judged[]): Fitness {
  const errors = answers.map(({ error }) => error);
  return {
    pairCount: answers.length,
    medianRatio: quantile(errors, 0.5),
    p90Ratio: quantile(errors, 0.9),
    coveredRatio: answers.filter(({ isCovered }) => isCovered).length / answers.length,
  };
}

function quantile(values: readonly number[], rank: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.round(rank * (sorted.length - 1))] ?? Number.NaN;
}
