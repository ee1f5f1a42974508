import { makeSteering } from "@skylane/clouds";
import type { Actuator, PreImage, ProbeAnswer, Prober, RouteChange, Steering } from "@skylane/core";
import type { World } from "../../packages/twin/src/world/world.ts";

/** What a write is about to make of a route: its change, and whether it is the change itself or its undoing. */
export type OnWrite = (change: RouteChange, kind: "apply" | "restore") => void;

/** One prefix of one knob, as the world keeps it; the value is what the actuator's pre-image holds. */
interface Knob {
  read(change: RouteChange): PreImage["state"];
  write(change: RouteChange, state: PreImage["state"]): void;
}

/**
 * The knobs of the two actuators that GlobalCart's acting groups use, turned in the world itself: the changes are planned by the
 * shipped adapters, and only the HTTP between is left out, so that a thousand scripts fit into a test.
 */
export function twinSteering(world: World, onWrite: OnWrite): Steering {
  const planner = makeSteering({ routerGatewayUrl: undefined });
  const knobs: Readonly<Record<string, Knob>> = {
    "aws.tgw-route": staticRouteKnob(world),
    "onprem.local-preference": drainListKnob(world),
  };
  return {
    actuator(id) {
      const knob = knobs[id];
      if (!knob) throw new Error(`no knob ${id} in this world`);
      return turned(planner.actuator(id), knob, onWrite);
    },
    counters: (id) =>
      id.startsWith("onprem.")
        ? {
            packetCount: async (_, { interfaceName }) => {
              const count = world.counters.get(interfaceName ?? "");
              return count && count.forwardPackets + count.reversePackets;
            },
          }
        : undefined,
  };
}

function turned(actuator: Actuator, knob: Knob, onWrite: OnWrite): Actuator {
  const isSame = (a: PreImage["state"], b: PreImage["state"]): boolean => JSON.stringify(a) === JSON.stringify(b);
  return {
    ...actuator,
    snapshot: async (change) => ({ changeId: change.id, state: knob.read(change) }),
    async apply(change) {
      if (isSame(knob.read(change), change.desired)) return "already";
      onWrite(change, "apply");
      knob.write(change, change.desired);
      return "applied";
    },
    isApplied: async (change) => isSame(knob.read(change), change.desired),
    async restore(change, before) {
      if (isSame(knob.read(change), before.state)) return "already";
      onWrite(change, "restore");
      knob.write(change, before.state);
      return "restored";
    },
    isRestored: async (change, before) => isSame(knob.read(change), before.state),
  };
}

const staticRouteKnob = (world: World): Knob => {
  const tableOf = ({ target }: RouteChange): Map<string, string> => {
    const id = target.transitGatewayRouteTableId ?? "";
    const table = world.routing.staticRoutes.get(id) ?? new Map<string, string>();
    world.routing.staticRoutes.set(id, table);
    return table;
  };
  return {
    read(change) {
      const transitGatewayAttachmentId = tableOf(change).get(change.prefix);
      return transitGatewayAttachmentId === undefined ? null : { transitGatewayAttachmentId };
    },
    write: (change, state) =>
      world.change("aws.tgw-route", () => {
        if (state?.transitGatewayAttachmentId === undefined) tableOf(change).delete(change.prefix);
        else tableOf(change).set(change.prefix, state.transitGatewayAttachmentId);
      }),
  };
};

const drainListKnob = (world: World): Knob => {
  const listOf = ({ target }: RouteChange) => {
    const key = `${target.routerId}|${target.drainPrefixList}`;
    const list = world.routing.prefixLists.get(key) ?? new Map();
    world.routing.prefixLists.set(key, list);
    return list;
  };
  return {
    read: (change) => ({ isDrained: String(listOf(change).has(Number(change.target.sequence))) }),
    write: (change, state) =>
      world.change("onprem.local-preference", () => {
        const sequence = Number(change.target.sequence);
        if (state?.isDrained === "true")
          listOf(change).set(sequence, { action: "permit", prefix: change.prefix, le: 32 });
        else listOf(change).delete(sequence);
      }),
  };
};

const PACKET_BYTES = 60;

/** Probes as the world's packets fare at that instant: one round trip for a handshake, two for a request. */
export const twinProber = (world: World): Prober => ({
  async probe({ kind, sourceIp, host, timeoutMs }): Promise<ProbeAnswer> {
    const roundTripCount = kind === "http" ? 2 : 1;
    let ms = 0;
    for (let i = 0; i < 2 * roundTripCount; i += 1) {
      const [from, to] = i % 2 === 0 ? [sourceIp, host] : [host, sourceIp];
      const fate = world.send(from, to, PACKET_BYTES);
      if (fate.kind !== "arrives") return { outcome: "timeout" };
      ms += fate.delayMs;
    }
    return ms > timeoutMs ? { outcome: "timeout" } : { outcome: "ok", rttMs: ms / roundTripCount };
  },
});
