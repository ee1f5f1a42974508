import { hasCode } from "@skylane/core";
import type { CallScope, Scan } from "../../_shared/scan.ts";
import { type RouterShell, vtysh } from "../router-shell.ts";
import {
  type Interface,
  type Link,
  type Neighbor,
  type Route,
  readAdvertised,
  readBfdPeers,
  readInterfaces,
  readLinks,
  readNeighbors,
  readRoutes,
  readSummary,
  readTable,
  readVersion,
  type TablePath,
} from "./answers.ts";

/** What one router answered; `undefined` where it could not be read, which is then a gap. */
export interface RouterAnswers {
  readonly routerId: string;
  /** The site it stands in; empty if that is not known. */
  readonly regionId: string;
  readonly host?: string | undefined;
  readonly version?: string | undefined;
  readonly asn: number | undefined;
  readonly neighbors: ReadonlyMap<string, Neighbor>;
  readonly interfaces: ReadonlyMap<string, Interface>;
  readonly links: readonly Link[];
  readonly bfdPeers: ReadonlySet<string> | undefined;
  readonly table: ReadonlyMap<string, readonly TablePath[]> | undefined;
  readonly routes: ReadonlyMap<string, readonly Route[]>;
  /** Prefixes told to each neighbor, by address. */
  readonly advertised: ReadonlyMap<string, readonly string[]>;
  readonly nowMs: number;
}

/** Beyond this a router holds a part of the internet's table: it is counted, not listed. */
const LISTED_ROUTES = 20_000;
const LISTED_NEIGHBORS = 200;

/** Asks one router, in three rounds; `undefined` if it cannot be reached at all. */
export async function readRouter(
  run: RouterShell,
  scan: Scan,
  { routerId, regionId, nowMs }: { readonly routerId: string; readonly regionId: string; readonly nowMs: number },
): Promise<RouterAnswers | undefined> {
  const scope = (operation: string): CallScope => ({ accountId: routerId, regionId, operation });
  const show = <T>(command: string, read: (stdout: string) => T): Promise<T | undefined> =>
    scan.call(scope(command), async () => read(await orNothing(run(routerId, vtysh(command)))));

  const version = await show("show version", readVersion);
  if (!version) return undefined;
  const [summary, neighbors, interfaces, links, bfdPeers] = await Promise.all([
    show("show bgp summary json", readSummary),
    show("show bgp neighbors json", readNeighbors),
    show("show interface json", readInterfaces),
    scan.call(scope("ip -j -d -s link"), async () => readLinks(await run(routerId, ["ip", "-j", "-d", "-s", "link"]))),
    show("show bfd peers json", readBfdPeers),
  ]);
  const isListed = (summary?.ribCount ?? 0) <= LISTED_ROUTES;
  const up = [...(neighbors ?? [])].filter(([, one]) => one.bgpState === "Established");
  const told = up
    .filter(([, one]) => {
      const count = one.addressFamilyInfo?.ipv4Unicast?.sentPrefixCounter;
      return count === undefined || (count > 0 && count <= LISTED_ROUTES);
    })
    .slice(0, LISTED_NEIGHBORS);
  const [table, routes, advertised] = await Promise.all([
    isListed && up.length > 0 ? show("show bgp ipv4 unicast json", readTable) : undefined,
    isListed ? show("show ip route json", readRoutes) : fewRoutes(show),
    Promise.all(
      told.map(async ([address, { remoteAs }]) => {
        const command = `show bgp ipv4 unicast neighbors ${address} advertised-routes json`;
        return [address, await show(command, (stdout) => readAdvertised(stdout, remoteAs))] as const;
      }),
    ),
  ]);
  return {
    routerId,
    regionId,
    ...version,
    asn: summary?.as ?? [...(neighbors?.values() ?? [])].find(({ localAs }) => localAs)?.localAs,
    neighbors: neighbors ?? new Map(),
    interfaces: interfaces ?? new Map(),
    links: links ?? [],
    bfdPeers,
    table,
    routes: routes ?? new Map(),
    advertised: new Map(advertised.flatMap(([address, prefixes]) => (prefixes ? [[address, prefixes]] : []))),
    nowMs,
  };
}

type Show = <T>(command: string, read: (stdout: string) => T) => Promise<T | undefined>;

/** Of a router whose table is too long to list: its own subnets, and what a person wrote. */
async function fewRoutes(show: Show): Promise<ReadonlyMap<string, readonly Route[]>> {
  const parts = await Promise.all([
    show("show ip route connected json", readRoutes),
    show("show ip route static json", readRoutes),
  ]);
  return new Map(parts.flatMap((part) => [...(part ?? [])]));
}

/** A router without BGP, or without BFD, refuses to show it; that is an answer, and it is "none". */
const NONE = /BGP instance not found|BFD is not running|bfdd is not running/i;

async function orNothing(answer: Promise<string>): Promise<string> {
  try {
    return await answer;
  } catch (error) {
    if (hasCode(error, "ERR_CLOUD_ANSWER") && error instanceof Error && NONE.test(error.message)) return "{}";
    throw error;
  }
}
