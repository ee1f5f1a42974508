import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConnectionGroup, EventPage, Overview, type SkylaneConfig } from "@skylane/core";
import { choosePaths } from "@skylane/engine";
import { type Instance, startInstance } from "@skylane/local";
import { socketProber, socksSocket } from "@skylane/runtime";
import * as z from "zod";
import { type ApiClient, apiClient } from "../api-client.ts";
import { type LabClient, labClient } from "../lab-client.ts";
import { progress } from "../output.ts";
import { type Canary, startCanary } from "./canary.ts";
import { type DrillCase, type MatrixFault, matrixFaults } from "./drill-case.ts";
import { writeDrillConfig } from "./drill-config.ts";
import { judgeCase } from "./judge-case.ts";
import { within } from "./until.ts";
import { addressOf, flowToWatch } from "./watched-flow.ts";

/** Which world, and under which configuration. */
export interface MatrixOptions {
  readonly configFile: string;
  readonly estate: string;
  readonly seed: number;
  readonly probeInterval: string;
  readonly faults: readonly MatrixFault[];
}

const CANARY_INTERVAL_MS = 50;
const READY_TIMEOUT_MS = 90_000;
/** What has not come back by then is told as not restored. */
const RESTORE_TIMEOUT_MS = 30_000;
const SETTLE_TIMEOUT_MS = 20_000;
const FAILBACK_TIMEOUT_MS = 60_000;
const QUIET_COUNT = 30;
/** How long a fault on a path that carries nothing is looked at. */
const IDLE_FAULT_MS = 8_000;

/**
 * Every fault on every link of every group, in one world: groups side by side, the links of a group one after another. Each
 * group's own application flow is asked every 50 ms; success is what it saw.
 */
export async function runMatrix(options: MatrixOptions): Promise<readonly DrillCase[]> {
  const folder = mkdtempSync(join(tmpdir(), "skylane-drill-"));
  const { file, config } = writeDrillConfig(options.configFile, folder, options.probeInterval, { isEverything: true });
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
  const count = {
    done: 0,
    all: config.groups.reduce((sum, { paths }) => sum + paths.length * options.faults.length, 0),
  };
  try {
    const perGroup = await Promise.all(
      config.groups.map((group) => drillGroup(options, config, group, instance, count)),
    );
    return perGroup.flat();
  } finally {
    progress("");
    await instance.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function drillGroup(
  { faults }: MatrixOptions,
  config: SkylaneConfig,
  group: ConnectionGroup,
  instance: Instance,
  count: { done: number; readonly all: number },
): Promise<readonly DrillCase[]> {
  const api = apiClient({ url: instance.info.url, data: "" });
  const lab = labClient(api);
  const canary = startCanary(
    socketProber(socksSocket(addressOf(instance.info.socksUrl))),
    flowToWatch(config, group),
    CANARY_INTERVAL_MS,
  );
  const cases: DrillCase[] = [];
  try {
    for (const { connectionId } of group.paths)
      for (const fault of faults) {
        cases.push(await drillCase({ api, lab, canary, config, group }, connectionId, fault));
        count.done += 1;
        progress(`${count.done} of ${count.all}: ${fault} on ${connectionId}`);
      }
    return cases;
  } finally {
    await canary.stop();
  }
}

interface CaseContext {
  readonly api: ApiClient;
  readonly lab: LabClient;
  readonly canary: Canary;
  readonly config: SkylaneConfig;
  readonly group: ConnectionGroup;
}

async function drillCase(context: CaseContext, connectionId: string, fault: MatrixFault): Promise<DrillCase> {
  const { api, lab, canary, config, group } = context;
  const choice = choosePaths(group, config);
  const primary = group.paths.find(({ id }) => id === choice?.primaryPathId);
  const role = primary?.connectionId === connectionId ? "primary" : "backup";
  await within(READY_TIMEOUT_MS, async () => isWell(group, await api.get("/v1/overview", Overview), canary));

  const injected = await lab.inject({ kind: fault, ...matrixFaults[fault], target: { connectionId } });
  const faultAtMs = Date.now();
  // a fault that nobody feels is looked at for a while; one that hurts until traffic is back and quiet, or the time is up
  const restoredAtMs = await within(RESTORE_TIMEOUT_MS, async () => {
    const isOver = Date.now() - faultAtMs > IDLE_FAULT_MS;
    if (isOver && lostSince(canary, faultAtMs) === 0) return canary.since(faultAtMs)[0]?.answeredAtMs;
    return lostSince(canary, faultAtMs) > 0 ? (canary.answeredSince(faultAtMs + 1, QUIET_COUNT) ?? false) : false;
  });
  const incident = await within(SETTLE_TIMEOUT_MS, async () => {
    const { incidents } = await api.get("/v1/overview", Overview);
    const own = incidents.find((one) => one.groupId === group.id && one.openedAtMs >= faultAtMs - 5_000);
    if (own && own.status !== "open") return own;
    // nothing was lost and nothing was opened: there is nothing to wait for
    return own === undefined && Date.now() - faultAtMs > IDLE_FAULT_MS ? ("none" as const) : false;
  });
  const known = incident === "none" ? undefined : incident;
  const lostCount = lostSince(canary, faultAtMs);
  const sentCount = canary.since(faultAtMs).length;
  const rule = known?.status === "refused" ? await ruleOf(api, known.id) : undefined;

  await lab.clear(injected.id);
  const clearedAtMs = Date.now();
  const isBack =
    known?.status === "moved" &&
    (await within(FAILBACK_TIMEOUT_MS, async () => {
      const { incidents } = await api.get("/v1/overview", Overview);
      return incidents.find(({ id }) => id === known.id)?.status === "failed-back";
    })) === true;
  // what was on its way when the fault ended is the fault's
  await within(10_000, async () => canary.answeredSince(clearedAtMs, QUIET_COUNT) ?? false);
  const lostDuringFailbackCount = isBack ? lostSince(canary, clearedAtMs + GRACE_MS) : 0;

  const restoredMs = restoredAtMs === undefined ? undefined : Math.max(0, Math.round(restoredAtMs - faultAtMs));
  const allowedPathIds = [choice?.primaryPathId, choice?.backupPathId, ...(choice?.sparePathIds ?? [])].filter(
    (id) => id !== undefined,
  );
  return {
    groupId: group.id,
    connectionId,
    role,
    fault,
    ...judgeCase({
      role,
      status: known?.status,
      rule,
      toPathId: known?.toPathId,
      allowedPathIds,
      restoredMs,
      lostCount,
      lostDuringFailbackCount,
      isBack,
      canAct: group.automation === "act",
    }),
    ...(restoredMs !== undefined && { restoredMs }),
    lostCount,
    sentCount,
  };
}

/** Requests that were sent into the fault's last moments are not lost by the fail back. */
const GRACE_MS = 250;

const lostSince = (canary: Canary, fromMs: number): number =>
  canary.since(fromMs).filter(({ answeredAtMs }) => answeredAtMs === undefined).length;

function isWell(group: ConnectionGroup, overview: Overview, canary: Canary): boolean {
  const paths = overview.paths.filter(({ groupId }) => groupId === group.id);
  const isIdle = overview.groups.find(({ id }) => id === group.id)?.activeIncidentId === undefined;
  return (
    paths.length > 0 &&
    paths.every(({ state, baselineRttMs }) => state === "up" && baselineRttMs !== undefined) &&
    isIdle &&
    canary.answeredSince(Date.now() - 2_000, 20) !== undefined
  );
}

/** By which rule an incident was refused, as its event says. */
async function ruleOf(api: ApiClient, incidentId: string): Promise<string | undefined> {
  const Refused = z.looseObject({ incidentId: z.literal(incidentId), rule: z.string() });
  return within(5_000, async () => {
    const { events } = await api.get("/v1/events?limit=500", EventPage);
    for (const { event } of events) {
      const refused = event.type === "failover.refused.v1" ? Refused.safeParse(event.data) : undefined;
      if (refused?.success) return refused.data.rule;
    }
    return undefined;
  });
}
