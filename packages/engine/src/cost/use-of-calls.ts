import {
  type EventType,
  type FunctionName,
  type FunctionSpec,
  functions,
  type Network,
  outposts,
  PROBE_SPREAD_RATIO,
  regionOfVantage,
  type SkylaneConfig,
} from "@skylane/core";
import { type HandlerUse, handlerUse, type Linear, type TableUnit, tableUnits } from "./handler-use.ts";
import type { Used } from "./used.ts";

/** Calls of a function in a month, and what they are about. */
export interface Calls {
  readonly functionName: FunctionName;
  readonly regionId: string;
  readonly count: number;
  /** Absent = it is about all paths. */
  readonly vantageId?: string | undefined;
  readonly pathCount: number;
  /** Of the event they are called for; absent = a schedule. */
  readonly eventBytes?: number;
  /** The burst was not of our own functions: it stored nothing of what it saw. */
  readonly isFromElsewhere: boolean;
}

const MB_PER_GB = 1_024;
const WRITE_UNIT_BYTES = 1_024;
/** An event in the table beside its JSON: DynamoDB keeps two digits of a number in a byte, and a large one is packed. */
const STORED_RATIO = 0.7;
const PACKED_RATIO = 0.2;
const PACKED_FROM_BYTES = 1_000;
const MILLION = 1e6;
const BYTES_PER_GB = 1e9;
/** EventBridge counts an event once for each of these that it begins. */
const EVENT_UNIT_BYTES = 65_536;
/** Functions are charged by whole milliseconds: half of one on average. */
const ROUNDING_MS = 0.5;
/** A call that leaves the work to the Region that acts tries the lease and goes. */
const IDLE_MS = 10;
/** As many as the lease may lose and live: see `holdRegion`. */
const BEATS_PER_LEASE = 6;
/** CPUs of a function with 512 MiB. @see https://cloud.google.com/run/docs/configuring/services/cpu (read 2026-10) */
const CPUS_ELSEWHERE = 0.333;

/** Time and calls of a function, its log, and the units of the tables it reads and writes, in every Region a write goes to. */
export function useOfCalls(
  config: SkylaneConfig,
  regionIds: readonly string[],
  calls: Calls,
  isIdle: boolean,
): readonly Used[] {
  const { functionName, regionId, count, pathCount } = calls;
  const own = handlerUse[functionName];
  const ms = isIdle ? IDLE_MS : waitMs(config, functionName) + linear(own?.durationMs, pathCount);
  const by = { cloud: "aws", regionId, by: functionName } as const;
  return [
    { ...by, item: "function-request", units: count / MILLION },
    {
      ...by,
      item: "function-time",
      variant: "arm64",
      units: count * gbSecondsOf(functions[functionName].memoryMb, ms),
    },
    { ...by, item: "log-data", units: (count * linear(own?.logBytes, pathCount)) / BYTES_PER_GB },
    ...useOfTables(config, regionIds, calls, isIdle ? undefined : own),
  ];
}

const linear = ([fixed, perPath]: Linear = [0, 0], pathCount: number): number => fixed + perPath * pathCount;

const gbSecondsOf = (memoryMb: number, ms: number): number => ((memoryMb / MB_PER_GB) * (ms + ROUNDING_MS)) / 1_000;

/** How long a function waits by its configuration, whatever it does meanwhile: until its last round of probes, or heartbeat. */
function waitMs(config: SkylaneConfig, functionName: FunctionName): number {
  const { burstMs, probeIntervalMs } = config.thresholds;
  if (functionName === "probe-burst")
    return lastTurnMs(burstMs, probeIntervalMs) + probeIntervalMs * PROBE_SPREAD_RATIO;
  return functionName === "hold-region" && config.regions ? lastTurnMs(burstMs, beatMs(config)) : 0;
}

/** When the last turn begins, of those that begin every so often before the end. */
const lastTurnMs = (endMs: number, everyMs: number): number => (Math.ceil(endMs / everyMs) - 1) * everyMs;

const beatMs = ({ failover }: SkylaneConfig): number => failover.leaseMs / BEATS_PER_LEASE;

function useOfTables(
  config: SkylaneConfig,
  regionIds: readonly string[],
  calls: Calls,
  own: HandlerUse | undefined,
): readonly Used[] {
  const { regionId, count } = calls;
  const units = { ...coordination(config, calls, own !== undefined) };
  for (const unit of tableUnits)
    units[unit] =
      (units[unit] ?? 0) +
      linear(own?.tables?.[unit], calls.pathCount) * timesOf(config, calls, unit) +
      (config.regions ? (own?.tablesOfTwo?.[unit] ?? 0) : 0);
  const isFirst = regionId === regionIds[0];
  units["state-write"] =
    (units["state-write"] ?? 0) + ofEvent(calls) + ofBeat(config, calls) + (isFirst ? leftToStore(calls) : 0);
  return tableUnits.flatMap((unit): readonly Used[] => {
    const [by, kind] = unit.split("-") as ["state" | "coord", "read" | "write"];
    // a write is paid for in each Region that keeps it; who asks in vain whether it acts writes nothing, and pays for the try
    const paidIn = kind === "write" && own ? regionIds : [regionId];
    const amount = (count * (units[unit] ?? 0)) / MILLION;
    return amount === 0
      ? []
      : paidIn.map((one) => ({ cloud: "aws", regionId: one, item: `table-${kind}`, by, units: amount }));
  });
}

/** A burst stores what it saw every so often, and at its end. */
const timesOf = ({ thresholds }: SkylaneConfig, { functionName }: Calls, unit: TableUnit): number =>
  functionName === "probe-burst" && unit === "state-write"
    ? 1 + Math.floor(lastTurnMs(thresholds.burstMs, thresholds.probeIntervalMs) / thresholds.saveIntervalMs)
    : 1;

/** The event log keeps each event whole. */
const ofEvent = ({ functionName, eventBytes = 0 }: Calls): number =>
  functionName === "record-event"
    ? Math.ceil((eventBytes * (eventBytes > PACKED_FROM_BYTES ? PACKED_RATIO : STORED_RATIO)) / WRITE_UNIT_BYTES)
    : 0;

/** With two Regions each says once a minute that it lives, where the other reads it. */
const ofBeat = ({ regions }: SkylaneConfig, { functionName }: Calls): number =>
  functionName === "hold-region" && regions ? 1 : 0;

/** What a burst elsewhere saw is stored when its snapshot comes, by the first Region that hears it. */
const leftToStore = ({ functionName, isFromElsewhere, pathCount }: Calls): number =>
  functionName === "record-snapshot" && isFromElsewhere
    ? linear(handlerUse["probe-burst"]?.tables?.["state-write"], pathCount)
    : 0;

/** With two Regions: who acts is asked by each call that is for one of them, which renews the lease, and held with a heartbeat. */
function coordination(
  config: SkylaneConfig,
  { functionName, regionId, vantageId }: Calls,
  isActive: boolean,
): Partial<Record<TableUnit, number>> {
  const { regions, thresholds } = config;
  const { where }: FunctionSpec = functions[functionName];
  if (!regions) return {};
  const isOfEither = vantageId !== undefined && regionOfVantage(config, vantageId) === undefined;
  const asks = where === "acting" || !isActive || (functionName === "probe-burst" && isOfEither);
  if (functionName !== "hold-region") return asks ? { "coord-write": 1 } : {};
  const beats = 1 + lastTurnMs(thresholds.burstMs, beatMs(config)) / beatMs(config);
  return { "coord-read": beats, "coord-write": regionId === regions.home ? beats : 0 };
}

/** Bytes of an event of this type that such a call sends. */
export const bytesOfEvent = ({ functionName, pathCount }: Calls, type: EventType): number =>
  linear(handlerUse[functionName]?.events?.find((event) => event.type === type)?.bytes, pathCount);

/** One event a call, as the bus and its archive count it. */
export function useOfEvents({ regionId, count, eventBytes = 0 }: Calls): readonly Used[] {
  const by = { cloud: "aws", regionId, by: "bus" } as const;
  return [
    { ...by, item: "event", units: (count * Math.max(1, Math.ceil(eventBytes / EVENT_UNIT_BYTES))) / MILLION },
    { ...by, item: "event-archive", units: (count * eventBytes) / BYTES_PER_GB },
  ];
}

/** Bursts as a function of another cloud: time by memory, and by CPU where that is charged apart. */
export function useElsewhere(
  config: SkylaneConfig,
  { functionName, count, pathCount }: Calls,
  { cloud, regionId }: Pick<Network, "cloud" | "regionId">,
): readonly Used[] {
  const ms = waitMs(config, functionName) + linear(handlerUse[functionName]?.durationMs, pathCount);
  const by = { cloud, regionId, by: functionName } as const;
  const cpuSeconds = (count * CPUS_ELSEWHERE * ms) / 1_000;
  return [
    { ...by, item: "function-request", units: count / MILLION },
    { ...by, item: "function-time", units: count * gbSecondsOf(outposts.probe.memoryMb, ms) },
    ...(cloud === "gcp" ? ([{ ...by, item: "function-time", variant: "cpu", units: cpuSeconds }] as const) : []),
  ];
}
