import { join } from "node:path";
import { EventPage, Overview, type Regions } from "@skylane/core";
import { type RegionPair, startRegions } from "@skylane/local";
import * as z from "zod";
import { type ApiClient, apiClient } from "../api-client.ts";
import { faultBody } from "../commands/faults.ts";
import { labClient } from "../lab-client.ts";
import { progress } from "../output.ts";
import type { Canary } from "./canary.ts";
import { groupToDrill, writeDrillConfig } from "./drill-config.ts";
import { canaryOn, countLost, inScratchFolder, READY_TIMEOUT_MS, type WorldOptions } from "./drill-world.ts";
import { checkIsSeen, pairFor } from "./region-to-kill.ts";
import { until, within } from "./until.ts";
import { flowToWatch } from "./watched-flow.ts";

/** What to break, and which Region is dead before. */
export interface RegionDrillOptions extends WorldOptions {
  readonly connectionId: string;
  readonly fault: string;
  readonly regionId: string;
}

/** What an application saw of a fault while the home Region was dead. Times are ms from the moment both happened. */
export interface RegionDrill {
  readonly killed: string;
  readonly standby: string;
  /** When the standby's stack began to act. */
  readonly takeoverMs: number | undefined;
  /** When requests were answered again without a gap. */
  readonly restoredMs: number | undefined;
  readonly lostRequests: number;
  readonly sentRequests: number;
  readonly status: string;
  readonly problems: readonly string[];
}

const RESTORE_TIMEOUT_MS = 180_000;
const QUIET_COUNT = 20; // requests answered in a row: one second of them
const Taken = z.looseObject({ regionId: z.string() });

/** Boots two Regions in a world of their own, kills the home Region and breaks the connection at the same moment, and measures. */
export const runRegionDrill = (options: RegionDrillOptions): Promise<RegionDrill> =>
  inScratchFolder(async (folder) => {
    const { configFile, probeInterval, regionId, connectionId, estate, seed } = options;
    const write = (regions?: Regions) =>
      writeDrillConfig(configFile, folder, probeInterval, { isEverything: false, ...(regions && { regions }) });
    const regions = pairFor(write().config, regionId);
    const { file, config } = write(regions);
    const group = groupToDrill(config, connectionId);
    checkIsSeen(config, group, regionId);
    const flow = flowToWatch(config, group);
    progress("starting two Regions in a world of their own");
    const where = { dataFolder: join(folder, "data"), configFile: file, estate, seed };
    const pair = await startRegions({ ...where, port: 0, twinPort: 0, socksPort: 0 }, regions);
    const canary = canaryOn(pair.socksUrl, flow);
    try {
      const apis = [pair.home, pair.standby].map(({ info }) => apiClient({ ...info, data: "" }));
      for (const api of apis)
        await until("both Regions see the group's paths up", READY_TIMEOUT_MS, async () =>
          (await api.get("/v1/overview", Overview)).paths
            .filter(({ groupId }) => groupId === group.id)
            .every(({ state }) => state === "up"),
        );
      return await measure(options, pair, canary, group.id);
    } finally {
      progress("");
      await canary.stop();
      await pair.stop();
    }
  });

async function measure(
  { connectionId, fault, regionId }: RegionDrillOptions,
  pair: RegionPair,
  canary: Canary,
  groupId: string,
): Promise<RegionDrill> {
  const api = apiClient({ ...pair.standby.info, data: "" });
  const lab = labClient(api);
  progress(`${regionId} is dead, and ${fault} on ${connectionId}`);
  await pair.home.takeDown();
  await lab.inject(faultBody(connectionId, fault, {}));
  const faultAtMs = Date.now();
  const restoredAtMs = await within(
    RESTORE_TIMEOUT_MS,
    async () => canary.answeredSince(faultAtMs + 1, QUIET_COUNT) ?? false,
  );
  const incident = await within(READY_TIMEOUT_MS, async () => {
    const { incidents } = await api.get("/v1/overview", Overview);
    return incidents.find(
      (one) => one.groupId === groupId && one.openedAtMs >= faultAtMs - 1_000 && one.status !== "open",
    );
  });
  const takenAtMs = await tookOverAt(api, pair.standby.regionId);
  const since = (atMs: number | undefined): number | undefined =>
    atMs === undefined ? undefined : Math.max(0, Math.round(atMs - faultAtMs));
  const status = incident?.status ?? "none";
  return {
    killed: regionId,
    standby: pair.standby.regionId,
    takeoverMs: since(takenAtMs),
    restoredMs: since(restoredAtMs),
    lostRequests: countLost(canary, faultAtMs),
    sentRequests: canary.since(faultAtMs).length,
    status,
    problems: [
      ...(restoredAtMs === undefined ? ["traffic was not restored"] : []),
      ...(status === "moved"
        ? []
        : [`the incident ended as "${status}"${incident?.reason ? `: ${incident.reason}` : ""}`]),
    ],
  };
}

async function tookOverAt(api: ApiClient, regionId: string): Promise<number | undefined> {
  const { events } = await api.get("/v1/events?limit=500", EventPage);
  const taken = events.find(
    ({ event }) => event.type === "regions.region-taken.v1" && Taken.parse(event.data).regionId === regionId,
  );
  return taken && Date.parse(taken.event.time);
}
