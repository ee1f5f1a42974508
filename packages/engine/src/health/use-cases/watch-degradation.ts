import {
  type ConnectionGroup,
  type DrainProposal,
  type EventDraft,
  type Path,
  type PathWatchRecord,
  pathIdsOf,
  type SnapshotTaken,
} from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { type JudgedVantage, judgeVantage } from "../predict/judge-vantage.ts";
import { nextWatch } from "../predict/next-watch.ts";
import { proposeDrain } from "../predict/propose-drain.ts";
import { pathPassed, pathPredicted, vantagePassed, vantagePredicted } from "../predict/tell-prediction.ts";

type WatchDeps = Pick<
  Deps,
  "config" | "clock" | "watches" | "health" | "plans" | "incidents" | "pathOverrides" | "publisher" | "log"
>;

const FORGOTTEN_MS = 30 * 86_400_000;

/**
 * Watches how the paths of a snapshot develop and tells once of each that is likely to get worse than it may be, and once when
 * that is over. A snapshot that comes again, or later than a newer one, changes nothing. Told before it is stored: after a
 * crash in between it is told again under the same id. Two snapshots of one vantage at the same moment would forget one of
 * them: run it one at a time. Paths that are no more are forgotten. Answers how many events were published.
 */
export async function watchDegradation(deps: WatchDeps, snapshot: SnapshotTaken): Promise<number> {
  const { vantageId, slotMs } = snapshot;
  const pathIds = pathIdsOf(deps.config);
  const stored = await deps.watches.list(vantageId);
  const known = stored.filter(({ pathId }) => pathIds.has(pathId));
  const gone = stored.filter(({ pathId }) => !pathIds.has(pathId));
  if (gone.length > 0) await deps.watches.remove(gone);
  const watched = (snapshot.rounds ?? []).flatMap((round) => {
    if (!pathIds.has(round.pathId)) return [];
    const record = snapshot.paths.find(({ pathId }) => pathId === round.pathId);
    const before = known.find(({ pathId }) => pathId === round.pathId);
    return (record && nextWatch(before, { slotMs, record, round }, deps.config.thresholds)) ?? [];
  });
  if (watched.length === 0) return 0;
  const judged = judgeVantage(watched, deps.config.failover.stormShareRatio);
  const told = await tell(deps, judged, watched.length);
  if (told.length > 0) await deps.publisher.publish(told);
  await deps.watches.saveAll(vantageId, [
    ...judged.paths.map(({ record }) => record),
    ...untouched(known, judged, slotMs),
  ]);
  for (const { type, data } of told) deps.log.info("prediction told", { type, ...data });
  return told.length;
}

/** Known paths that this snapshot says nothing of, but for those that nothing was heard of in a month: another vantage probes them now. */
function untouched(known: readonly PathWatchRecord[], { paths }: JudgedVantage, slotMs: number): PathWatchRecord[] {
  const judgedIds = new Set(paths.map(({ record }) => record.pathId));
  return known.filter((one) => !judgedIds.has(one.pathId) && slotMs - one.slotMs < FORGOTTEN_MS);
}

async function tell(deps: WatchDeps, { paths, told, together }: JudgedVantage, pathCount: number) {
  const drafts: EventDraft[] = [];
  for (const judged of paths) {
    if (judged.told === undefined) continue;
    const found = findPath(deps, judged.record.pathId);
    // declared no more: nobody can do anything about it
    if (!found) continue;
    const { id: groupId } = found.group;
    if (judged.told === "passed") drafts.push(pathPassed(judged, groupId));
    else {
      const proposal = await proposalFor(
        deps,
        found,
        paths.map(({ record }) => record),
      );
      drafts.push(pathPredicted(judged, { groupId, proposal }));
    }
  }
  if (told === "predicted") drafts.push(vantagePredicted(together, pathCount));
  if (told === "passed") drafts.push(vantagePassed(together, pathCount));
  return drafts;
}

async function proposalFor(
  deps: WatchDeps,
  { group, path }: { readonly group: ConnectionGroup; readonly path: Path },
  judged: readonly PathWatchRecord[],
): Promise<DrainProposal> {
  const [plan, active, health, orders, others] = await Promise.all([
    deps.plans.find(group.id),
    deps.incidents.findActive(group.id),
    deps.health.list(),
    deps.pathOverrides.list(),
    deps.watches.list(),
  ]);
  const [judge] = judged;
  const all = [...judged, ...others.filter(({ vantageId }) => vantageId !== judge?.vantageId)];
  const atRiskIds = new Set(all.filter(({ episode }) => episode).map(({ pathId }) => pathId));
  const { thresholds } = deps.config;
  return proposeDrain({ nowMs: deps.clock.nowMs(), path, plan, active, health, orders, atRiskIds, thresholds });
}

function findPath({ config }: Pick<Deps, "config">, pathId: string) {
  for (const group of config.groups) {
    const path = group.paths.find(({ id }) => id === pathId);
    if (path) return { group, path };
  }
  return undefined;
}
