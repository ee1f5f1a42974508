import type { Actuator, RouteChange } from "@skylane/core";
import * as z from "zod";
import { listedDrain } from "./listed-drain.ts";
import { neighborOf, OwnedPrefixList, type PrefixListEntry } from "./prefix-list-entry.ts";
import type { RouterShell } from "./router-shell.ts";

const Settings = z.strictObject({
  routerId: z.string().min(1),
  /**
   * `community` marks what we announce to the neighbor with 65535:0: packets to us, where the far side honours it.
   * `local-preference` takes what the neighbor announces for the worst: our packets.
   */
  by: z.enum(["community", "local-preference"]),
});
const Handle = z.strictObject({
  /** The BGP neighbor at the other end of the connection: a router of ours, for no cloud says that it honours the mark. */
  neighborIp: z.ipv4(),
  /** Prefix list that a route-map of the neighbor matches already: outbound to add the community, inbound to set 0. */
  shutdownPrefixList: OwnedPrefixList,
  /** The interface its packets cross. */
  interfaceName: z.string().min(1),
});

/**
 * Empties a connection between own routers before maintenance, without a packet lost: both ends put its routes last while
 * it still carries traffic. It is said over the path to leave, so that one has to be alive.
 * @see https://www.rfc-editor.org/rfc/rfc8326 (read 2026-11)
 */
export function gracefulShutdown(run: RouterShell): Actuator {
  return listedDrain(run, {
    id: "onprem.graceful-shutdown",
    settings: Settings,
    handle: Handle,
    place({ settings, from, to }) {
      const { routerId, by } = Settings.parse(settings);
      const { neighborIp, shutdownPrefixList: prefixList } = Handle.parse(from);
      return {
        target: { routerId, by, neighborIp, prefixList, toNeighborIp: Handle.parse(to).neighborIp },
        summaryOf: (prefix) =>
          by === "community"
            ? `on ${routerId} tell ${neighborIp} that its way to ${prefix} is about to be shut down (list ${prefixList})`
            : `on ${routerId} take ${prefix} from ${neighborIp} only as a last resort (list ${prefixList})`,
      };
    },
    soft: (change) => (isMark(change) ? "out" : "in"),
    async isDrained(entry, change) {
      // What was added to an announcement no read of ours shows, what the far side makes of it neither: the proof by traffic does.
      if (isMark(change)) return (await entry.toldTo(change, neighborOf(change))).has(change.prefix);
      const path = await viaNeighbor(entry, change);
      return path === undefined || (path.localPreference === LAST_RESORT && !path.isBest);
    },
    async isFree(entry, change) {
      return isMark(change) || (await viaNeighbor(entry, change))?.localPreference !== LAST_RESORT;
    },
  });
}

/** RFC 8326 §4: the lowest there is. */
const LAST_RESORT = 0;

const isMark = ({ target }: RouteChange): boolean => target.by === "community";
const viaNeighbor = async (entry: PrefixListEntry, change: RouteChange) =>
  (await entry.pathsTo(change)).find((path) => path.peerIp === neighborOf(change));
