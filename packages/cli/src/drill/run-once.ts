import { setTimeout as sleep } from "node:timers/promises";
import { type ConnectionGroup, EventPage, Overview } from "@skylane/core";
import type { Instance } from "@skylane/local";
import * as z from "zod";
import type { ApiClient } from "../api-client.ts";
import type { LabClient, RouteChangeSeen } from "../lab-client.ts";
import { countUndelivered, readBus } from "./bus-stats.ts";
import type { Canary } from "./canary.ts";
import { countLost } from "./drill-world.ts";
import type { DrillRun } from "./summarize.ts";
import { within } from "./until.ts";

/** One run: what is broken, what is expected, and who watches. */
export interface RunContext {
  readonly api: ApiClient;
  readonly lab: LabClient;
  readonly canary: Canary;
  readonly instance: Instance;
  readonly group: ConnectionGroup;
  readonly fault: Readonly<Record<string, unknown>>;
  readonly expectedChangeCount: number;
  readonly isSabotaged: boolean;
  readonly killAfterMs: number | undefined;
}

const RESTORE_TIMEOUT_MS = 45_000;
const SETTLE_TIMEOUT_MS = 90_000;
const QUIET_COUNT = 20; // requests answered in a row: one second of them
const StateChange = z.looseObject({ pathId: z.string(), to: z.string() });

/** Breaks, watches, mends, watches. Success is what the canary saw; what Skylane says is compared with it. */
export async function runOnce(context: RunContext): Promise<DrillRun> {
  const { lab, canary, api } = context;
  const { awsUrl } = context.instance.info;
  const busBefore = await readBus(awsUrl);
  const seenChange = (await lab.changesAfter(0)).at(-1)?.sequence ?? 0;
  const fault = await lab.inject(context.fault);
  if (context.isSabotaged) await lab.inject({ kind: "stale-forwarding", target: context.fault.target });
  const faultAtMs = Date.now();
  const kill = killOnce(context, faultAtMs);

  const restoredAtMs = await within(
    context.isSabotaged ? 20_000 : RESTORE_TIMEOUT_MS,
    async () => canary.answeredSince(faultAtMs + 1, QUIET_COUNT) ?? false,
  );
  const killed = await kill;
  const incident = await within(SETTLE_TIMEOUT_MS, async () =>
    settled(await api.get("/v1/overview", Overview), context.group.id, faultAtMs),
  );
  const moves = (await lab.changesAfter(seenChange)).filter(isCommanded);
  const sentRequests = canary.since(faultAtMs).length;
  const lostRequests = countLost(canary, faultAtMs);
  const detectedAtMs = await detectedAt(api, context.group, faultAtMs);

  await lab.clear(fault.id);
  await lab.clearAll();
  const clearedAtMs = Date.now();
  const back =
    incident?.status === "moved" ? await waitForFailback(context, incident.id, moves, clearedAtMs) : undefined;

  const undeliveredCount = await countUndelivered(awsUrl, busBefore);
  const missing = incident ? await missingEvents(api, incident.id, incident.status, back !== undefined) : [];

  const relative = (atMs: number | undefined): number | undefined =>
    atMs === undefined ? undefined : Math.max(0, Math.round(atMs - faultAtMs));
  const run = {
    detectedMs: relative(detectedAtMs),
    appliedMs: moves.length > 0 ? relative(moves.at(-1)?.atMs) : undefined,
    restoredMs: context.isSabotaged && moves.length === 0 ? undefined : relative(restoredAtMs),
    lostRequests,
    sentRequests,
    failedBackMs: back?.atMs === undefined ? undefined : Math.max(0, Math.round(back.atMs - clearedAtMs)),
    lostDuringFailback: back ? countLost(canary, clearedAtMs, back.endedAtMs) : undefined,
    routeChanges: moves.length,
    status: incident?.status ?? "none",
    pages: await countPages(api, faultAtMs),
    lostEvents: undeliveredCount + missing.length,
    ...(killed && { killedAtMs: killed.killedAtMs, controllerDownMs: Math.round(killed.downMs) }),
  };
  const lost = [
    ...(undeliveredCount > 0 ? [`${undeliveredCount} events were accepted and not delivered`] : []),
    ...missing.map((type) => `no ${type} in the history`),
  ];
  return { ...run, problems: [...problemsOf(run, context, incident?.reason), ...lost] };
}

function problemsOf(
  run: Omit<DrillRun, "problems">,
  { expectedChangeCount }: RunContext,
  reason: string | undefined,
): readonly string[] {
  const problems: string[] = [];
  if (run.restoredMs === undefined) problems.push("traffic was not restored");
  if (run.status !== "moved") problems.push(`the incident ended as "${run.status}"${reason ? `: ${reason}` : ""}`);
  if (run.restoredMs !== undefined && run.routeChanges !== expectedChangeCount)
    problems.push(`${run.routeChanges} effective route changes, ${expectedChangeCount} expected`);
  if (run.status === "moved" && run.failedBackMs === undefined) problems.push("traffic did not fail back");
  if ((run.lostDuringFailback ?? 0) > 0) problems.push(`${run.lostDuringFailback} requests lost during fail back`);
  return problems;
}

async function killOnce({ killAfterMs, instance }: RunContext, faultAtMs: number) {
  if (killAfterMs === undefined) return undefined;
  await sleep(Math.max(0, faultAtMs + killAfterMs - Date.now()));
  const killedAtMs = Date.now() - faultAtMs;
  return { killedAtMs, ...(await instance.killController()) };
}

/** The group's incident of this run once it stands still: moved, or over. */
function settled(overview: Overview, groupId: string, faultAtMs: number) {
  const incident = overview.incidents.find((one) => one.groupId === groupId && one.openedAtMs >= faultAtMs - 5_000);
  return incident && incident.status !== "open" ? incident : undefined;
}

/** Waits until the incident is failed back and the canary has been quiet for a second after it. */
async function waitForFailback(
  { api, lab, canary }: RunContext,
  incidentId: string,
  moves: readonly RouteChangeSeen[],
  clearedAtMs: number,
) {
  const isBack = await within(SETTLE_TIMEOUT_MS, async () => {
    const { incidents } = await api.get("/v1/overview", Overview);
    return incidents.find(({ id }) => id === incidentId)?.status === "failed-back";
  });
  const changes = (await lab.changesAfter(moves.at(-1)?.sequence ?? 0)).filter(isCommanded);
  const atMs = isBack ? changes.at(-1)?.atMs : undefined;
  await within(5_000, async () => canary.answeredSince(Math.max(atMs ?? 0, clearedAtMs), QUIET_COUNT) ?? false);
  return { atMs, endedAtMs: Date.now() };
}

const isCommanded = ({ cause }: RouteChangeSeen): boolean => cause === "command";

/** The events an incident that ended like this must have left in the history, less those that are there. */
async function missingEvents(
  api: ApiClient,
  incidentId: string,
  status: string,
  isBack: boolean,
): Promise<readonly string[]> {
  const expected = [
    status === "refused" ? "failover.refused.v1" : "failover.started.v1",
    ...(status === "moved" ? ["failover.completed.v1"] : []),
    ...(isBack ? ["failover.failed-back.v1"] : []),
  ];
  const { events } = await api.get("/v1/events?limit=500", EventPage);
  const seen = new Set(
    events.flatMap(({ event }) =>
      z.looseObject({ incidentId: z.literal(incidentId) }).safeParse(event.data).success ? [event.type] : [],
    ),
  );
  return expected.filter((type) => !seen.has(type));
}

/** When the bus heard of the primary path turning bad. */
async function detectedAt(api: ApiClient, group: ConnectionGroup, faultAtMs: number): Promise<number | undefined> {
  const { events } = await api.get("/v1/events?limit=500", EventPage);
  const first = events.find(({ event }) => {
    const change = StateChange.safeParse(event.data);
    return (
      Date.parse(event.time) >= faultAtMs &&
      change.success &&
      change.data.pathId === group.paths[0]?.id &&
      ["down", "degraded"].includes(change.data.to)
    );
  });
  return first && Date.parse(first.event.time);
}

/** Events since the fault for which a person is woken. */
async function countPages(api: ApiClient, faultAtMs: number): Promise<number> {
  const { events } = await api.get("/v1/events?limit=500", EventPage);
  const isPaging = (type: string, data: unknown): boolean =>
    type === "failover.rolled-back.v1" ||
    (type === "failover.refused.v1" && z.looseObject({ isPage: z.literal(true) }).safeParse(data).success);
  return events.filter(({ event }) => Date.parse(event.time) >= faultAtMs && isPaging(event.type, event.data)).length;
}
