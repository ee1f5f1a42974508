import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { functions } from "@skylane/core";

/** What is expected of a function's bundle. */
export interface Goal {
  /** Minified, and loaded before the handler is there. */
  readonly initBytes: number;
  readonly coldInitMs: number;
}

/** A function as it is bundled. */
export interface Target {
  readonly name: string;
  readonly host: "aws" | "azure" | "gcp";
  /** Its module, from the root of the project. */
  readonly entry: string;
  readonly goal: Goal;
}

/** A burst has a minute, and begins late by as much as it takes to load. */
const PROBE: Goal = { initBytes: 250_000, coldInitMs: 90 };
/** Answers a person, or is a step of a move. */
const TASK: Goal = { initBytes: 900_000, coldInitMs: 180 };

const root = join(import.meta.dirname, "../..");

const entriesOf = (host: "azure" | "gcp", pattern: string): readonly Target[] =>
  globSync(pattern, { cwd: root })
    .filter((entry) => !entry.endsWith(".test.ts"))
    .sort()
    .map((entry) => {
      const name = basename(entry, ".ts");
      return { name: `${host}/${name}`, host, entry, goal: name === "probe" ? PROBE : TASK };
    });

/** Every function that is deployed: those of the manifest, and the modules that the other two clouds' hosts load. */
export const targets = (): readonly Target[] => [
  ...Object.entries(functions).map(
    ([name, { entry }]): Target => ({
      name,
      host: "aws",
      entry: `functions/${entry}.ts`,
      goal: name === "probe-burst" ? PROBE : TASK,
    }),
  ),
  ...entriesOf("azure", "azure-functions/src/functions/*.ts"),
  ...entriesOf("gcp", "gcp-functions/src/functions/*.ts"),
];
