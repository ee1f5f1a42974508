import type { Actuator, MoveRequest, PreImage, RouteChange } from "@skylane/core";
import * as z from "zod";
import { neighborOf, OwnedPrefixList, prefixListEntry, sequenceOf } from "./prefix-list-entry.ts";
import type { RouterShell } from "./router-shell.ts";

const Settings = z.strictObject({ routerId: z.string().min(1) });
const Handle = z.strictObject({
  /** The BGP neighbor at the other end of the connection. */
  neighborIp: z.ipv4(),
  /** Prefix list that the neighbor's inbound route-map matches to lower local preference to 50 (clouds.md 7.2). */
  drainPrefixList: OwnedPrefixList,
  /** The interface its packets cross. */
  interfaceName: z.string().min(1),
});

/**
 * Takes a prefix off a neighbor by local preference: puts it into the drain list that the neighbor's inbound route-map
 * already matches.
 */
export function localPreference(run: RouterShell): Actuator {
  const entry = prefixListEntry(run, ({ target }) => ({ prefixList: target.drainPrefixList ?? "", soft: "in" }));
  const viaNeighbor = async (change: RouteChange) =>
    (await entry.pathsTo(change)).find((path) => path.peerIp === neighborOf(change));

  return {
    id: "onprem.local-preference",
    settings: Settings,
    handle: Handle,
    plan: planDrains,
    snapshot: async (change) => ({ changeId: change.id, state: { isDrained: String(await entry.isListed(change)) } }),
    apply: async (change) => ((await entry.setListed(change, true)) ? "applied" : "already"),
    async isApplied(change) {
      const [drained, path] = await Promise.all([entry.isListed(change), viaNeighbor(change)]);
      return drained && path?.isBest !== true;
    },
    restore: async (change, before) => ((await entry.setListed(change, wasDrained(before))) ? "restored" : "already"),
    async isRestored(change, before) {
      const [drained, path] = await Promise.all([entry.isListed(change), viaNeighbor(change)]);
      const isLowered = path?.localPreference !== undefined && path.localPreference <= DRAINED_LOCAL_PREFERENCE;
      return drained === wasDrained(before) && (drained || !isLowered);
    },
  };
}

/** What the drain entry of the route-map sets: below the 100 of a VPN and the 200 of a Direct Connect. */
const DRAINED_LOCAL_PREFERENCE = 50;

/** One change per prefix: in the drain list of the neighbor to leave. */
function planDrains({ groupId, sideId, prefixes, settings, from }: MoveRequest): readonly RouteChange[] {
  const { routerId } = Settings.parse(settings);
  const { neighborIp, drainPrefixList } = Handle.parse(from);
  return prefixes.map((prefix) => ({
    id: `${groupId}:${sideId}:${prefix}`,
    sideId,
    cloud: "onprem",
    actuator: "onprem.local-preference",
    prefix,
    target: { routerId, neighborIp, drainPrefixList, sequence: sequenceOf(prefix) },
    desired: { isDrained: "true" },
    summary: `on ${routerId} lower local preference of ${prefix} from ${neighborIp} (list ${drainPrefixList})`,
  }));
}

const wasDrained = (before: PreImage): boolean => before.state?.isDrained === "true";
