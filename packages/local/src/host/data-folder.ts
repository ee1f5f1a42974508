import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";

/** Grows with each change of what is in the folder that an older Skylane could not read. */
const FORMAT = 1;
const Version = z.looseObject({ format: z.int().positive() });

/** Where each embedded service keeps its data. */
export interface DataFolder {
  readonly path: string;
  readonly busFile: string;
  readonly workflowsFile: string;
  readonly schedulerFile: string;
  readonly tablesPath: string;
  readonly parametersFile: string;
  readonly objectsFile: string;
  /** What this Region has promised of the coordination table, where there are two Regions. */
  readonly acceptorFile: string;
  /** What of the state table the other Region has been sent. */
  readonly replicaLogFile: string;
}

/**
 * Opens a data folder, or makes it. One of a newer version is refused, not damaged.
 * @throws Error that says what is in the folder and what to do
 */
export function openDataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  mkdirSync(path, { recursive: true });
  const versionFile = join(path, "version.json");
  if (existsSync(versionFile)) checkVersion(readFileSync(versionFile, "utf8"), path);
  else writeFileSync(versionFile, `${JSON.stringify({ format: FORMAT })}\n`);
  return {
    path,
    busFile: join(path, "event-bus.db"),
    workflowsFile: join(path, "step-functions.db"),
    schedulerFile: join(path, "scheduler.db"),
    tablesPath: join(path, "dynamodb"),
    parametersFile: join(path, "parameters.db"),
    objectsFile: join(path, "objects.db"),
    acceptorFile: join(path, "coord-acceptor.db"),
    replicaLogFile: join(path, "state-replica.db"),
  };
}

function checkVersion(text: string, path: string): void {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    raw = undefined;
  }
  const version = Version.safeParse(raw);
  if (!version.success)
    throw new Error(
      `${path} is no data folder of Skylane: its version.json is not understood. Name another folder with --data.`,
    );
  if (version.data.format > FORMAT)
    throw new Error(
      `${path} was written by a newer Skylane (format ${version.data.format}, this one knows ${FORMAT}). Nothing was changed: update Skylane, or name another folder with --data.`,
    );
}
