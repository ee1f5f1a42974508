import { type ConnectionGroup, Overview, type SkylaneConfig } from "@skylane/core";
import type { Instance } from "@skylane/local";
import { apiClient } from "../api-client.ts";
import { faultBody } from "../commands/faults.ts";
import { labClient } from "../lab-client.ts";
import { progress } from "../output.ts";
import type { Canary } from "./canary.ts";
import { groupToDrill } from "./drill-config.ts";
import { canaryOn, inWorldOfItsOwn, READY_TIMEOUT_MS, type WorldOptions, wellPaths } from "./drill-world.ts";
import { runOnce } from "./run-once.ts";
import { type DrillRun, type DrillSummary, summarize } from "./summarize.ts";
import { until } from "./until.ts";
import { flowToWatch } from "./watched-flow.ts";

/** What to drill, and how. */
export interface DrillOptions extends WorldOptions {
  readonly connectionId: string;
  readonly fault: string;
  readonly runCount: number;
  /** Kill the controller once in each run, at a random moment of the failover. */
  readonly isKilling: boolean;
  /** Let the world accept route changes and ignore them. */
  readonly isSabotaged: boolean;
}

/**
 * Breaks the connection in a world of its own as often as asked, and measures by requests on the group's application flow what
 * an application would have seen.
 */
export const runDrill = (
  options: DrillOptions,
): Promise<{ readonly runs: readonly DrillRun[]; readonly summary: DrillSummary }> =>
  inWorldOfItsOwn(
    options,
    { isEverything: false },
    (config) => {
      const group = groupToDrill(config, options.connectionId);
      return { group, flow: flowToWatch(config, group) };
    },
    async (instance, config, { group, flow }) => {
      const canary = canaryOn(instance.info.socksUrl, flow);
      try {
        return await runAll(options, config, group, instance, canary);
      } finally {
        await canary.stop();
      }
    },
  );

async function runAll(
  options: DrillOptions,
  config: SkylaneConfig,
  group: ConnectionGroup,
  instance: Instance,
  canary: Canary,
) {
  const api = apiClient({ ...instance.info, data: "" });
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

const isWell = (group: ConnectionGroup, overview: Overview, canary: Canary): boolean =>
  wellPaths(group, overview)?.some(({ role }) => role === "backup") === true &&
  canary.answeredSince(Date.now() - 1_000, 10) !== undefined;

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
