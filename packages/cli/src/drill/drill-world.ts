import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectionGroup, Flow, Overview, SkylaneConfig } from "@skylane/core";
import { type Instance, startInstance } from "@skylane/local";
import { socketProber } from "@skylane/runtime";
import { socksSocket } from "@skylane/runtime/socks";
import { progress } from "../output.ts";
import { type Canary, startCanary } from "./canary.ts";
import { writeDrillConfig } from "./drill-config.ts";
import { addressOf } from "./watched-flow.ts";

/** Which world, and under which configuration. */
export interface WorldOptions {
  readonly configFile: string;
  readonly estate: string;
  readonly seed: number;
  readonly probeInterval: string;
}

const CANARY_INTERVAL_MS = 50;
/** How long a world may take to be well, at first and after a fault. */
export const READY_TIMEOUT_MS = 90_000;

/**
 * Boots a world and a Skylane of its own on free ports and a scratch folder, and leaves nothing of it behind. What `prepare`
 * refuses is refused before anything starts.
 */
export async function inWorldOfItsOwn<Prepared, Result>(
  { configFile, estate, seed, probeInterval }: WorldOptions,
  { isEverything }: { readonly isEverything: boolean },
  prepare: (config: SkylaneConfig) => Prepared,
  drill: (instance: Instance, config: SkylaneConfig, prepared: Prepared) => Promise<Result>,
): Promise<Result> {
  return inScratchFolder(async (folder) => {
    const { file, config } = writeDrillConfig(configFile, folder, probeInterval, { isEverything });
    const prepared = prepare(config);
    progress("starting a world of its own");
    const instance = await startInstance({
      dataFolder: join(folder, "data"),
      configFile: file,
      estate,
      port: 0,
      awsPort: 0,
      twinPort: 0,
      socksPort: 0,
      seed,
    });
    try {
      return await drill(instance, config, prepared);
    } finally {
      progress("");
      await instance.stop();
    }
  });
}

/** A folder that is gone when `run` has ended, however it ends. */
export async function inScratchFolder<Result>(run: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "skylane-drill-"));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A canary on the flow, through the world's data plane. */
export const canaryOn = (socksUrl: string, flow: Flow): Canary =>
  startCanary(socketProber(socksSocket(addressOf(socksUrl))), flow, CANARY_INTERVAL_MS);

/** Requests sent in that time that were never answered. */
export const countLost = (canary: Canary, fromMs: number, toMs = Number.POSITIVE_INFINITY): number =>
  canary.since(fromMs).filter(({ sentAtMs, answeredAtMs }) => sentAtMs <= toMs && answeredAtMs === undefined).length;

/** The group's paths, if all are up and nothing of it is moved or being moved; `undefined` if not. */
export function wellPaths(group: ConnectionGroup, { paths, groups }: Overview): Overview["paths"] | undefined {
  const own = paths.filter(({ groupId }) => groupId === group.id);
  const isIdle = groups.find(({ id }) => id === group.id)?.activeIncidentId === undefined;
  return isIdle && own.length > 0 && own.every(({ state }) => state === "up") ? own : undefined;
}
