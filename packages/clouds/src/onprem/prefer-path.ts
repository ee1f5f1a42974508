import type { Actuator, MoveRequest, PreImage, RouteChange } from "@skylane/core";
import * as z from "zod";
import { neighborOf, OwnedPrefixList, prefixListEntry, sequenceOf } from "./prefix-list-entry.ts";
import type { RouterShell } from "./router-shell.ts";

const Settings = z.strictObject({
  routerId: z.string().min(1),
  /**
   * `local-preference` raises what the neighbor announces to us: our packets. `community` marks what we announce to the
   * neighbor: packets to us, where the far side honours the mark, as AWS does 7224:7300 on a Direct Connect.
   */
  by: z.enum(["local-preference", "community"]),
});
const Handle = z.strictObject({
  /** The BGP neighbor at the other end of the connection. */
  neighborIp: z.ipv4(),
  /** Prefix list that a route-map of the neighbor matches already: inbound to set 300, outbound to set the community. */
  preferPrefixList: OwnedPrefixList,
  /** The interface its packets cross. */
  interfaceName: z.string().min(1),
});

/**
 * Brings a prefix onto a neighbor by raising it there, instead of lowering it where it is: then everything that has to be
 * said is said over the path that lives. Both directions are moved from here; the side's settings say which.
 */
export function preferPath(run: RouterShell): Actuator {
  const entry = prefixListEntry(run, (change) => ({
    prefixList: change.target.preferPrefixList ?? "",
    soft: isOurPackets(change) ? "in" : "out",
  }));

  return {
    id: "onprem.prefer-path",
    settings: Settings,
    handle: Handle,
    plan: planPreferences,
    snapshot: async (change) => ({ changeId: change.id, state: { isPreferred: String(await entry.isListed(change)) } }),
    apply: async (change) => ((await entry.setListed(change, true)) ? "applied" : "already"),
    async isApplied(change) {
      const [preferred, paths] = await Promise.all([entry.isListed(change), entry.pathsTo(change)]);
      if (!preferred) return false;
      // What the far side makes of a community no read of ours shows: the proof by traffic does. A route it is.
      if (!isOurPackets(change)) return paths.length > 0;
      return paths.some((path) => path.isBest && path.peerIp === neighborOf(change));
    },
    restore: async (change, before) => ((await entry.setListed(change, wasPreferred(before))) ? "restored" : "already"),
    async isRestored(change, before) {
      const [preferred, paths] = await Promise.all([entry.isListed(change), entry.pathsTo(change)]);
      if (preferred !== wasPreferred(before)) return false;
      if (preferred || !isOurPackets(change)) return true;
      const raised = paths.find((path) => path.peerIp === neighborOf(change))?.localPreference;
      return raised === undefined || raised < PREFERRED_LOCAL_PREFERENCE;
    },
  };
}

/** What the inbound route-map's entry sets: above the 200 of a Direct Connect and the 100 of a VPN (clouds.md 7.2). */
const PREFERRED_LOCAL_PREFERENCE = 300;

/** One change per prefix: in the preferring list of the neighbor to take. */
function planPreferences({ groupId, sideId, prefixes, settings, to }: MoveRequest): readonly RouteChange[] {
  const { routerId, by } = Settings.parse(settings);
  const { neighborIp, preferPrefixList } = Handle.parse(to);
  return prefixes.map((prefix) => ({
    id: `${groupId}:${sideId}:${prefix}`,
    sideId,
    cloud: "onprem",
    actuator: "onprem.prefer-path",
    prefix,
    target: { routerId, by, neighborIp, preferPrefixList, sequence: sequenceOf(prefix) },
    desired: { isPreferred: "true" },
    summary:
      by === "local-preference"
        ? `on ${routerId} raise local preference of ${prefix} from ${neighborIp} (list ${preferPrefixList})`
        : `on ${routerId} announce ${prefix} to ${neighborIp} as the preferred way (list ${preferPrefixList})`,
  }));
}

const isOurPackets = (change: RouteChange): boolean => change.target.by === "local-preference";
const wasPreferred = (before: PreImage): boolean => before.state?.isPreferred === "true";
