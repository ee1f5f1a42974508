import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventPage, Overview } from "@skylane/core";
import { type RegionPair, startRegions } from "@skylane/local";
import { socketProber, socksSocket } from "@skylane/runtime";
import * as z from "zod";
import { type ApiClient, apiClient } from "../api-client.ts";
import { faultBody } from "../commands/faults.ts";
import { labClient } from "../lab-client.ts";
import { progress } from "../output.ts";
import { type Canary, startCanary } from "./canary.ts";
import { groupToDrill, writeDrillConfig } from "./drill-config.ts";
import { checkIsSeen, pairFor } from "./region-to-kill.ts";
import { until, within } from "./until.ts";
import { addressOf, flowToWatch } from "./watched-flow.ts";

/** What to break, and which Region is dead before. */
export interface RegionDrillOptions {
  readonly connectionId: string;
  readonly fault: string;
  readonly regionId: string;
  readonly probeInterval: string;
  readonly configFile: string;
  readonly estate: string;
  readonly seed: number;
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

const CANARY_INTERVAL_MS = 50;
const READY_TIMEOUT_MS = 90_000;
const RESTORE_TIMEOUT_MS = 180_000;
const QUIET_COUNT = 20; // requests answered in a row: one second of them
const Taken = z.looseObject({ regionId: z.string() });

/** Boots two Regions in a world of their own, kills the home Region and breaks the connection at the same moment, and measures. */
export async function runRegionDrill(options: RegionDrillOptions): Promise<RegionDrill> {
  const folder = mkdtempSync(join(tmpdir(), "skylane-drill-"));
  const before = writeDrillConfig(options.configFile, folder, options.probeInterval).config;
  const regions = pairFor(before, options.regionId);
  const { file, config } = writeDrillConfig(options.configFile, folder, options.probeInterval, { regions });
  const group = groupToDrill(config, options.connectionId);
  checkIsSeen(config, group, options.regionId);
  const flow = flowToWatch(config, group);
  progress("starting two Regions in a world of their own");
  const { estate, seed } = options;
  const where = { dataFolder: join(folder, "data"), configFile: file, estate, seed };
  const pair = await startRegions({ ...where, port: 0, twinPort: 0, socksPort: 0 }, regions);
  const canary = startCanary(socketProber(socksSocket(addressOf(pair.socksUrl))), flow, CANARY_INTERVAL_MS);
  try {
    const apis = [pair.home, pair.standby].map(({ info }) => apiClient({ url: info.url, data: "" }));
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
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(
  { connectionId, fault, regionId }: RegionDrillOptions,
  pair: RegionPair,
  canary: Canary,
  groupId: string,
): Promise<RegionDrill> {
  const api = apiClient({ url: pair.standby.info.url, data: "" });
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
  const sent = canary.since(faultAtMs);
  const takenAtMs = await tookOverAt(api, pair.standby.regionId);
  const since = (atMs: number | undefined): number | undefined =>
    atMs === undefined ? undefined : Math.max(0, Math.round(atMs - faultAtMs));
  const status = incident?.status ?? "none";
  return {
    killed: regionId,
    standby: pair.standby.regionId,
    takeoverMs: since(takenAtMs),
    restoredMs: since(restoredAtMs),
    lostRequests: sent.filter(({ answeredAtMs }) => answeredAtMs === undefined).length,
    sentRequests: sent.length,
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
