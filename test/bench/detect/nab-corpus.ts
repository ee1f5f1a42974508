import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LabelledWindow } from "./nab-score.ts";

/** One series of the corpus and the rows its labels cover. */
export type NabFile = Readonly<{
  name: string;
  atMs: readonly number[];
  values: readonly number[];
  windows: readonly LabelledWindow[];
}>;

const root = join(import.meta.dirname, "../../../../shared/data/anomaly/NAB");

/** Why the corpus cannot be read; undefined where it can. */
export const missingNab = (): string | undefined =>
  existsSync(join(root, "labels/combined_windows.json")) ? undefined : "the NAB corpus is not beside the project";

const atMs = (timestamp: string): number => Date.parse(`${timestamp.slice(0, 19).replace(" ", "T")}Z`);

const readFile = (name: string, labels: readonly (readonly [string, string])[]): NabFile => {
  const rows = readFileSync(join(root, "data", name), "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1);
  const cells = rows.map((row) => row.split(","));
  const times = cells.map(([timestamp = ""]) => atMs(timestamp));
  const windows = labels.map(([left, right]) => ({
    left: times.indexOf(atMs(left)),
    right: times.indexOf(atMs(right)),
  }));
  return { name, atMs: times, values: cells.map(([, value]) => Number(value)), windows };
};

/** The files of the corpus that are there, by name. */
export function readNab(): NabFile[] {
  const labels = JSON.parse(readFileSync(join(root, "labels/combined_windows.json"), "utf8")) as Record<
    string,
    [string, string][]
  >;
  const folders = readdirSync(join(root, "data")).sort();
  const names = folders.flatMap((folder) =>
    readdirSync(join(root, "data", folder))
      .filter((file) => file.endsWith(".csv"))
      .sort()
      .map((file) => `${folder}/${file}`),
  );
  return names.map((name) => readFile(name, labels[name] ?? []));
}
