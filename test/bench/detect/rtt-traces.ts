import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Round trips of one path in milliseconds, `undefined` = lost, and the samples at which people saw it change. */
export type RttTrace = Readonly<{ name: string; rttMs: readonly (number | undefined)[]; labelled: readonly number[] }>;

const folder = join(import.meta.dirname, "../../../../shared/data/path-degradation");
const tracesFile = join(folder, "rtt_traces_labelled_dev.csv.gz");
const publishedFile = join(folder, "published_scores.csv");

/** Why the traces cannot be read; undefined where they can. */
export const missingTraces = (): string | undefined =>
  existsSync(tracesFile) && existsSync(publishedFile)
    ? undefined
    : "the labelled round trips are not beside the project";

/** The labelled traces by name. */
export function readTraces(): RttTrace[] {
  const traces = new Map<string, { name: string; rttMs: (number | undefined)[]; labelled: number[] }>();
  for (const [name = "", , rtt, isChange] of cells(gunzipSync(readFileSync(tracesFile)).toString("utf8"))) {
    const trace = traces.get(name) ?? { name, rttMs: [], labelled: [] };
    traces.set(name, trace);
    if (Number(isChange) > 0) trace.labelled.push(trace.rttMs.length);
    trace.rttMs.push(Number(rtt) > 0 ? Number(rtt) : undefined);
  }
  return [...traces.values()];
}

/** Macro F1 of each published detector, by its name. */
export const publishedPathScores = (): Readonly<Record<string, number>> =>
  Object.fromEntries(cells(readFileSync(publishedFile, "utf8")).map(([name = "", , , f1]) => [name, Number(f1)]));

const cells = (text: string): string[][] =>
  text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(","));
