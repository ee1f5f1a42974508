import type { CapacityExhaustion, CapacityWatchRecord, TopologyConnection } from "@skylane/core";
import {
  type CapacityForecast,
  capacityForecast,
  nextUtilisation,
  unseenUtilisation,
} from "../detect/capacity-forecast.ts";

/** A connection as one look at the estate found it. */
export type SeenCapacity = Pick<TopologyConnection, "id" | "bandwidthMbps" | "bytes30d">;

/** A connection after one more day. */
export interface WatchedCapacity {
  readonly record: CapacityWatchRecord;
  /** Present if people are to be told. */
  readonly told?: CapacityExhaustion;
}

const DAY_MS = 86_400_000;
const WINDOW_MS = 30 * DAY_MS;
const BITS_PER_BYTE = 8;
const BITS_PER_MBIT = 1_000_000;
/** A month's mean of half the bandwidth: then hours twice as busy as the mean are full. */
const LIMIT_RATIO = 0.5;
/** As long as a new circuit takes to be ordered and built. */
const HORIZON_MS = 90 * DAY_MS;
/** A line through less than a week tells workdays from weekends and nothing else. */
const LEAST_DAYS = 7;
const TOLD_PROBABILITY = 0.8;
const OVER_PROBABILITY = 0.5;
/** Told again if the date is nearer by more than this share of the time that was left. */
const SOONER_SHARE = 0.25;

/**
 * What is known of a connection after one more look, one a day; `undefined` for a second one of the day, an older one, and a
 * connection whose traffic or bandwidth is not known. Bytes are of both directions and held against the bandwidth of one: at
 * most that full is the fuller one. The mean of 30 days is the level of 15 days ago, and counts as of then.
 */
export function nextCapacity(
  before: CapacityWatchRecord | undefined,
  { id: connectionId, bandwidthMbps, bytes30d }: SeenCapacity,
  atMs: number,
): WatchedCapacity | undefined {
  const day = Math.floor(atMs / DAY_MS);
  if (bandwidthMbps === undefined || bytes30d === undefined || day <= (before?.day ?? -1)) return undefined;
  const known = before?.bandwidthMbps === bandwidthMbps ? before : undefined;
  const capacityBytes = (bandwidthMbps * BITS_PER_MBIT * (WINDOW_MS / 1_000)) / BITS_PER_BYTE;
  const utilisationRatio = bytes30d / capacityBytes;
  const measuredMs = day * DAY_MS - WINDOW_MS / 2;
  const utilisation = nextUtilisation(known?.utilisation ?? unseenUtilisation(), measuredMs, utilisationRatio);
  const record = { connectionId, day, bandwidthMbps, utilisation, dayCount: (known?.dayCount ?? 0) + 1 };
  const question = { nowMs: atMs, limitRatio: LIMIT_RATIO, horizonMs: atMs + HORIZON_MS };
  const forecast = record.dayCount < LEAST_DAYS ? undefined : capacityForecast(utilisation, question);
  return mayTell(record, known?.toldExhaustedAtMs, forecast && { ...forecast, utilisationRatio }, atMs);
}

function mayTell(
  record: CapacityWatchRecord,
  toldMs: number | undefined,
  forecast: (CapacityForecast & Pick<CapacityExhaustion, "utilisationRatio">) | undefined,
  atMs: number,
): WatchedCapacity {
  const kept = toldMs !== undefined && { toldExhaustedAtMs: toldMs };
  if (!forecast) return { record: { ...record, ...kept } };
  const { exhaustedAtMs, soonestAtMs, probability } = forecast;
  if (probability < OVER_PROBABILITY) return { record };
  if (exhaustedAtMs === undefined || soonestAtMs === undefined) return { record: { ...record, ...kept } };
  const exhaustion = { ...forecast, limitRatio: LIMIT_RATIO, exhaustedAtMs, soonestAtMs };
  const isNews =
    probability >= TOLD_PROBABILITY &&
    (toldMs === undefined || exhaustedAtMs - atMs < (1 - SOONER_SHARE) * (toldMs - atMs));
  if (isNews) return { record: { ...record, toldExhaustedAtMs: exhaustedAtMs, exhaustion }, told: exhaustion };
  return { record: { ...record, ...(kept && { ...kept, exhaustion }) } };
}
