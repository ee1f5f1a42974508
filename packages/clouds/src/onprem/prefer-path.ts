import type { Actuator, MoveRequest, PreImage, RouteChange } from "@skylane/core";
import * as z from "zod";
import type { RouterShell } from "./router-shell.ts";
import { vtysh } from "./router-shell.ts";
import { parseBgpPaths, parsePrefixList } from "./schema.ts";

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
  preferPrefixList: z.string().regex(/^SKY-[A-Z0-9-]+$/, "must be a list that Skylane owns, named SKY-…"),
  /** The interface its packets cross. */
  interfaceName: z.string().min(1),
});

/**
 * Brings a prefix onto a neighbor by raising it there, instead of lowering it where it is: then everything that has to be
 * said is said over the path that lives. Both directions are moved from here; the side's settings say which. Only an
 * entry of a prefix list is touched, never a route-map, for an entry whose match fails would match everything.
 */
export function preferPath(run: RouterShell): Actuator {
  const isPreferred = async (change: RouteChange): Promise<boolean> => {
    const stdout = await run(routerOf(change), vtysh(`show ip prefix-list ${listOf(change)} json`));
    return parsePrefixList(stdout).some((entry) => entry.prefix === change.prefix && entry.type === "permit");
  };
  const toggle = async (change: RouteChange, isWanted: boolean): Promise<boolean> => {
    if ((await isPreferred(change)) === isWanted) return false;
    const entry = `ip prefix-list ${listOf(change)} seq ${change.target.sequence} permit ${change.prefix} le 32`;
    // The soft clear spares the route-map delay timer's 5 s; the session stays up.
    await run(
      routerOf(change),
      vtysh(
        "configure terminal",
        isWanted ? entry : `no ${entry}`,
        "end",
        `clear bgp ipv4 unicast ${neighborOf(change)} soft ${isOurPackets(change) ? "in" : "out"}`,
      ),
    );
    return true;
  };
  const pathsTo = async (change: RouteChange) =>
    parseBgpPaths(await run(routerOf(change), vtysh(`show bgp ipv4 unicast ${change.prefix} json`)));

  return {
    id: "onprem.prefer-path",
    settings: Settings,
    handle: Handle,
    plan: planPreferences,
    snapshot: async (change) => ({ changeId: change.id, state: { isPreferred: String(await isPreferred(change)) } }),
    apply: async (change) => ((await toggle(change, true)) ? "applied" : "already"),
    async isApplied(change) {
      const [preferred, paths] = await Promise.all([isPreferred(change), pathsTo(change)]);
      if (!preferred) return false;
      // What the far side makes of a community no read of ours shows: the proof by traffic does. A route it is.
      if (!isOurPackets(change)) return paths.length > 0;
      return paths.some((path) => path.isBest && path.peerIp === neighborOf(change));
    },
    restore: async (change, before) => ((await toggle(change, wasPreferred(before))) ? "restored" : "already"),
    async isRestored(change, before) {
      const [preferred, paths] = await Promise.all([isPreferred(change), pathsTo(change)]);
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
  return prefixes.map((prefix, i) => ({
    id: `${groupId}:${sideId}:${prefix}`,
    sideId,
    cloud: "onprem",
    actuator: "onprem.prefer-path",
    prefix,
    target: { routerId, by, neighborIp, preferPrefixList, sequence: String((i + 1) * 10) },
    desired: { isPreferred: "true" },
    summary:
      by === "local-preference"
        ? `on ${routerId} raise local preference of ${prefix} from ${neighborIp} (list ${preferPrefixList})`
        : `on ${routerId} announce ${prefix} to ${neighborIp} as the preferred way (list ${preferPrefixList})`,
  }));
}

const routerOf = (change: RouteChange): string => change.target.routerId ?? "";
const listOf = (change: RouteChange): string => change.target.preferPrefixList ?? "";
const neighborOf = (change: RouteChange): string => change.target.neighborIp ?? "";
const isOurPackets = (change: RouteChange): boolean => change.target.by === "local-preference";
const wasPreferred = (before: PreImage): boolean => before.state?.isPreferred === "true";
