import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConnectionGroup, Overview, type SkylaneConfig } from "@skylane/core";
import { type Instance, startInstance } from "@skylane/local";
import { socketProber, socksSocket } from "@skylane/runtime";
import { apiClient } from "../api-client.ts";
import { faultBody } from "../commands/faults.ts";
import { labClient } from "../lab-client.ts";
import { progress } from "../output.ts";
import { type Canary, startCanary } from "./canary.ts";
import { groupToDrill, writeDrillConfig } from "./drill-config.ts";
import { runOnce } from "./run-once.ts";
import { type DrillRun, type DrillSummary, summarize } from "./summarize.ts";
import { until } from "./until.ts";
import { addressOf, flowToWatch } from "./watched-flow.ts";

/** What to drill, and how. */
export interface DrillOptions {
  readonly connectionId: string;
  readonly fault: string;
  readonly runCount: number;
  readonly probeInterval: string;
  readonly configFile: string;
  readonly estate: string;
  readonly seed: number;
  /** Kill the controller once in each run, at a random moment of the failover. */
  readonly isKilling: boolean;
  /** Let the world accept route changes and ignore them. */
  readonly isSabotaged: boolean;
}

const CANARY_INTERVAL_MS = 50;
const READY_TIMEOUT_MS = 90_000;

/**
 * Boots a world and a Skylane of its own on free ports and a scratch folder, breaks the connection as often as asked, and
 * measures by requests on the group's application flow what an application would have seen.
 */
export async function runDrill(
  options: DrillOptions,
): Promise<{ readonly runs: readonly DrillRun[]; readonly summary: DrillSummary }> {
  const folder = mkdtempSync(join(tmpdir(), "skylane-drill-"));
  const { file, config } = writeDrillConfig(options.configFile, folder, options.probeInterval);
  const group = groupToDrill(config, options.connectionId);
  const flow = flowToWatch(config, group);
  progress("starting a world of its own");
  const instance = await startInstance({
    dataFolder: join(folder, "data"),
    configFile: file,
    estate: options.estate,
    port: 0,
    awsPort: 0,
    twinPort: 0,
    socksPort: 0,
    seed: options.seed,
  });
  const canary = startCanary(socketProber(socksSocket(addressOf(instance.info.socksUrl))), flow, CANARY_INTERVAL_MS);
  try {
    return await runAll(options, config, group, instance, canary);
  } finally {
    progress("");
    await canary.stop();
    await instance.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runAll(
  options: DrillOptions,
  config: SkylaneConfig,
  group: ConnectionGroup,
  instance: Instance,
  canary: Canary,
) {
  const api = apiClient({ url: instance.info.url, data: "" });
  const lab = labClient(api);
  const random = seededRandom(options.seed);
  const runs: DrillRun[] = [];
  for (let run = 1; run <= options.runCount; run += 1) {
    progress(`run ${run} of ${options.runCount}: waiting until ${group.id} is well`);
    await until("the group's paths are up and its flow is answered", READY_TIMEOUT_MS, async () =>
      isWell(group, await api.get("/v1/overview", Overview), canary),
    );
    progress(`run ${run} of ${options.runCount}: ${options.fault} on ${options.connectionId}`);
    const killAfterMs = options.isKilling ? Math.floor(random() * killWindowMs(config)) : undefined;
    runs.push(
      await runOnce({
        api,
        lab,
        canary,
        instance,
        group,
        fault: faultBody(options.connectionId, options.fault, {}),
        expectedChangeCount: expectedChanges(config, group),
        isSabotaged: options.isSabotaged,
        killAfterMs,
      }),
    );
  }
  return { runs, summary: summarize(runs) };
}

/** Detection, the move and its recording: where a kill can hurt. */
const killWindowMs = ({ thresholds }: SkylaneConfig): number =>
  thresholds.probeIntervalMs * thresholds.failuresToDownCount + 1_500;

/** One change per direction and prefix. */
const expectedChanges = (config: SkylaneConfig, group: ConnectionGroup): number =>
  group.sides.reduce(
    (sum, side) => sum + (config.networks.find(({ id }) => id === side.networkId)?.cidrs.length ?? 0),
    0,
  );

function isWell(group: ConnectionGroup, overview: Overview, canary: Canary): boolean {
  const paths = overview.paths.filter(({ groupId }) => groupId === group.id);
  const isUp =
    paths.length > 0 && paths.every(({ state }) => state === "up") && paths.some(({ role }) => role === "backup");
  const isIdle = overview.groups.find(({ id }) => id === group.id)?.activeIncidentId === undefined;
  return isUp && isIdle && canary.answeredSince(Date.now() - 1_000, 10) !== undefined;
}

/** Mulberry32: the same seed, the same moments. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
