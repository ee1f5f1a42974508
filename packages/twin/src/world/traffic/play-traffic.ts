import type { Estate } from "../../estate/estate.ts";
import type { EffectiveChange } from "../change-log.ts";
import { seededRandom } from "../clock.ts";
import { createWorld } from "../world.ts";
import { type FlowProfile, flowProfile } from "./flow-profile.ts";
import { chooseIncidents, type Incident, momentsOf } from "./incidents.ts";

const SLOT_MS = 900_000;
const SLOTS_PER_DAY = 96;
/** What goes wrong begins after that day, and has ended so many days before the play ends. */
const QUIET_DAYS = 25;
const LAST_DAYS = 4;

/** What a flow sent in a slot over one way. */
export interface SentBytes {
  readonly flowId: string;
  /** The connections it crossed, first to last, each with its direction as seen from end `a`. */
  readonly crossings: readonly { readonly connectionId: string; readonly isForward: boolean }[];
  readonly bytes: number;
}

/** A line of a cloud's audit log: who changed where packets go. */
export interface RouteRecord extends Pick<EffectiveChange, "atMs" | "where" | "prefix" | "from" | "to"> {
  /** The call, and who made it. */
  readonly call: string;
  readonly by: string;
}

export interface TrafficPlay {
  readonly startMs: number;
  /** A slot of a quarter of an hour after the other, up to the end. */
  slots(): Iterable<{ readonly startMs: number; readonly sent: readonly SentBytes[] }>;
  /** Changes by people and programs up to the slot that was asked for last. */
  audit(): readonly RouteRecord[];
  /** What went wrong: for whoever scores, not for whoever watches. */
  readonly incidents: readonly Omit<Incident, "begin" | "end" | "factorAt">[];
}

/**
 * An estate's traffic over some weeks: flows by hour, weekday and month, over the way that routing gives them at that moment, and three
 * things that go wrong: a route that leads a dedicated link's flows over a VPN, a job that does not end, and a slow growth. The same
 * seed gives the same play.
 */
export function playTraffic(estate: Estate, seed: number, days: number, startMs: number): TrafficPlay {
  if (days < QUIET_DAYS + LAST_DAYS + 11)
    throw new RangeError(`A play needs ${QUIET_DAYS + LAST_DAYS + 11} days or more, not ${days}.`);
  const random = seededRandom(seed);
  let nowMs = startMs;
  const world = createWorld(estate, { nowMs: () => nowMs, after: () => () => undefined }, random);
  const profiles = estate.flows.map(
    (flow): FlowProfile => flowProfile(flow.monthlyGb, startMs, seededRandom(random() * 2 ** 32)),
  );
  const incidents = chooseIncidents(world, { startMs, firstDay: QUIET_DAYS, lastDay: days - LAST_DAYS }, random);
  const growing = new Map(estate.flows.map(({ id }) => [id, incidents.filter(({ flowIds }) => flowIds.includes(id))]));

  const waysNow = (): readonly SentBytes["crossings"][] =>
    estate.flows.map(({ source, destination }) =>
      world.traceBetween(source, destination).crossings.map(({ connection, isForward }) => ({
        connectionId: connection.id,
        isForward,
      })),
    );

  let records: readonly RouteRecord[] = [];
  const readLog = (): readonly RouteRecord[] =>
    world.changes().flatMap(({ atMs, where, prefix, from, to, by, cause }) => {
      const [call = "", who = ""] = by.split(" by ");
      return cause === "command" ? [{ atMs, where, prefix, from, to, call, by: who }] : [];
    });

  function* slots() {
    const moments = [...momentsOf(incidents)];
    let ways = waysNow();
    for (let at = 0; at < days * SLOTS_PER_DAY; at += 1) {
      const slotMs = startMs + at * SLOT_MS;
      const sent: SentBytes[] = [];
      const send = (fromMs: number, toMs: number): void => {
        if (toMs <= fromMs) return;
        for (const [i, flow] of estate.flows.entries()) {
          let factor = 1;
          for (const one of growing.get(flow.id) ?? [])
            if (fromMs >= one.fromMs && fromMs < one.toMs) factor *= one.factorAt(fromMs);
          const bytes = Math.round((profiles[i]?.(fromMs, toMs) ?? 0) * factor);
          if (bytes > 0) sent.push({ flowId: flow.id, crossings: ways[i] ?? [], bytes });
        }
      };
      let fromMs = slotMs;
      for (let next = moments[0]; next && next.atMs < slotMs + SLOT_MS; next = moments[0]) {
        send(fromMs, next.atMs);
        nowMs = next.atMs;
        next.run();
        records = readLog();
        ways = waysNow();
        fromMs = next.atMs;
        moments.shift();
      }
      send(fromMs, slotMs + SLOT_MS);
      nowMs = slotMs + SLOT_MS;
      yield { startMs: slotMs, sent };
    }
  }

  return {
    startMs,
    slots,
    audit: () => records,
    incidents: incidents.map(({ begin: _, end: __, factorAt: ___, ...incident }) => incident),
  };
}
