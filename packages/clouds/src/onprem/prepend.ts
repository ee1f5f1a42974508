import type { Actuator, RouteChange } from "@skylane/core";
import * as z from "zod";
import { listedDrain } from "./listed-drain.ts";
import { neighborOf, OwnedPrefixList, type PrefixListEntry } from "./prefix-list-entry.ts";
import type { RouterShell } from "./router-shell.ts";

const Settings = z.strictObject({
  routerId: z.string().min(1),
  /** How often the route-map's entry puts the AS number before the path: what read-back looks for. */
  prependCount: z
    .string()
    .regex(/^[1-9]$/, "must be 1 to 9 as text, such as '3'")
    .default("3"),
});
const Handle = z.strictObject({
  /** The BGP neighbor at the other end of the connection. */
  neighborIp: z.ipv4(),
  /** Prefix list that the neighbor's outbound route-map matches already, to put the own AS number before the path again. */
  prependPrefixList: OwnedPrefixList,
  /** The interface its packets cross. */
  interfaceName: z.string().min(1),
});

/**
 * Brings packets to us off a neighbor by a longer AS path: what we announce to it is in a list that its outbound route-map
 * matches. It decides only where the far side ranks by AS path: not between media of AWS or Azure, which come first, nor
 * under a local preference of the far side. It is said over the path to leave, so that one has to be alive.
 */
export function prepend(run: RouterShell): Actuator {
  return listedDrain(run, {
    id: "onprem.prepend",
    settings: Settings,
    handle: Handle,
    place({ settings, from, to }) {
      const { routerId, prependCount } = Settings.parse(settings);
      const { neighborIp, prependPrefixList: prefixList } = Handle.parse(from);
      return {
        target: { routerId, neighborIp, prefixList, prependCount, toNeighborIp: Handle.parse(to).neighborIp },
        summaryOf: (prefix) =>
          `on ${routerId} announce ${prefix} to ${neighborIp} with a longer AS path (list ${prefixList})`,
      };
    },
    soft: () => "out",
    isDrained: isPrepended,
    isFree: async (entry, change) => !(await isPrepended(entry, change)),
  });
}

async function isPrepended(entry: PrefixListEntry, change: RouteChange): Promise<boolean> {
  const told = await entry.toldTo(change, neighborOf(change));
  return told.get(change.prefix) === Number(change.target.prependCount);
}
