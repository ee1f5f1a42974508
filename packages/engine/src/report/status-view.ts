import type {
  FailoverPlan,
  Incident,
  Overview,
  PathHealthRecord,
  PathPerformanceRecord,
  SkylaneConfig,
  StatusDay,
  StatusLevel,
  StatusSettings,
  StatusView,
} from "@skylane/core";
import { isFresh } from "../failover/index.ts";
import { showOverview } from "../topology/index.ts";
import { unionMs } from "./availability.ts";
import { type Interruption, interruptionOf, type PathFacts } from "./interruptions.ts";

const DAY_MS = 86_400_000;
/** As many as fit beside each other on a page; a quarter. */
const SHOWN_DAYS = 90;
/** What is learnt of a path is kept for 30 days: a path with that many was watched before, too. */
const FULL_DAYS = 30;

/** What the status page is made from. */
export interface StatusFacts extends PathFacts {
  readonly config: SkylaneConfig;
  readonly status: StatusSettings;
  readonly plans: readonly FailoverPlan[];
  /** Since {@link statusFromMs}, newest first. */
  readonly incidents: readonly Incident[];
}

/**
 * Since when incidents matter to the page: the days it shows, one more for what was interrupted over their edge, and what has
 * been bad for longer and still is; pure.
 */
export function statusFromMs(nowMs: number, health: readonly PathHealthRecord[]): number {
  const bad = health.filter((one) => isFresh(one, nowMs) && ["degraded", "down"].includes(one.health.state));
  return Math.min(firstShownMs(nowMs) - DAY_MS, ...bad.map(({ health: { sinceMs } }) => sinceMs));
}

const firstShownMs = (nowMs: number): number => (Math.floor(nowMs / DAY_MS) - SHOWN_DAYS + 1) * DAY_MS;

/** What everybody may know of the estate: no name in it but those that the settings give; pure. */
export function showStatus(facts: StatusFacts): StatusView {
  const { config, status, nowMs, health, plans, incidents } = facts;
  const overview = showOverview({
    ...{ config, nowMs, health, plans, incidents },
    isStopped: false,
    watches: [],
    labPath: undefined,
  });
  const firstMs = firstShownMs(nowMs);
  const known = incidents.flatMap((incident) => interruptionOf(incident, facts) ?? []);
  const components = status.components.map(({ name, groupIds }) => {
    const own = known.filter(({ groupId }) => groupIds.some((id) => id === groupId));
    const standings = groupIds.flatMap((groupId) => standingOf(groupId, overview, own));
    const days = daysOf(own, watchedFromMs(groupIds, facts, own), firstMs, nowMs);
    const availabilityRatio = availabilityOf(days, nowMs);
    return {
      name,
      level: levelOf(standings.map(({ level }) => level)),
      isReduced: standings.some(({ isReduced }) => isReduced),
      days,
      ...(availabilityRatio !== undefined && { availabilityRatio }),
      own,
    };
  });
  return {
    title: status.title,
    atMs: nowMs,
    level: overallOf(components.map(({ level }) => level)),
    components: components.map(({ own: _, ...shown }) => shown),
    incidents: components
      .flatMap(({ name, own }) => own.filter((one) => isShown(one, firstMs)).map((one) => publicIncident(name, one)))
      .sort((a, b) => b.startedAtMs - a.startedAtMs || a.component.localeCompare(b.component)),
  };
}

const isGoingOn = ({ toMs, isLengthKnown }: Interruption): boolean => toMs === undefined && isLengthKnown;
const isShown = (one: Interruption, firstMs: number): boolean => isGoingOn(one) || one.fromMs >= firstMs;

const publicIncident = (component: string, one: Interruption): StatusView["incidents"][number] => ({
  component,
  impact: one.impact,
  stage: isGoingOn(one) ? "investigating" : "resolved",
  startedAtMs: one.fromMs,
  ...(one.toMs !== undefined && { endedAtMs: one.toMs }),
  how: one.how,
});

/** How a group is now: by the path its traffic is on, and what is left beside it. None where it is declared no more. */
function standingOf(
  groupId: string,
  { groups, paths, incidents }: Overview,
  own: readonly Interruption[],
): readonly { readonly level: "operational" | "degraded" | "outage" | "unknown"; readonly isReduced: boolean }[] {
  const group = groups.find(({ id }) => id === groupId);
  if (!group) return [];
  const members = paths.filter((path) => path.groupId === groupId);
  const active = incidents.find(({ id }) => id === group.activeIncidentId);
  const isMoved = active?.status === "moved";
  const carrying =
    (isMoved && members.find(({ id }) => id === active.toPathId)) ||
    members.find(({ isCarrying }) => isCarrying) ||
    members[0];
  const goingOn = own.find((one) => one.groupId === groupId && isGoingOn(one))?.impact;
  const others = members.filter(({ id, role }) => id !== carrying?.id && role !== "ruled-out");
  const isReduced = isMoved || (others.length > 0 && others.every(({ state }) => state === "down"));
  const seen = carrying?.state ?? "unknown";
  if (goingOn === "outage" || seen === "down") return [{ level: "outage", isReduced }];
  if (goingOn === "degraded" || seen === "degraded") return [{ level: "degraded", isReduced }];
  return [{ level: seen === "unknown" ? "unknown" : "operational", isReduced }];
}

function levelOf(levels: readonly ("operational" | "degraded" | "outage" | "unknown")[]): StatusLevel {
  if (levels.length > 0 && levels.every((level) => level === "outage")) return "major-outage";
  if (levels.includes("outage")) return "partial-outage";
  if (levels.includes("degraded")) return "degraded";
  return levels.length === 0 || levels.includes("unknown") ? "unknown" : "operational";
}

function overallOf(levels: readonly StatusLevel[]): StatusLevel {
  if (levels.every((level) => level === "major-outage")) return "major-outage";
  if (levels.some((level) => level === "major-outage" || level === "partial-outage")) return "partial-outage";
  if (levels.includes("degraded")) return "degraded";
  return levels.includes("unknown") ? "unknown" : "operational";
}

/** The first moment of which something is known. */
function watchedFromMs(
  groupIds: readonly string[],
  { config, performance }: StatusFacts,
  own: readonly Interruption[],
): number {
  const pathIds = new Set<string>(
    config.groups.filter(({ id }) => groupIds.includes(id)).flatMap(({ paths }) => paths.map(({ id }) => id)),
  );
  const days = performance.filter(({ pathId }) => pathIds.has(pathId)).map((learnt) => learnt.days);
  if (days.some(({ length }) => length >= FULL_DAYS)) return Number.NEGATIVE_INFINITY;
  const firsts: PathPerformanceRecord["days"] = days.flatMap(([first]) => first ?? []);
  return Math.min(...firsts.map(({ day }) => day * DAY_MS), ...own.map(({ fromMs }) => fromMs));
}

function daysOf(own: readonly Interruption[], watchedMs: number, firstMs: number, nowMs: number): StatusDay[] {
  return Array.from({ length: SHOWN_DAYS }, (_, i): StatusDay => {
    const fromMs = firstMs + i * DAY_MS;
    const toMs = Math.min(fromMs + DAY_MS, nowMs);
    const within = (impact: Interruption["impact"]) =>
      own
        .filter((one) => one.impact === impact)
        .map((one): [number, number] => [
          Math.max(fromMs, one.fromMs),
          Math.min(toMs, one.toMs ?? (one.isLengthKnown ? nowMs : one.fromMs)),
        ])
        .filter(([from, to]) => from <= to && from < fromMs + DAY_MS);
    const [outages, slow] = [within("outage"), within("degraded")];
    const isWatched = fromMs + DAY_MS > watchedMs;
    return {
      day: new Date(fromMs).toISOString().slice(0, 10),
      level: !isWatched ? "no-data" : outages.length > 0 ? "outage" : slow.length > 0 ? "degraded" : "none",
      outageMs: unionMs(outages),
      degradedMs: unionMs(slow),
    };
  });
}

/** Of the days with data; what interrupted it counts, what made it slow does not. */
function availabilityOf(days: readonly StatusDay[], nowMs: number): number | undefined {
  const watched = days.filter(({ level }) => level !== "no-data");
  if (watched.length === 0) return undefined;
  const todayMs = nowMs % DAY_MS;
  const spanMs = (watched.length - 1) * DAY_MS + todayMs;
  const outageMs = watched.reduce((sum, one) => sum + one.outageMs, 0);
  return spanMs === 0 ? 1 : Math.max(0, 1 - outageMs / spanMs);
}
