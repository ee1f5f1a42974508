import type { Actuator, MoveRequest, RouteChange } from "@skylane/core";
import * as z from "zod";
import type { RouterShell } from "./router-shell.ts";
import { vtysh } from "./router-shell.ts";
import { parseBgpPaths, parsePrefixList } from "./schema.ts";

const Settings = z.strictObject({ routerId: z.string().min(1) });
const Handle = z.strictObject({
  /** The BGP neighbor at the other end of the connection. */
  neighborIp: z.ipv4(),
  /** Prefix list that the neighbor's inbound route-map matches to lower local preference to 50 (clouds.md 7.2). */
  drainPrefixList: z.string().regex(/^SKY-[A-Z0-9-]+$/, "must be a list that Skylane owns, named SKY-…"),
  /** The interface its packets cross. */
  interfaceName: z.string().min(1),
});

/**
 * Takes a prefix off a neighbor by local preference: puts it into the drain list that the neighbor's inbound route-map
 * already matches. The route-map itself is never touched, for an entry whose match fails would match everything.
 */
export function localPreference(run: RouterShell): Actuator {
  const isDrained = async (change: RouteChange): Promise<boolean> => {
    const stdout = await run(routerOf(change), vtysh(`show ip prefix-list ${listOf(change)} json`));
    return parsePrefixList(stdout).some((entry) => entry.prefix === change.prefix && entry.type === "permit");
  };
  const toggle = async (change: RouteChange, isWanted: boolean): Promise<boolean> => {
    if ((await isDrained(change)) === isWanted) return false;
    const entry = `ip prefix-list ${listOf(change)} seq ${change.target.sequence} permit ${change.prefix} le 32`;
    // The soft clear spares the route-map delay timer's 5 s; the session stays up.
    await run(
      routerOf(change),
      vtysh(
        "configure terminal",
        isWanted ? entry : `no ${entry}`,
        "end",
        `clear bgp ipv4 unicast ${neighborOf(change)} soft in`,
      ),
    );
    return true;
  };
  const viaNeighbor = async (change: RouteChange) =>
    parseBgpPaths(await run(routerOf(change), vtysh(`show bgp ipv4 unicast ${change.prefix} json`))).find(
      (path) => path.peerIp === neighborOf(change),
    );

  return {
    id: "onprem.local-preference",
    settings: Settings,
    handle: Handle,
    plan: planDrains,
    snapshot: async (change) => ({ changeId: change.id, state: { isDrained: String(await isDrained(change)) } }),
    apply: async (change) => ((await toggle(change, true)) ? "applied" : "already"),
    async isApplied(change) {
      const [drained, path] = await Promise.all([isDrained(change), viaNeighbor(change)]);
      return drained && path?.isBest !== true;
    },
    restore: async (change, before) => ((await toggle(change, wasDrained(before))) ? "restored" : "already"),
    async isRestored(change, before) {
      const [drained, path] = await Promise.all([isDrained(change), viaNeighbor(change)]);
      const isLowered = path?.localPreference !== undefined && path.localPreference <= DRAINED_LOCAL_PREFERENCE;
      return drained === wasDrained(before) && (drained || !isLowered);
    },
  };
}

/** What the drain entry of the route-map sets: below the 100 of a VPN and the 200 of a Direct Connect. */
const DRAINED_LOCAL_PREFERENCE = 50;

/** One change per prefix: in the drain list of the neighbor to leave. */
export function planDrains({ groupId, sideId, prefixes, settings, from }: MoveRequest): readonly RouteChange[] {
  const { routerId } = Settings.parse(settings);
  const { neighborIp, drainPrefixList } = Handle.parse(from);
  return prefixes.map((prefix, i) => ({
    id: `${groupId}:${sideId}:${prefix}`,
    sideId,
    cloud: "onprem",
    actuator: "onprem.local-preference",
    prefix,
    target: { routerId, neighborIp, drainPrefixList, sequence: String((i + 1) * 10) },
    desired: { isDrained: "true" },
    summary: `on ${routerId} lower local preference of ${prefix} from ${neighborIp} (list ${drainPrefixList})`,
  }));
}

const routerOf = (change: RouteChange): string => change.target.routerId ?? "";
const listOf = (change: RouteChange): string => change.target.drainPrefixList ?? "";
const neighborOf = (change: RouteChange): string => change.target.neighborIp ?? "";
const wasDrained = (before: { readonly state: Readonly<Record<string, string>> | null }): boolean =>
  before.state?.isDrained === "true";
