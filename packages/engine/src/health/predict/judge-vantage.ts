import type { PathWatchRecord } from "@skylane/core";
import { isSuspect, nextEpisode, type Told } from "./next-episode.ts";
import type { WatchedPath } from "./next-watch.ts";

/** A path after a snapshot, as it is stored, and what to tell of it. */
export interface JudgedPath {
  readonly path: WatchedPath;
  readonly record: PathWatchRecord;
  /** Of the path itself; absent = nothing, or it is the vantage that is told of. */
  readonly told?: Told;
}

/** A vantage after a snapshot. */
export interface JudgedVantage {
  readonly paths: readonly JudgedPath[];
  /** Of the vantage itself. */
  readonly told?: "predicted" | "passed";
  /** Its paths that are told of as the vantage: now, or until now. */
  readonly together: readonly JudgedPath[];
}

/** Of two paths one that looks bad is half: a storm takes at least three, as in a failover. */
const LEAST_STORM = 3;

/** What is stored and told of a vantage whose paths were watched for one more slot; pure. */
export function judgeVantage(watched: readonly WatchedPath[], stormShareRatio: number): JudgedVantage {
  const bad = watched.filter(({ seen, risk }) => seen.record.health.state !== "up" || isSuspect(risk));
  const isStorm = bad.length >= LEAST_STORM && bad.length / watched.length > stormShareRatio;
  const judged = watched.map((path) => judgePath(path, isStorm));
  const was = judged.filter(({ path }) => path.before?.episode?.about === "vantage");
  const is = judged.filter(({ record }) => record.episode?.about === "vantage");
  if (was.length === 0 && is.length > 0) return { paths: judged, told: "predicted", together: is };
  if (was.length > 0 && is.length === 0) return { paths: judged, told: "passed", together: was };
  return { paths: judged, together: is };
}

function judgePath(path: WatchedPath, isStorm: boolean): JudgedPath {
  const { seen, before, watch, risk } = path;
  const { slotMs, record: seenRecord } = seen;
  const suspectCount = isSuspect(risk) ? (before?.suspectCount ?? 0) + 1 : 0;
  const input = { slotMs, state: seenRecord.health.state, risk, suspectCount, isStorm };
  const { episode, told } = nextEpisode(before?.episode, input);
  const { pathId, vantageId } = seenRecord;
  const about = episode?.about ?? before?.episode?.about;
  return {
    path,
    record: { pathId, vantageId, slotMs, watch, suspectCount, ...(episode && { episode }) },
    ...(told && about === "path" && { told }),
  };
}
