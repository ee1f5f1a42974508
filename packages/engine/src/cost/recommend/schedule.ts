import { oneLine } from "@skylane/core";
import { type Advice, type Finder, percent, usd } from "./inputs.ts";

const HOUR_MS = 3_600_000;
const HOURS_PER_WEEK = 168;
const LEAST_WEEKS = 2;
const WEEKS_PER_MONTH = 730 / 168;
/** A machine that only keeps itself up uses less than that. */
const IDLE_RATIO = 0.05;
/** Shorter breaks are not worth a stop and a start. */
const LEAST_HOURS_OFF = 4;
/** A stop comes late, a start comes early. */
const EDGE_HOURS = 1;
/** 1970 began on a Thursday; weeks are counted from Monday. */
const MONDAY_OFFSET_HOURS = 72;

/** What is not production and stands idle at the same hours of every week that was seen. */
export const schedule: Finder = ({ resources = [] }) =>
  resources.flatMap((resource): readonly Advice[] => {
    const { isNonProduction, cpuRatio, startMs, usdPerHour, resourceId, scope } = resource;
    if (!isNonProduction || usdPerHour <= 0) return [];
    const weeks = Math.floor(cpuRatio.length / HOURS_PER_WEEK);
    if (weeks < LEAST_WEEKS) return [];
    const isIdle = Array.from({ length: HOURS_PER_WEEK }, () => true);
    const firstHour = Math.floor(startMs / HOUR_MS) + MONDAY_OFFSET_HOURS;
    // an hour that was not measured may have been busy
    for (const [i, ratio] of cpuRatio.entries())
      if (ratio === undefined || ratio >= IDLE_RATIO) isIdle[(firstHour + i) % HOURS_PER_WEEK] = false;
    const breaks = breaksOf(isIdle).filter(({ hours }) => hours >= LEAST_HOURS_OFF + EDGE_HOURS);
    const offHours = breaks.reduce((sum, { hours }) => sum + hours - EDGE_HOURS, 0);
    if (offHours === 0) return [];
    const savingUsd = offHours * usdPerHour * WEEKS_PER_MONTH;
    const name = oneLine(resourceId, 80);
    return [
      {
        title: `Stop ${name}, which is not production, ${offHours} of 168 hours a week`,
        scope,
        subjects: [resourceId],
        evidence: [
          `below ${percent(IDLE_RATIO)} of its processor in these hours of all ${weeks} weeks seen, UTC: ${breaks.slice(0, 10).map(spoken).join(", ")}`,
          `${usd(usdPerHour)} an hour while it runs; an hour at each end is left for stop and start`,
        ],
        savingUsd,
        // one break in five is worked through
        savingLowUsd: savingUsd * 0.8,
        savingHighUsd: savingUsd + breaks.length * EDGE_HOURS * usdPerHour * WEEKS_PER_MONTH,
        risk: weeks >= 4 ? "low" : "medium",
        risks: ["work at an unusual hour waits for the start", "its disks and addresses are paid all the same"],
        todo: [{ step: `stop and start ${name} by schedule in these hours`, undo: "remove the schedule and start it" }],
      },
    ];
  });

interface Break {
  readonly fromHour: number;
  readonly hours: number;
}

/** Runs of idle hours, around the end of the week too. */
function breaksOf(isIdle: readonly boolean[]): readonly Break[] {
  const firstBusy = isIdle.indexOf(false);
  if (firstBusy < 0) return [{ fromHour: 0, hours: HOURS_PER_WEEK }];
  const breaks: { fromHour: number; hours: number }[] = [];
  for (let i = 1; i <= HOURS_PER_WEEK; i += 1) {
    const hour = (firstBusy + i) % HOURS_PER_WEEK;
    if (!isIdle[hour]) continue;
    const last = breaks.at(-1);
    if (last && (last.fromHour + last.hours) % HOURS_PER_WEEK === hour) last.hours += 1;
    else breaks.push({ fromHour: hour, hours: 1 });
  }
  return breaks;
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const at = (hour: number): string => `${DAYS[Math.floor(hour / 24) % 7]} ${String(hour % 24).padStart(2, "0")}:00`;
const spoken = ({ fromHour, hours }: Break): string => `${at(fromHour)} to ${at((fromHour + hours) % HOURS_PER_WEEK)}`;
