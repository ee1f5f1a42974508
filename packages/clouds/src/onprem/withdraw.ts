import type { Actuator, RouteChange } from "@skylane/core";
import * as z from "zod";
import { cloudError } from "../_shared/errors.ts";
import { listedDrain } from "./listed-drain.ts";
import { neighborOf, OwnedPrefixList, type PrefixListEntry } from "./prefix-list-entry.ts";
import type { RouterShell } from "./router-shell.ts";

const Settings = z.strictObject({ routerId: z.string().min(1) });
const Handle = z.strictObject({
  /** The BGP neighbor at the other end of the connection. */
  neighborIp: z.ipv4(),
  /** Prefix list that a deny entry of the neighbor's outbound route-map matches already. */
  withdrawPrefixList: OwnedPrefixList,
  /** The interface its packets cross. */
  interfaceName: z.string().min(1),
});

/**
 * Brings packets to us off a neighbor by saying nothing of a prefix there any more. The hard drain, for where nothing
 * softer counts: a cloud that takes a circuit before a VPN whatever the path says. What the neighbor to take is not told
 * is not withdrawn from the one to leave.
 */
export function withdraw(run: RouterShell): Actuator {
  return listedDrain(run, {
    id: "onprem.withdraw",
    settings: Settings,
    handle: Handle,
    place({ settings, from, to }) {
      const { routerId } = Settings.parse(settings);
      const { neighborIp, withdrawPrefixList: prefixList } = Handle.parse(from);
      return {
        target: { routerId, neighborIp, prefixList, toNeighborIp: Handle.parse(to).neighborIp },
        summaryOf: (prefix) => `on ${routerId} announce ${prefix} to ${neighborIp} no more (list ${prefixList})`,
      };
    },
    soft: () => "out",
    async check(entry, change) {
      if (await isToldToOther(entry, change)) return;
      throw cloudError(
        "ERR_PATH_LAST",
        `${change.id}: ${change.target.toNeighborIp} is not told ${change.prefix}, so that nobody could reach it without ${neighborOf(change)}. Bring that session up, or let its outbound route-map announce the prefix`,
        { changeId: change.id, routerId: change.target.routerId ?? "" },
      );
    },
    async isDrained(entry, change) {
      const [told, isOtherTold] = await Promise.all([
        entry.toldTo(change, neighborOf(change)),
        isToldToOther(entry, change),
      ]);
      return !told.has(change.prefix) && isOtherTold;
    },
    async isFree(entry, change) {
      const told = await entry.toldTo(change, neighborOf(change));
      return told.has(change.prefix) || told.size === 0;
    },
  });
}

const isToldToOther = async (entry: PrefixListEntry, change: RouteChange): Promise<boolean> =>
  (await entry.toldTo(change, change.target.toNeighborIp ?? "")).has(change.prefix);
