import type { AlarmKind, CloudAlarm, ConnectionAlarms } from "@skylane/core";

/** Alarms that say that a link carries nothing. */
const DOWN_KINDS: readonly AlarmKind[] = ["link-down", "tunnel-down", "bgp-down"];

/** Twelve hours: a window that says longer, or says nothing, is not believed for longer; a fail back that waits for it lives for a day. */
const MAX_MAINTENANCE_MS = 43_200_000;
/** A down alarm counts for `failover.orderMaxAgeMs`, two minutes by default; an hour is longer than orders are good for. */
const KEEP_DOWN_MS = 3_600_000;
/** Clouds and we may differ by so much; what is later than that is not of this world. */
const MAX_SKEW_MS = 5_000;
/** Planned work is told some weeks ahead. */
const MAX_AHEAD_MS = 60 * 86_400_000;
const MAX_ALARMS = 20;

/** True for an alarm that says that a link carries nothing. */
export const isDownAlarm = ({ kind }: CloudAlarm): boolean => DOWN_KINDS.includes(kind);

/** When the maintenance an alarm tells of begins and ends, ms. */
export function windowOf({ atMs, startsAtMs, endsAtMs }: CloudAlarm): readonly [fromMs: number, toMs: number] {
  const fromMs = startsAtMs ?? atMs;
  return [fromMs, Math.min(endsAtMs ?? Number.POSITIVE_INFINITY, fromMs + MAX_MAINTENANCE_MS)];
}

/**
 * What is known of a connection's alarms after one more; the same object if it changes nothing: an alarm that counts for
 * nothing, is dated in the future or too long ago, or is older than the last word of the same alarm.
 */
export function rememberAlarm(known: ConnectionAlarms, alarm: CloudAlarm, nowMs: number): ConnectionAlarms {
  if (alarm.atMs > nowMs + MAX_SKEW_MS || isOver(alarm, nowMs)) return known;
  const kept = known.alarms.filter((one) => !isOver(one, nowMs));
  const last = kept.find(({ cloud, alarmId }) => cloud === alarm.cloud && alarmId === alarm.alarmId);
  // at the same instant the good news is the last word: an alarm too few harms less
  if (last && (last.atMs > alarm.atMs || (last.atMs === alarm.atMs && (alarm.isRaised || !last.isRaised))))
    return known;
  const alarms = [...kept.filter((one) => one !== last), alarm].sort((a, b) => b.atMs - a.atMs).slice(0, MAX_ALARMS);
  return { ...known, alarms };
}

/** True once an alarm can count for nothing any more, or never could. */
function isOver(alarm: CloudAlarm, nowMs: number): boolean {
  if (isDownAlarm(alarm)) return nowMs - alarm.atMs > KEEP_DOWN_MS;
  if (alarm.kind !== "maintenance") return true;
  const [fromMs, toMs] = windowOf(alarm);
  return toMs <= nowMs || fromMs > nowMs + MAX_AHEAD_MS;
}
