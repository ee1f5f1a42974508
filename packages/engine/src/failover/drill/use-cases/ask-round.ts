import type { ConnectionGroup, Flow, PathId } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { askFlows } from "../../traffic.ts";
import type { Round } from "../measuring.ts";

type RoundDeps = Pick<Deps, "config" | "clock" | "steering" | "prober">;

/** Asks rounds of requests on the flows that prove a group's traffic, and tells on which path their packets were counted. */
export interface Rounds {
  ask(): Promise<Round>;
}

/** A TCP and an HTTP round trip. */
const PROBE_TIMEOUTS = 2;

/** The counters are read once before the first round, so that each round knows what it added. */
export async function openRounds(deps: RoundDeps, group: ConnectionGroup, flows: readonly Flow[]): Promise<Rounds> {
  const timeoutMs = PROBE_TIMEOUTS * deps.config.thresholds.probeTimeoutMs;
  let counted = await countAll(deps, group);
  return {
    async ask() {
      const sentAtMs = deps.clock.nowMs();
      const answers = await askFlows(deps.prober, flows, timeoutMs);
      const answeredAtMs = deps.clock.nowMs();
      const now = await countAll(deps, group);
      const before = counted;
      counted = now;
      return {
        sentAtMs,
        answeredAtMs,
        sentCount: flows.length,
        answeredCount: answers.filter(Boolean).length,
        packets: new Map([...now].flatMap(([id, count]) => [[id, count - (before.get(id) ?? count)] as const])),
      };
    },
  };
}

/** Packets so far on each path of the group that a side can count; the first side that can speaks for all. */
async function countAll(deps: RoundDeps, group: ConnectionGroup): Promise<ReadonlyMap<PathId, number>> {
  for (const { id, steering } of group.sides) {
    const counters = steering && deps.steering.counters(steering.actuator);
    if (!steering || !counters) continue;
    const counts = await Promise.all(
      group.paths.map(async (path) => {
        const handle = path.handles[id];
        return [path.id, handle && (await countOne(counters.packetCount(steering.settings, handle)))] as const;
      }),
    );
    return new Map(counts.flatMap(([pathId, count]) => (count === undefined ? [] : [[pathId, count] as const])));
  }
  return new Map();
}

/** A counter that cannot be read costs its round a proof, not the drill. */
async function countOne(reading: Promise<number | undefined>): Promise<number | undefined> {
  try {
    return await reading;
  } catch {
    return undefined;
  }
}
