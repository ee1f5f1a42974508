import type {
  Connection,
  ConnectionGroup,
  ConnectionView,
  FailoverPlan,
  GroupView,
  Incident,
  Overview,
  PathHealthRecord,
  PathStateName,
  PathView,
  PathWatchRecord,
  PredictionView,
  SkylaneConfig,
} from "@skylane/core";

/** What the picture of the estate is made from. */
export interface OverviewFacts {
  readonly config: SkylaneConfig;
  readonly nowMs: number;
  readonly isStopped: boolean;
  readonly health: readonly PathHealthRecord[];
  readonly watches: readonly PathWatchRecord[];
  readonly plans: readonly FailoverPlan[];
  readonly incidents: readonly Incident[];
  readonly labPath: string | undefined;
}

/** Samples older than this say nothing of now: the path is shown as unknown. 2 × the minute between bursts. */
const STALE_MS = 120_000;

/** The estate as it stands, for the page and `skylane status`; pure. */
export function showOverview(facts: OverviewFacts): Overview {
  const { config } = facts;
  const paths = config.groups.flatMap((group) => viewPaths(group, facts));
  return {
    estate: config.estate,
    atMs: facts.nowMs,
    isStopped: facts.isStopped,
    networks: config.networks,
    connections: config.connections.map((connection) => viewConnection(connection, paths)),
    groups: config.groups.map((group) => viewGroup(group, facts)),
    paths,
    predictions: viewPredictions(facts),
    flowCount: config.flows.length,
    incidents: [...facts.incidents],
    ...(facts.labPath !== undefined && { labPath: facts.labPath }),
  };
}

/** A path that was not watched for so long has no prediction in force. 10 × the minute between bursts. */
const UNWATCHED_MS = 600_000;

/** What was told and is not over, the soonest first; of paths that are declared no more nothing. */
function viewPredictions({ config, watches, nowMs }: OverviewFacts): PredictionView[] {
  const declared = new Set<string>(config.groups.flatMap(({ paths }) => paths.map(({ id }) => id)));
  return watches
    .filter(({ pathId, slotMs }) => declared.has(pathId) && nowMs - slotMs <= UNWATCHED_MS)
    .flatMap(({ pathId, vantageId, episode }): PredictionView[] => {
      if (!episode) return [];
      const { about, sinceMs, probability, dueMs, signs, cameAtMs } = episode;
      return [
        {
          pathId,
          vantageId,
          about,
          sinceMs,
          probability,
          signs,
          ...(dueMs !== undefined && { dueMs }),
          ...(cameAtMs !== undefined && { cameAtMs }),
        },
      ];
    })
    .sort((one, other) => (one.dueMs ?? Number.POSITIVE_INFINITY) - (other.dueMs ?? Number.POSITIVE_INFINITY));
}

function viewPaths(group: ConnectionGroup, facts: OverviewFacts): PathView[] {
  const plan = facts.plans.find((one) => one.groupId === group.id);
  const moved = activeOf(group, facts.incidents)?.status === "moved";
  return group.paths.map((path): PathView => {
    const role = roleOf(path.id, plan);
    const record = facts.health.find((one) => one.pathId === path.id && one.vantageId === path.probe.vantageId);
    const isFresh = record !== undefined && facts.nowMs - record.sampledAtMs <= STALE_MS;
    const answered = record?.health.recent.filter((rttMs) => rttMs !== null).sort((a, b) => a - b) ?? [];
    const p50Ms = answered[Math.floor(answered.length / 2)];
    return {
      id: path.id,
      groupId: group.id,
      connectionId: path.connectionId,
      vantageId: path.probe.vantageId,
      role,
      isCarrying: role === (moved ? "backup" : "primary"),
      state: record && isFresh ? record.health.state : "unknown",
      recent: record?.health.recent ?? [],
      ...(record && { sinceMs: record.health.sinceMs, sampledAtMs: record.sampledAtMs }),
      ...(record?.health.baselineRttMs !== undefined && { baselineRttMs: record.health.baselineRttMs }),
      ...(p50Ms !== undefined && { rttP50Ms: p50Ms }),
      ...(record &&
        record.health.recent.length > 0 && { lossRatio: 1 - answered.length / record.health.recent.length }),
    };
  });
}

function roleOf(pathId: string, plan: FailoverPlan | undefined): PathView["role"] {
  if (plan?.primaryPathId === pathId) return "primary";
  if (plan?.backupPathId === pathId) return "backup";
  return plan?.ruledOut.some((path) => path.pathId === pathId) ? "ruled-out" : "spare";
}

const WORST_FIRST: readonly PathStateName[] = ["down", "degraded", "up", "unknown"];

function viewConnection(connection: Connection, paths: readonly PathView[]): ConnectionView {
  const own = paths.filter((path) => path.connectionId === connection.id);
  const state = WORST_FIRST.find((name) => own.some((path) => path.state === name)) ?? "unknown";
  return { ...connection, state, pathIds: own.map((path) => path.id) };
}

function viewGroup(group: ConnectionGroup, { config, incidents }: OverviewFacts): GroupView {
  const active = activeOf(group, incidents);
  return {
    id: group.id,
    networkIds: [group.sides[0].networkId, group.sides[1].networkId],
    automation: group.automation,
    pathIds: group.paths.map((path) => path.id),
    flowCount: config.flows.filter((flow) => flow.groupId === group.id).length,
    ...(active && { activeIncidentId: active.id }),
  };
}

const activeOf = (group: ConnectionGroup, incidents: readonly Incident[]): Incident | undefined =>
  incidents.find(
    (incident) => incident.groupId === group.id && ["open", "moved", "needs-human"].includes(incident.status),
  );
