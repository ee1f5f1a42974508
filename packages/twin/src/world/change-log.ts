import type { WorldClock } from "./clock.ts";
import { type ForwardingTables, forwardingChanges } from "./forwarding-table.ts";
import type { Atlas } from "./trace.ts";

/** A change of routing that moved packets: not what was asked for, but what it did. */
export interface EffectiveChange {
  readonly sequence: number;
  readonly atMs: number;
  /** A gateway, or the network whose own table it is. */
  readonly where: { readonly cloud: string; readonly gatewayId: string; readonly tableId?: string };
  readonly prefix: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** API call, `vtysh`, `bgp`, `stale-forwarding` or `reset`. */
  readonly by: string;
  /** `command`: somebody changed a route. `world`: a session fell or came back, or the lab intervened. */
  readonly cause: "command" | "world";
}

/** Compares what all tables do now with what they did when it last looked. */
export interface ChangeLog {
  observe(by: string, cause: EffectiveChange["cause"]): void;
  readonly entries: readonly EffectiveChange[];
}

/** @param moved runs when packets have begun to take other ways */
export function createChangeLog(
  atlas: Atlas,
  clock: WorldClock,
  tablesNow: () => ForwardingTables,
  moved: () => void,
): ChangeLog {
  const entries: EffectiveChange[] = [];
  let seen = tablesNow();
  return {
    entries,
    observe(by, cause) {
      const now = tablesNow();
      const before = entries.length;
      for (const { place, prefix, from, to } of forwardingChanges(seen, now)) {
        const [gatewayId = "", tableId] = place.split("|");
        const cloud = (atlas.gateways.get(gatewayId) ?? atlas.networks.get(gatewayId))?.cloud ?? "";
        entries.push({
          sequence: entries.length + 1,
          atMs: clock.nowMs(),
          where: { cloud, gatewayId, ...(tableId !== undefined && { tableId }) },
          prefix,
          from,
          to,
          by,
          cause,
        });
      }
      seen = now;
      if (entries.length > before) moved();
    },
  };
}
