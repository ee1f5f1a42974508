import type { RouteChange } from "@skylane/core";
import * as z from "zod";
import { cloudError } from "../_shared/errors.ts";
import type { RouterShell } from "./router-shell.ts";
import { vtysh } from "./router-shell.ts";
import { parseAdvertised, parseBgpPaths, parsePrefixList } from "./schema.ts";

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
  /** @throws ERR_CLOUD_NOT_FOUND if the list is not there, or would match everything once it is empty. */
  checkInstalled(change: RouteChange): Promise<void>;
  /**
   * Makes the list have the change's prefix, or not have it; false where it was so already.
   * @throws ERR_CLOUD_CONFLICT if the entry that this takes is another's
   */
  setListed(change: RouteChange, isWanted: boolean): Promise<boolean>;
  /** The BGP paths to the change's prefix, as the router ranks them. */
  pathsTo(change: RouteChange): Promise<ReturnType<typeof parseBgpPaths>>;
  /** What a neighbor is told: each prefix, and how often the own AS number is put before it. Nothing = there is no session. */
  toldTo(change: RouteChange, neighborIp: string): Promise<ReturnType<typeof parseAdvertised>>;
}

/** The entry that a change is about, on its router. */
export function prefixListEntry(run: RouterShell, placeOf: (change: RouteChange) => ListPlace): PrefixListEntry {
  const entriesOf = async (change: RouteChange): Promise<Entries> =>
    parsePrefixList(await run(routerOf(change), vtysh(`show ip prefix-list ${placeOf(change).prefixList} json`)));
  return {
    isListed: async (change) => isIn(await entriesOf(change), change),
    async checkInstalled(change) {
      const last = (await entriesOf(change)).at(-1);
      if (last?.type === "deny" && last.prefix === "0.0.0.0/0" && last.maximumPrefixLength === 32) return;
      const { prefixList } = placeOf(change);
      throw cloudError(
        "ERR_CLOUD_NOT_FOUND",
        `${change.id}: ${routerOf(change)} has no list ${prefixList} that ends with "deny 0.0.0.0/0 le 32"; install the base policy first (docs/steering-onprem.md)`,
        { changeId: change.id, routerId: routerOf(change), prefixList },
      );
    },
    async setListed(change, isWanted) {
      const entries = await entriesOf(change);
      if (isIn(entries, change) === isWanted) return false;
      const { prefixList, soft } = placeOf(change);
      checkOwner(change, prefixList, entries, isWanted);
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
    toldTo: async (change, neighborIp) =>
      parseAdvertised(
        await run(routerOf(change), vtysh(`show bgp ipv4 unicast neighbors ${neighborIp} advertised-routes json`)),
      ),
  };
}

type Entries = ReturnType<typeof parsePrefixList>;

const isIn = (entries: Entries, { prefix }: RouteChange): boolean =>
  entries.some((entry) => entry.prefix === prefix && entry.type === "permit");

/** FRR puts an entry in the place of one with its number, without a word. */
function checkOwner(change: RouteChange, prefixList: string, entries: Entries, isWanted: boolean): void {
  const number = Number(change.target.sequence);
  const there = entries.find(({ sequenceNumber }) => sequenceNumber === number);
  const isOurs = there ? there.prefix === change.prefix : isWanted;
  if (isOurs) return;
  throw cloudError(
    "ERR_CLOUD_CONFLICT",
    there
      ? `${change.id}: entry ${number} of ${prefixList} is ${there.type} ${there.prefix}, which Skylane did not write; look at it by hand`
      : `${change.id}: ${prefixList} has ${change.prefix} under another number than ${number}, which Skylane did not write; look at it by hand`,
    { changeId: change.id, routerId: routerOf(change), prefixList },
  );
}

/**
 * Number of a prefix's entry, its own whatever else is moved: the middle of its range. Two groups that move at once over
 * one neighbor so never write over one another.
 */
export function sequenceOf(prefix: string): string {
  const [address = "", bits = ""] = prefix.split("/");
  const first = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return String(first + Math.floor(2 ** (31 - Number(bits))));
}

export const neighborOf = ({ target }: RouteChange): string => target.neighborIp ?? "";
const routerOf = ({ target }: RouteChange): string => target.routerId ?? "";
