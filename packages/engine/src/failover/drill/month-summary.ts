import type { ConnectionGroup, DrillRun, DrillSummary, SkylaneConfig } from "@skylane/core";

const DAY_MS = 86_400_000;
type Runs = readonly DrillRun[];

/**
 * What was drilled in a month (`2026-11`, UTC): every path, also those nobody drilled, and how much of each Region in the month
 * and in its quarter. Only a drill that ran to its end covers anything.
 */
export function summarizeMonth(
  month: string,
  runs: Runs,
  { groups, networks }: Pick<SkylaneConfig, "groups" | "networks">,
  nowMs: number,
): DrillSummary {
  const { fromMs, toMs, quarterFromMs, quarter } = boundsOf(month);
  const inMonth = runs.filter(({ orderedAtMs }) => orderedAtMs >= fromMs && orderedAtMs < toMs);
  const inQuarter = runs.filter(({ orderedAtMs }) => orderedAtMs >= quarterFromMs && orderedAtMs < toMs);
  const past = runs.filter(({ orderedAtMs }) => orderedAtMs < toMs);
  return {
    month,
    quarter,
    paths: groups.flatMap((group) =>
      group.paths.map(({ id }) => pathRow(group, id, inMonth, past, Math.min(nowMs, toMs))),
    ),
    regions: regionsOf(groups, networks).map(([regionId, members]) => ({
      regionId,
      groupCount: members.length,
      inMonthCount: coveredCount(members, inMonth),
      inQuarterCount: coveredCount(members, inQuarter),
    })),
  };
}

const hasRun = ({ status }: DrillRun): boolean => status === "passed" || status === "failed";

function pathRow(
  { id: groupId }: ConnectionGroup,
  pathId: string,
  inMonth: Runs,
  past: Runs,
  untilMs: number,
): DrillSummary["paths"][number] {
  const isOwn = (run: DrillRun): boolean => run.groupId === groupId && run.fromPathId === pathId;
  const own = inMonth.filter(isOwn);
  const count = (status: DrillRun["status"]): number => own.filter((run) => run.status === status).length;
  const worst = own
    .filter(({ measured }) => measured?.rtoMs !== undefined)
    .sort((a, b) => (b.measured?.rtoMs ?? 0) - (a.measured?.rtoMs ?? 0))[0];
  const lastMs = Math.max(...past.filter((run) => isOwn(run) && hasRun(run)).map(({ orderedAtMs }) => orderedAtMs));
  return {
    groupId,
    pathId,
    passedCount: count("passed"),
    failedCount: count("failed"),
    abortedCount: count("aborted"),
    refusedCount: count("refused"),
    ...(worst?.measured?.rtoMs !== undefined && {
      worstRtoMs: worst.measured.rtoMs,
      targetRtoMs: worst.targetRtoMs,
    }),
    ...(Number.isFinite(lastMs) && { notDrilledDays: Math.max(0, Math.floor((untilMs - lastMs) / DAY_MS)) }),
  };
}

/** Regions and sites with the groups that end there. */
function regionsOf(
  groups: readonly ConnectionGroup[],
  networks: SkylaneConfig["networks"],
): readonly [string, readonly string[]][] {
  const places = new Map(networks.map(({ id, cloud, regionId }) => [id, `${cloud}:${regionId}`]));
  const members = new Map<string, string[]>();
  for (const { id, sides } of groups)
    for (const place of new Set(sides.map(({ networkId }) => places.get(networkId) ?? "unknown")))
      members.set(place, [...(members.get(place) ?? []), id]);
  return [...members].sort(([a], [b]) => a.localeCompare(b));
}

const coveredCount = (groupIds: readonly string[], runs: Runs): number =>
  groupIds.filter((groupId) => runs.some((run) => run.groupId === groupId && hasRun(run))).length;

function boundsOf(month: string) {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const quarterMonth = Math.floor((number - 1) / 3) * 3;
  return {
    fromMs: Date.UTC(year, number - 1),
    toMs: Date.UTC(year, number),
    quarterFromMs: Date.UTC(year, quarterMonth),
    quarter: `${year}-Q${quarterMonth / 3 + 1}`,
  };
}
