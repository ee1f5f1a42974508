import type { PathDay, PathHealthRecord, PathPerformanceRecord } from "@skylane/core";
import { DAY_MS, fadeRatio } from "./path-performance.ts";
import { addValues, emptySketch, fade } from "./quantile-sketch.ts";

/** A burst is of one minute, and begins with it. */
export const SLOT_MS = 60_000;
/** Days kept. */
export const KEPT_DAYS = 30;
/** Slots remembered: a snapshot may be late by so many and is still counted, once. */
const KEPT_SLOTS = 30;
/** Enough to find in the next window where the last one ended: no two round trips are alike to the microsecond. */
const LAST_SAMPLE_COUNT = 3;

/** What a snapshot says of one path, and how many samples at most are of its minute. */
export interface SeenPath {
  readonly record: PathHealthRecord;
  readonly slotMs: number;
  readonly sampleCount: number;
  /** What is slow, by what is promised of the path; absent = nothing is. */
  readonly slowAboveMs?: number | undefined;
}

/**
 * What is known of a path after one more snapshot; the same object if the snapshot says nothing new: it was counted, is
 * older than the slots that are remembered, or no probe was answered for or against the path in its minute.
 *
 * A health record holds the last samples only, 20 as it is configured by default, of the 58 of a burst. So of each minute
 * the end is counted and the rest is not: a third of the samples, and losses that a path recovered from before are not
 * among them (a recovery empties the window). Minutes are counted by states instead, to the sample: the part of a minute
 * before a change belongs to the state before. Of two changes in one minute the state in between is not seen.
 */
export function learnPath(
  known: PathPerformanceRecord | undefined,
  { record, slotMs, sampleCount, slowAboveMs }: SeenPath,
): PathPerformanceRecord | undefined {
  const { health, pathId, vantageId, sampledAtMs } = record;
  const slots = known?.slotsMs ?? [];
  if (sampledAtMs < slotMs || slots.includes(slotMs) || slotMs < (slots[0] ?? slotMs)) return known;
  const latestMs = slots.at(-1) ?? Number.NEGATIVE_INFINITY;
  const isLatest = slotMs > latestMs;

  const day = Math.floor(slotMs / DAY_MS);
  const samples =
    health.state === "unknown" ? [] : freshSamples(health.recent, sampleCount, isLatest ? known : undefined);
  const answered = samples.filter((rttMs) => rttMs !== null);
  // what went before this minute counts for it only if nothing lies between
  const before = isLatest && slotMs - latestMs <= SLOT_MS ? known?.state : undefined;
  const today = {
    sentCount: samples.length,
    lostCount: samples.length - answered.length,
    ...minutesOf(record, slotMs, before),
    ...(slowAboveMs !== undefined && { slowCount: answered.filter((rttMs) => rttMs > slowAboveMs).length }),
  };
  const weighedDay = Math.max(day, known?.weighedDay ?? day);
  const faded = known ? fade(known.rtt, fadeRatio(weighedDay - known.weighedDay)) : emptySketch;
  return {
    pathId,
    vantageId,
    rtt: addValues(faded, answered, fadeRatio(weighedDay - day)),
    weighedDay,
    days: addDay(known?.days ?? [], day, today),
    slotsMs: [...slots, slotMs].sort((a, b) => a - b).slice(-KEPT_SLOTS),
    state: isLatest ? health.state : (known?.state ?? health.state),
    lastSamples: isLatest ? health.recent.slice(-LAST_SAMPLE_COUNT) : (known?.lastSamples ?? []),
  };
}

/** Those of the window that came after what was counted last, and no more than the minute had. */
function freshSamples(
  recent: readonly (number | null)[],
  sampleCount: number,
  known: Pick<PathPerformanceRecord, "lastSamples"> | undefined,
): readonly (number | null)[] {
  const ofMinute = recent.slice(Math.max(0, recent.length - sampleCount));
  const last = known?.lastSamples ?? [];
  // a row of losses looks like any other
  if (last.length < LAST_SAMPLE_COUNT || last.every((rttMs) => rttMs === null)) return ofMinute;
  // where round trips repeat, the earliest place: rather count one twice than none
  for (let end = last.length; end <= recent.length; end += 1)
    if (last.every((rttMs, i) => recent[end - last.length + i] === rttMs))
      return recent.slice(Math.max(end, recent.length - sampleCount));
  return ofMinute;
}

type Minutes = Pick<PathDay, "upMinutes" | "degradedMinutes" | "downMinutes">;

function minutesOf(
  { health }: PathHealthRecord,
  slotMs: number,
  before: PathHealthRecord["health"]["state"] | undefined,
): Minutes {
  const since = Math.min(1, Math.max(0, (health.sinceMs - slotMs) / SLOT_MS));
  const part = (state: PathHealthRecord["health"]["state"]): number =>
    Math.round(((health.state === state ? 1 - since : 0) + (before === state ? since : 0)) * 1_000) / 1_000;
  return { upMinutes: part("up"), degradedMinutes: part("degraded"), downMinutes: part("down") };
}

function addDay(days: readonly PathDay[], day: number, more: Omit<PathDay, "day">): PathDay[] {
  const had = days.find((one) => one.day === day);
  const sum = (field: keyof Omit<PathDay, "day" | "slowCount">): number =>
    Math.round(((had?.[field] ?? 0) + more[field]) * 1_000) / 1_000;
  const added: PathDay = {
    day,
    sentCount: sum("sentCount"),
    lostCount: sum("lostCount"),
    upMinutes: sum("upMinutes"),
    degradedMinutes: sum("degradedMinutes"),
    downMinutes: sum("downMinutes"),
    ...((had?.slowCount ?? more.slowCount) !== undefined && {
      slowCount: (had?.slowCount ?? 0) + (more.slowCount ?? 0),
    }),
  };
  const all = [...days.filter((one) => one.day !== day), added].sort((a, b) => a.day - b.day);
  const latest = all.at(-1)?.day ?? day;
  return all.filter((one) => one.day > latest - KEPT_DAYS);
}
