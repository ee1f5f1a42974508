import type { Estate, EstateFlow } from "../../estate/estate.ts";
import type { Crossing } from "../trace.ts";
import { type FlowRate, flowRate, RATE_SLOT_MS } from "./flow-rate.ts";

const DAY_MS = 86_400_000;
/** How far back there is a history. */
const HISTORY_MS = 60 * DAY_MS;

/** From a moment on a flow sends times as much as it otherwise would: at once, or a part more each day. */
export interface Surge {
  readonly flowIds: readonly string[];
  readonly fromMs: number;
  /** Absent = it lasts. */
  readonly toMs?: number;
  readonly factor: number;
  /** Times that the factor has grown by after a day. */
  readonly dailyFactor: number;
}

/** What the estate's flows put on its connections at each moment up to now, over the ways that packets had then. */
export interface Traffic {
  /** First moment that there is a history of, ms since 1970. */
  readonly beginsAtMs: number;
  /** Bytes onto a connection in one direction (forward = from its end `a`) in [fromMs, toMs), as far as that has passed. */
  bytes(connectionId: string, isForward: boolean, fromMs: number, toMs: number): number;
  /** The same, flow by flow; those that sent nothing over it are left out. */
  bytesByFlow(connectionId: string, isForward: boolean, fromMs: number, toMs: number): ReadonlyMap<string, number>;
  /** Until when metrics have points. */
  countedUntilMs(): number;
  /** What a flow sent, over whichever way. */
  flowBytes(flowId: string, fromMs: number, toMs: number): number;
  /** How long after it was a metric tells of it. */
  setLateness(lateMs: number): void;
  surges(): readonly Surge[];
  /** Replaces what is sent beyond the usual. */
  setSurges(surges: readonly Surge[]): void;
  /** To be called when packets have begun to take other ways. */
  noteWays(): void;
}

export type Ways = readonly (readonly Crossing[])[];

/** The ways of all flows from a moment on, and which flows are on each direction of each connection. */
interface Era {
  readonly fromMs: number;
  readonly flowsOn: ReadonlyMap<string, readonly number[]>;
}

/**
 * @param waysNow the crossings of each flow, in the order of the estate
 * @param firstWays the same when the world began; asked for once, when somebody first looks
 */
export function createTraffic(
  { flows, traffic }: Pick<Estate, "flows" | "traffic">,
  nowMs: () => number,
  waysNow: () => Ways,
  firstWays: () => Ways,
): Traffic {
  const startedAtMs = nowMs();
  const beginsAtMs = Math.floor((startedAtMs - HISTORY_MS) / DAY_MS) * DAY_MS;
  const monthMs = firstOfMonth(startedAtMs);
  let first: Era | undefined;
  const later: Era[] = [];
  let surges: readonly Surge[] = [];
  let lateMs = 0;
  let rates: readonly FlowRate[] | undefined;

  const rateOf = (flow: number): FlowRate | undefined => {
    rates ??= flows.map((one) => flowRate(one, traffic?.seed, monthMs));
    return rates[flow];
  };
  const eras = (): readonly Era[] => {
    first ??= { fromMs: beginsAtMs, flowsOn: flowsOn(firstWays()) };
    return [first, ...later];
  };
  const sentBy = (flow: number, fromMs: number, toMs: number): number => {
    const rate = rateOf(flow);
    const own = surges.filter(({ flowIds }) => flowIds.includes((flows[flow] as EstateFlow).id));
    let bytes = 0;
    for (let atMs = fromMs; rate && atMs < toMs; ) {
      const nextMs = Math.min(toMs, nextSlot(atMs), ...own.flatMap((surge) => edgesAfter(surge, atMs)));
      bytes += rate(atMs) * (nextMs - atMs) * own.reduce((factor, surge) => factor * factorAt(surge, atMs), 1);
      atMs = nextMs;
    }
    return bytes;
  };
  function* spans(connectionId: string, isForward: boolean, fromMs: number, toMs: number) {
    const key = keyOf(connectionId, isForward);
    const all = eras();
    for (const [i, era] of all.entries()) {
      const begin = Math.max(fromMs, era.fromMs);
      const end = Math.min(toMs, nowMs(), all[i + 1]?.fromMs ?? Number.POSITIVE_INFINITY);
      if (begin < end) for (const flow of era.flowsOn.get(key) ?? []) yield { flow, bytes: sentBy(flow, begin, end) };
    }
  }

  return {
    beginsAtMs,
    bytes(connectionId, isForward, fromMs, toMs) {
      let sum = 0;
      for (const { bytes } of spans(connectionId, isForward, fromMs, toMs)) sum += bytes;
      return sum;
    },
    bytesByFlow(connectionId, isForward, fromMs, toMs) {
      const sums = new Map<string, number>();
      for (const { flow, bytes } of spans(connectionId, isForward, fromMs, toMs)) {
        const { id } = flows[flow] as EstateFlow;
        if (bytes > 0) sums.set(id, (sums.get(id) ?? 0) + bytes);
      }
      return sums;
    },
    countedUntilMs: () => nowMs() - lateMs,
    flowBytes(flowId, fromMs, toMs) {
      const flow = flows.findIndex(({ id }) => id === flowId);
      return flow < 0 ? 0 : sentBy(flow, Math.max(fromMs, beginsAtMs), Math.min(toMs, nowMs()));
    },
    setLateness(ms) {
      lateMs = ms;
    },
    surges: () => surges,
    setSurges(next) {
      surges = next;
    },
    noteWays() {
      later.push({ fromMs: nowMs(), flowsOn: flowsOn(waysNow()) });
    },
  };
}

const keyOf = (connectionId: string, isForward: boolean): string => `${isForward ? ">" : "<"}${connectionId}`;

function flowsOn(ways: Ways): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const [flow, crossings] of ways.entries())
    for (const { connection, isForward } of crossings) {
      const key = keyOf(connection.id, isForward);
      const known = found.get(key);
      if (known) known.push(flow);
      else found.set(key, [flow]);
    }
  return found;
}

const nextSlot = (atMs: number): number => (Math.floor(atMs / RATE_SLOT_MS) + 1) * RATE_SLOT_MS;

const edgesAfter = ({ fromMs, toMs = fromMs }: Surge, atMs: number): readonly number[] =>
  [fromMs, toMs].filter((edge) => edge > atMs);

/** What grows does so from slot to slot, wherever one is cut. */
function factorAt({ fromMs, toMs, factor, dailyFactor }: Surge, atMs: number): number {
  if (atMs < fromMs || (toMs !== undefined && atMs >= toMs)) return 1;
  const slotMs = Math.floor(atMs / RATE_SLOT_MS) * RATE_SLOT_MS;
  return factor * dailyFactor ** (Math.max(0, slotMs - fromMs) / DAY_MS);
}

function firstOfMonth(atMs: number): number {
  const at = new Date(atMs);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);
}
