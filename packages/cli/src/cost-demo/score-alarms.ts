import type { CostAnomaly } from "@skylane/core";
import type { TrafficPlay } from "@skylane/local/traffic";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
export type PlayedIncident = TrafficPlay["incidents"][number];
export type Alarm = Omit<CostAnomaly, "feedback">;
/** One of the times that an anomaly was told. */
export type ToldAlarm = Alarm & { readonly toldAtMs: number };

/** How soon each has to be found, minutes; and false alarms a week. */
export const GOALS = {
  misrouting: 60,
  runaway: 180,
  creep: 3 * 24 * 60,
  falseAlarmsPerWeek: 1,
} as const satisfies Record<PlayedIncident["kind"] | "falseAlarmsPerWeek", number>;

export interface ScoredIncident {
  readonly kind: PlayedIncident["kind"];
  readonly beganAtMs: number;
  readonly endedAtMs: number;
  readonly flowCount: number;
  readonly goalMinutes: number;
  /** Absent = not found while it went on. */
  readonly foundAfterMinutes?: number;
  readonly anomalyId?: string;
  /** As it was told last within the goal, and when it was told so first. */
  readonly cause?: CostAnomaly["cause"];
  readonly explainedAfterMinutes?: number;
  readonly isCauseRight: boolean;
  /** Of a change of routes: whether who made it was named. */
  readonly isCulpritNamed?: boolean;
  /** Alarms about the same after the first. */
  readonly repeatCount: number;
  readonly isGoalMet: boolean;
}

export interface DemoScore {
  readonly incidents: readonly ScoredIncident[];
  readonly falseAlarms: readonly Alarm[];
  readonly falseAlarmsPerWeek: number;
  readonly isGoalMet: boolean;
}

/** Compares what was told with what was put in. What is about none of the incidents, or comes more than a day after it, is a false alarm. */
export function scoreAlarms(
  incidents: readonly PlayedIncident[],
  told: readonly ToldAlarm[],
  watchedMs: number,
): DemoScore {
  const alarms = told.filter(({ id }, i) => told.findIndex((one) => one.id === id) === i);
  const about = (incident: PlayedIncident, { scope, flowIds, foundAtMs }: Alarm): boolean =>
    foundAtMs >= incident.fromMs &&
    foundAtMs < incident.toMs + DAY_MS &&
    (flowIds.some((id) => incident.flowIds.includes(id)) ||
      (scope.kind === "link" && [...incident.connectionIds, ...incident.usualConnectionIds].includes(scope.id)));
  const scored = incidents.map((incident): ScoredIncident => {
    const own = alarms.filter((alarm) => about(incident, alarm)).sort((a, b) => a.foundAtMs - b.foundAtMs);
    const [first] = own.filter(({ foundAtMs }) => foundAtMs <= incident.toMs);
    const goalMinutes = GOALS[incident.kind];
    const minutes = first && Math.ceil((first.foundAtMs - incident.fromMs) / MINUTE_MS);
    const inTime = told.filter(
      ({ id, toldAtMs }) => id === first?.id && toldAtMs <= incident.fromMs + goalMinutes * MINUTE_MS,
    );
    const explained = inTime.at(-1);
    const explainedAtMs = inTime.find(({ cause }) => cause === explained?.cause)?.toldAtMs;
    const isCauseRight = explained?.cause === incident.kind;
    const isCulpritNamed = incident.by === undefined ? undefined : explained?.routeChange?.by === incident.by;
    return {
      kind: incident.kind,
      beganAtMs: incident.fromMs,
      endedAtMs: incident.toMs,
      flowCount: incident.flowIds.length,
      goalMinutes,
      ...(first && minutes !== undefined && { foundAfterMinutes: minutes, anomalyId: first.id }),
      ...(explained &&
        explainedAtMs !== undefined && {
          cause: explained.cause,
          explainedAfterMinutes: Math.ceil((explainedAtMs - incident.fromMs) / MINUTE_MS),
        }),
      isCauseRight,
      ...(isCulpritNamed !== undefined && { isCulpritNamed }),
      repeatCount: Math.max(0, own.length - 1),
      isGoalMet: minutes !== undefined && minutes <= goalMinutes && isCauseRight && isCulpritNamed !== false,
    };
  });
  const falseAlarms = alarms.filter((alarm) => !incidents.some((incident) => about(incident, alarm)));
  const falseAlarmsPerWeek = Math.round((falseAlarms.length / (watchedMs / (7 * DAY_MS))) * 100) / 100;
  return {
    incidents: scored,
    falseAlarms,
    falseAlarmsPerWeek,
    isGoalMet: scored.every(({ isGoalMet }) => isGoalMet) && falseAlarmsPerWeek <= GOALS.falseAlarmsPerWeek,
  };
}
