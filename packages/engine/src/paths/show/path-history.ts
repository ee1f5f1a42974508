import type { PathDetail, PathHealth, PathMinute, ProbeRound, SkylaneEvent } from "@skylane/core";

/** What events tell of one path: its minutes and its changes of state, oldest first, nothing twice. */
export function pathHistory(
  events: readonly SkylaneEvent[],
  pathId: string,
  fromMs: number,
): Pick<PathDetail, "minutes" | "changes"> {
  const minutes = new Map<string, PathMinute>();
  const changes = new Map<string, PathDetail["changes"][number]>();
  for (const event of events) {
    if (event.type === "health.path-state-changed.v1") {
      const { data } = event;
      if (data.pathId === pathId && data.sinceMs >= fromMs)
        changes.set(`${data.vantageId}#${data.epoch}#${data.sinceMs}`, data);
    } else
      for (const { slotMs, minute } of minutesIn(event, fromMs, (id) => id === pathId))
        minutes.set(`${minute.vantageId}#${slotMs}`, minute);
  }
  return {
    minutes: [...minutes.values()].sort((a, b) => a.atMs - b.atMs || a.vantageId.localeCompare(b.vantageId)),
    changes: [...changes.values()].sort((a, b) => a.sinceMs - b.sinceMs || a.epoch - b.epoch),
  };
}

/** The minutes of paths that an event tells, those that end before `fromMs` left out; none of most events. */
export function minutesIn(event: SkylaneEvent, fromMs: number, isWanted: (pathId: string) => boolean) {
  if (event.type !== "health.snapshot-taken.v1") return [];
  const { paths, rounds, slotMs } = event.data;
  // a record that no sample was added to is of an earlier minute
  return paths
    .filter(({ pathId, sampledAtMs }) => isWanted(pathId) && sampledAtMs >= Math.max(fromMs, slotMs))
    .map(({ pathId, vantageId, health, sampledAtMs }) => {
      const round = rounds?.find((one) => one.pathId === pathId);
      const minute: PathMinute = { vantageId, atMs: sampledAtMs, ...minuteOf(health, round) };
      return { pathId, slotMs, minute };
    });
}

function minuteOf(health: PathHealth, round: ProbeRound | undefined): Omit<PathMinute, "vantageId" | "atMs"> {
  const { state, baselineRttMs, recent } = health;
  // the window reaches into the minute before where a burst was short
  const answered = recent.slice(-(round?.sentCount ?? recent.length)).filter((rttMs) => rttMs !== null);
  const steps = answered.slice(1).map((rttMs, i) => Math.abs(rttMs - (answered[i] ?? rttMs)));
  return {
    state,
    ...(baselineRttMs !== undefined && { baselineRttMs }),
    ...(round && { sentCount: round.sentCount, lostCount: round.lostCount }),
    ...(round?.rttP50Ms !== undefined && { rttP50Ms: round.rttP50Ms }),
    ...(answered.length > 0 && { rttLowMs: Math.min(...answered), rttHighMs: Math.max(...answered) }),
    ...(steps.length > 0 && { jitterMs: steps.reduce((sum, step) => sum + step, 0) / steps.length }),
  };
}
