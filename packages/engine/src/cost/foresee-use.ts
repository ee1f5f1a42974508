import {
  type CloudId,
  type EventType,
  eventSource,
  type FunctionName,
  type FunctionSpec,
  functions,
  heardInBothRegions,
  regionOfVantage,
  rules,
  type SkylaneConfig,
  type WantedSchedule,
  wantedSchedules,
} from "@skylane/core";
import { costCheckSteps, handlerUse, notForeseen } from "./handler-use.ts";
import { minutesOfRate } from "./month-of-minutes.ts";
import { bytesOfEvent, type Calls, useElsewhere, useOfCalls, useOfEvents } from "./use-of-calls.ts";
import { MINUTES_PER_MONTH, sumOfUse, type Used } from "./used.ts";

/** What is deployed: the configuration, and the schedules of each Region. */
export interface ForeseenStack {
  readonly config: SkylaneConfig;
  /** The first acts. */
  readonly regions: readonly { readonly regionId: string; readonly schedules: readonly WantedSchedule[] }[];
  /** Clouds whose own functions probe and look. */
  readonly probedByThemselves: readonly CloudId[];
}

/** The stack of a configuration in these Regions, the one that acts first. */
export const foreseenStack = (
  config: SkylaneConfig,
  regionIds: readonly string[],
  probedByThemselves: readonly CloudId[] = [],
): ForeseenStack => ({
  config,
  probedByThemselves,
  regions: regionIds.map((regionId) => ({
    regionId,
    schedules: wantedSchedules(config, regionId, probedByThemselves),
  })),
});

const PER_MINUTE = "rate(1 minute)";
const PER_HOUR = "rate(1 hour)";
const MILLION = 1e6;

/**
 * What a stack uses in a quiet month, by its schedules alone: bursts, what each snapshot sets off by the rules, looks at the
 * clouds. Moves, drills, people who look at the page and alarms of the clouds come on top; they are rare or cost little.
 */
export function foreseeUse(stack: ForeseenStack): readonly Used[] {
  const used: Used[] = [];
  for (const { regionId, schedules } of stack.regions)
    for (const { target, rate, input } of schedules) {
      const count = callsPerMonth(rate);
      if (count === 0 || notForeseen[target] !== undefined) continue;
      used.push({ cloud: "aws", regionId, item: "schedule-run", by: target, units: count / MILLION });
      const of = { functionName: target, regionId, count, isFromElsewhere: false };
      used.push(...follow(stack, { ...of, ...pathsOf(stack.config, input.vantageId) }));
      if (target === "start-cost-check") used.push(...lookAtCosts(stack, input.kind, { regionId, count }));
    }
  return sumOfUse([...used, ...burstsElsewhere(stack), ...looksElsewhere(stack)]);
}

/** States of a look that goes well, beside its steps: what it is for, by what it looks, whether all was looked at, and its end. */
const LOOK_TRANSITIONS = 4;

/** The steps of a look at costs, where there is something to look at: what they use follows from how many links there are. */
function lookAtCosts(
  stack: ForeseenStack,
  kind: string | undefined,
  { regionId, count }: Pick<Calls, "regionId" | "count">,
): readonly Used[] {
  const { config, regions } = stack;
  const steps: readonly FunctionName[] = kind === "meter" || kind === "bills" ? costCheckSteps[kind] : [];
  const has = kind === "bills" ? config.costs.bills.length > 0 : Object.keys(config.clouds).length > 0;
  // the other Region starts none
  if (!has || regionId !== regions[0]?.regionId) return [];
  const transitions = (count * (steps.length + LOOK_TRANSITIONS)) / MILLION;
  const pathCount = config.connections.length;
  return [
    { cloud: "aws", regionId, item: "workflow-transition", by: "workflows", units: transitions },
    ...steps.flatMap((functionName) =>
      follow(stack, { functionName, regionId, count, isFromElsewhere: false, pathCount }),
    ),
  ];
}

/** At one minute of one day of the week. */
const WEEKLY = /^cron\(\d+ \d+ \? \* [A-Z]{3} \*\)$/;
const MINUTES_PER_WEEK = 7 * 1_440;

const callsPerMonth = (rate: string): number =>
  MINUTES_PER_MONTH / (WEEKLY.test(rate) ? MINUTES_PER_WEEK : (minutesOfRate(rate) ?? Number.POSITIVE_INFINITY));

/** How many paths a call is about: those of its vantage, or all. */
const pathsOf = ({ groups }: SkylaneConfig, vantageId: string | undefined) => ({
  vantageId,
  pathCount: groups
    .flatMap(({ paths }) => paths)
    .filter(({ probe }) => (vantageId ?? probe.vantageId) === probe.vantageId).length,
});

/** What calls use, and what the events they send set off. */
function follow(stack: ForeseenStack, calls: Calls): readonly Used[] {
  const isIdle = leavesItToTheOther(stack, calls);
  const regionIds = stack.regions.map(({ regionId }) => regionId);
  const own = useOfCalls(stack.config, regionIds, calls, isIdle);
  const events = isIdle ? [] : (handlerUse[calls.functionName]?.events ?? []);
  const groupCount = stack.config.groups.length;
  return [
    ...own,
    ...events.flatMap(({ type, isPerGroup }) =>
      tell(stack, isPerGroup ? { ...calls, count: calls.count * groupCount } : calls, type),
    ),
  ];
}

/** In the Region that does not act: what only the other does, and bursts of a vantage that has no Region of its own. */
function leavesItToTheOther({ config, regions }: ForeseenStack, { functionName, regionId, vantageId }: Calls): boolean {
  const { where }: FunctionSpec = functions[functionName];
  if (regionId === regions[0]?.regionId) return false;
  const isBurst = functionName === "probe-burst" && vantageId !== undefined;
  return where === "acting" || (isBurst && regionOfVantage(config, vantageId) === undefined);
}

/** One event of each of these calls on every bus that hears it, and what its rules call. */
function tell(stack: ForeseenStack, calls: Calls, type: EventType): readonly Used[] {
  const eventBytes = bytesOfEvent(calls, type);
  const isForBoth = heardInBothRegions.some((one) => one === type);
  const heardIn = stack.regions.filter(({ regionId }) => isForBoth || regionId === calls.regionId);
  return heardIn.flatMap(({ regionId }) => [
    ...useOfEvents({ ...calls, regionId, eventBytes }),
    ...targetsOf(type).flatMap((functionName) => follow(stack, { ...calls, regionId, functionName, eventBytes })),
  ]);
}

/** Functions that a rule calls for events of a type; rules that look into the event are for what a quiet month has not. */
export const targetsOf = (type: EventType): readonly FunctionName[] =>
  rules.flatMap(({ pattern, target }) => {
    const source = pattern.source as readonly (string | { readonly prefix: string })[];
    const types = pattern["detail-type"] as readonly string[] | undefined;
    const isFrom = source.some((one) =>
      typeof one === "string" ? one === eventSource(type) : eventSource(type).startsWith(one.prefix),
    );
    return isFrom && (types?.includes(type) ?? true) && pattern.detail === undefined ? [target] : [];
  });

/** Bursts from functions of other clouds, and from agents, which cost nothing there; their snapshots come to the bus all the same. */
function burstsElsewhere(stack: ForeseenStack): readonly Used[] {
  const { config, regions, probedByThemselves } = stack;
  const [acting] = regions;
  if (!acting) return [];
  return config.vantages.flatMap(({ id, networkId, runsAs }) => {
    const network = config.networks.find((one) => one.id === networkId);
    const isOwnFunction = network !== undefined && probedByThemselves.includes(network.cloud);
    if (!network || (runsAs === "function" && !isOwnFunction)) return [];
    const calls: Calls = {
      functionName: "probe-burst",
      regionId: acting.regionId,
      count: callsPerMonth(PER_MINUTE),
      isFromElsewhere: true,
      ...pathsOf(config, id),
    };
    const compute = runsAs === "agent" ? [] : useElsewhere(config, calls, network);
    return [...compute, ...tell(stack, calls, "health.snapshot-taken.v1")];
  });
}

/** Looks by functions of other clouds, as the hub takes them in; what asking costs there is within what those clouds give. */
function looksElsewhere(stack: ForeseenStack): readonly Used[] {
  const { config, regions, probedByThemselves } = stack;
  const [acting] = regions;
  if (!acting) return [];
  return probedByThemselves
    .filter((cloud) => config.clouds[cloud] !== undefined)
    .flatMap(() =>
      follow(stack, {
        functionName: "join-look",
        regionId: acting.regionId,
        count: callsPerMonth(PER_HOUR),
        isFromElsewhere: false,
        ...pathsOf(config, undefined),
      }),
    );
}
