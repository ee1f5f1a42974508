import { type ConnectionGroup, EventPage, Overview, type SkylaneConfig } from "@skylane/core";
import { choosePaths } from "@skylane/engine";
import type { Instance } from "@skylane/local";
import * as z from "zod";
import { type ApiClient, apiClient } from "../api-client.ts";
import { type LabClient, labClient } from "../lab-client.ts";
import { progress } from "../output.ts";
import type { Canary } from "./canary.ts";
import { type DrillCase, type MatrixFault, matrixFaults } from "./drill-case.ts";
import { canaryOn, countLost, inWorldOfItsOwn, READY_TIMEOUT_MS, type WorldOptions, wellPaths } from "./drill-world.ts";
import { judgeCase } from "./judge-case.ts";
import { within } from "./until.ts";
import { flowToWatch } from "./watched-flow.ts";

/** Which world, and what happens in it. */
export interface MatrixOptions extends WorldOptions {
  readonly faults: readonly MatrixFault[];
}

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
export const runMatrix = (options: MatrixOptions): Promise<readonly DrillCase[]> =>
  inWorldOfItsOwn(
    options,
    { isEverything: true },
    ({ groups }) => ({
      done: 0,
      all: groups.reduce((sum, { paths }) => sum + paths.length * options.faults.length, 0),
    }),
    async (instance, config, count) =>
      (await Promise.all(config.groups.map((group) => drillGroup(options, config, group, instance, count)))).flat(),
  );

async function drillGroup(
  { faults }: MatrixOptions,
  config: SkylaneConfig,
  group: ConnectionGroup,
  instance: Instance,
  count: { done: number; readonly all: number },
): Promise<readonly DrillCase[]> {
  const api = apiClient({ ...instance.info, data: "" });
  const lab = labClient(api);
  const canary = canaryOn(instance.info.socksUrl, flowToWatch(config, group));
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
    if (isOver && countLost(canary, faultAtMs) === 0) return canary.since(faultAtMs)[0]?.answeredAtMs;
    return countLost(canary, faultAtMs) > 0 ? (canary.answeredSince(faultAtMs + 1, QUIET_COUNT) ?? false) : false;
  });
  const incident = await within(SETTLE_TIMEOUT_MS, async () => {
    const { incidents } = await api.get("/v1/overview", Overview);
    const own = incidents.find((one) => one.groupId === group.id && one.openedAtMs >= faultAtMs - 5_000);
    if (own && own.status !== "open") return own;
    // nothing was lost and nothing was opened: there is nothing to wait for
    return own === undefined && Date.now() - faultAtMs > IDLE_FAULT_MS ? ("none" as const) : false;
  });
  const known = incident === "none" ? undefined : incident;
  const lostCount = countLost(canary, faultAtMs);
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
  const lostDuringFailbackCount = isBack ? countLost(canary, clearedAtMs + GRACE_MS) : 0;

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

const isWell = (group: ConnectionGroup, overview: Overview, canary: Canary): boolean =>
  wellPaths(group, overview)?.every(({ baselineRttMs }) => baselineRttMs !== undefined) === true &&
  canary.answeredSince(Date.now() - 2_000, 20) !== undefined;

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
