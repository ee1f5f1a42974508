import type { RouteChange } from "@skylane/core";
import * as z from "zod";
import type { RouterShell } from "./router-shell.ts";
import { vtysh } from "./router-shell.ts";
import { parseBgpPaths, parsePrefixList } from "./schema.ts";

/** Name of a prefix list that a person made for Skylane and that a route-map of the neighbor matches already. */
export const OwnedPrefixList = z.string().regex(/^SKY-[A-Z0-9-]+$/, "must be a list that Skylane owns, named SKY-…");

/** Where an entry goes, and which way the neighbor is asked again after it changed. */
export interface ListPlace {
  readonly prefixList: string;
  readonly soft: "in" | "out";
}

/** Prefixes are steered by entries of prefix lists alone, never a route-map: an entry whose match fails matches everything. */
export interface PrefixListEntry {
  isListed(change: RouteChange): Promise<boolean>;
  /** Makes the list have the change's prefix, or not have it; false where it was so already. */
  setListed(change: RouteChange, isWanted: boolean): Promise<boolean>;
  /** The BGP paths to the change's prefix, as the router ranks them. */
  pathsTo(change: RouteChange): Promise<ReturnType<typeof parseBgpPaths>>;
}

/** The entry that a change is about, on its router. */
export function prefixListEntry(run: RouterShell, placeOf: (change: RouteChange) => ListPlace): PrefixListEntry {
  const isListed = async (change: RouteChange): Promise<boolean> => {
    const stdout = await run(routerOf(change), vtysh(`show ip prefix-list ${placeOf(change).prefixList} json`));
    return parsePrefixList(stdout).some((entry) => entry.prefix === change.prefix && entry.type === "permit");
  };
  return {
    isListed,
    async setListed(change, isWanted) {
      if ((await isListed(change)) === isWanted) return false;
      const { prefixList, soft } = placeOf(change);
      const entry = `ip prefix-list ${prefixList} seq ${change.target.sequence} permit ${change.prefix} le 32`;
      // The soft clear spares the route-map delay timer's 5 s; the session stays up.
      await run(
        routerOf(change),
        vtysh(
          "configure terminal",
          isWanted ? entry : `no ${entry}`,
          "end",
          `clear bgp ipv4 unicast ${neighborOf(change)} soft ${soft}`,
        ),
      );
      return true;
    },
    pathsTo: async (change) =>
      parseBgpPaths(await run(routerOf(change), vtysh(`show bgp ipv4 unicast ${change.prefix} json`))),
  };
}

/** Number of the entry of a move's i-th prefix: with room between, as people number them. */
export const sequenceOf = (i: number): string => String((i + 1) * 10);

export const neighborOf = ({ target }: RouteChange): string => target.neighborIp ?? "";
const routerOf = ({ target }: RouteChange): string => target.routerId ?? "";
