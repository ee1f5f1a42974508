import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { cloudError } from "../../_shared/errors.ts";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import { rangeOf } from "../discover/addresses.ts";
import type { RouterShell } from "../router-shell.ts";
import { routerBox, shortMarkOf, takenOnRouter } from "./router-box.ts";

const Desired = z.strictObject({
  routerId: z.string().min(1),
  neighborIp: z.ipv4(),
  remoteAsn: z.int().min(1).max(4_294_967_294),
  /** Of what is heard from it; FRR's own is 100. */
  localPreference: z.int().min(0).max(4_294_967_295),
  /** What it is told, and nothing else. */
  announce: z.array(z.cidrv4()).min(1),
});
type Desired = z.infer<typeof Desired>;
type Config = ReadonlySet<string>;

/** Keepalive and hold, seconds: below them a lost tunnel would be noticed after the other side's own timers (clouds.md 9.4). */
const TIMERS = "10 30";

/**
 * A BGP session inside a tunnel, with a route-map each way: what is announced is a list, so that a router which knows a whole
 * estate tells a cloud no more than was agreed. Maps and list are written before the session they are for.
 */
export function bgpNeighbor(shell: RouterShell): Provisioner {
  const look = async (step: ResolvedStep) => {
    const wanted = readDesired(Desired, step);
    const box = routerBox(shell, wanted.routerId);
    return { wanted, box, config: await box.config() };
  };
  const observe = async (step: ResolvedStep): Promise<ObservedResource | undefined> => {
    const { wanted, config } = await look(step);
    return isThere(config, wanted) ? shown(config, wanted, step) : undefined;
  };
  return {
    resource: "onprem.bgp-neighbor",
    desired: Desired,
    typicalMs: 2_000,
    observe,
    async ensure(step) {
      const { wanted, box, config } = await look(step);
      if (isThere(config, wanted)) {
        const seen = shown(config, wanted, step);
        if (seen.differs.length === 0) return seen;
        if (!seen.isOurs) throw takenOnRouter(wanted.routerId, `neighbor ${wanted.neighborIp}`, seen.differs);
      }
      const asn = asnIn(config, wanted);
      const ours = wanted.announce.filter((prefix) => !config.has(networkLine(asn, prefix))).map(ownLine);
      await box.configure([...ours, ...listLines(wanted), ...mapLines(wanted), ...sessionLines(wanted, asn, step)]);
      return shown(await box.config(), wanted, step);
    },
    async remove(step) {
      const { wanted, box, config } = await look(step);
      if (isThere(config, wanted) && !shown(config, wanted, step).isOurs) return "removed";
      const { map, list } = namesOf(wanted);
      const asn = asnIn(config, wanted);
      const kept = new Set(toldToOthers(config, wanted));
      const gone = wanted.announce.filter((prefix) => !kept.has(prefix) && config.has(ownLine(prefix)));
      const objects = [...config].some((line) => line.includes(list) || line.startsWith(`route-map ${map}-`));
      if (!isThere(config, wanted) && gone.length === 0 && !objects) return "removed";
      await box.configure([
        ...(isThere(config, wanted) || gone.length > 0 ? [`router bgp ${asn}`] : []),
        ...(isThere(config, wanted) ? [`no neighbor ${wanted.neighborIp}`] : []),
        ...(gone.length > 0
          ? ["address-family ipv4 unicast", ...gone.map((prefix) => `no network ${prefix}`), "exit-address-family"]
          : []),
        ...(isThere(config, wanted) || gone.length > 0 ? ["exit"] : []),
        ...(objects ? [`no route-map ${map}-IN`, `no route-map ${map}-OUT`, `no ip prefix-list ${list}`] : []),
        ...gone.map((prefix) => `no ${ownLine(prefix)}`),
      ]);
      return "removed";
    },
  };
}

/** Names of what belongs to the neighbor, by its address: a router has one neighbor of an address. */
function namesOf({ neighborIp }: Desired): { readonly map: string; readonly list: string } {
  const map = `SKY-${neighborIp.replaceAll(".", "-")}`;
  return { map, list: `${map}-TOLD` };
}

/** Says of a network statement that it is ours: whichever of our neighbors goes last takes it along, and the owner's stay. */
const ownLine = (prefix: string): string => {
  const range = rangeOf(prefix);
  return `ip prefix-list SKY-NETWORKS seq ${1 + (range?.first ?? 0) + (range?.bits ?? 0)} permit ${prefix}`;
};

const listLines = (wanted: Desired): string[] =>
  wanted.announce.map((prefix, i) => `ip prefix-list ${namesOf(wanted).list} seq ${10 * (i + 1)} permit ${prefix}`);

function mapLines(wanted: Desired): string[] {
  const { map, list } = namesOf(wanted);
  return [
    `route-map ${map}-IN permit 10`,
    `set local-preference ${wanted.localPreference}`,
    "exit",
    `route-map ${map}-OUT permit 10`,
    `match ip address prefix-list ${list}`,
    "exit",
  ];
}

function sessionLines(wanted: Desired, asn: number, step: ResolvedStep): string[] {
  const neighbor = `neighbor ${wanted.neighborIp}`;
  const { map } = namesOf(wanted);
  return [
    `router bgp ${asn}`,
    `${neighbor} remote-as ${wanted.remoteAsn}`,
    `${neighbor} description ${shortMarkOf(step)}`,
    `${neighbor} timers ${TIMERS}`,
    "address-family ipv4 unicast",
    ...wanted.announce.map((prefix) => `network ${prefix}`),
    `${neighbor} activate`,
    `${neighbor} soft-reconfiguration inbound`,
    `${neighbor} route-map ${map}-IN in`,
    `${neighbor} route-map ${map}-OUT out`,
    "exit-address-family",
    "exit",
  ];
}

const networkLine = (asn: number, prefix: string): string =>
  `router bgp ${asn} > address-family ipv4 unicast > network ${prefix}`;

const isThere = (config: Config, { neighborIp }: Desired): boolean =>
  [...config].some((line) => line.includes(` > neighbor ${neighborIp} remote-as `));

/** The AS that the router speaks for. @throws ERR_RESOURCE_REFUSED if it runs no BGP */
function asnIn(config: Config, { routerId }: Desired): number {
  const asn = [...config].flatMap((line) => /^router bgp (\d+)$/.exec(line)?.[1] ?? [])[0];
  if (asn !== undefined) return Number(asn);
  throw cloudError(
    "ERR_RESOURCE_REFUSED",
    `${routerId} runs no BGP, so it can have no neighbor; configure "router bgp" with its AS first`,
    { cloud: "onprem", routerId },
  );
}

/** Prefixes that lists of our other neighbors let out. */
function toldToOthers(config: Config, wanted: Desired): string[] {
  const { list } = namesOf(wanted);
  return [...config].flatMap((line) => {
    const [, name, prefix] = /^ip prefix-list (SKY-[\d-]+-TOLD) seq \d+ permit (\S+)/.exec(line) ?? [];
    return name === undefined || name === list || prefix === undefined ? [] : [prefix];
  });
}

/** Its lines as the configuration shows them; `activate` is not shown where it is FRR's default. */
function shown(config: Config, wanted: Desired, step: ResolvedStep): ObservedResource {
  const { map, list } = namesOf(wanted);
  const bgp = `router bgp ${asnIn(config, wanted)}`;
  const family = `${bgp} > address-family ipv4 unicast`;
  const neighbor = `neighbor ${wanted.neighborIp}`;
  const lists = [...config].filter((line) => line.startsWith(`ip prefix-list ${list} `));
  const isIn = (...lines: string[]): boolean => lines.every((line) => config.has(line));
  const isTold =
    isIn(...listLines(wanted), ...wanted.announce.map((prefix) => networkLine(asnIn(config, wanted), prefix))) &&
    lists.length === wanted.announce.length &&
    isIn(
      `route-map ${map}-OUT permit 10 > match ip address prefix-list ${list}`,
      `${family} > ${neighbor} route-map ${map}-OUT out`,
    );
  const isRanked = isIn(
    `route-map ${map}-IN permit 10 > set local-preference ${wanted.localPreference}`,
    `${family} > ${neighbor} route-map ${map}-IN in`,
  );
  const differs = [
    ...(isIn(`${bgp} > ${neighbor} remote-as ${wanted.remoteAsn}`) ? [] : ["remoteAsn"]),
    ...(isTold ? [] : ["announce"]),
    ...(isRanked ? [] : ["localPreference"]),
  ];
  return {
    state: differs.length === 0 ? "ready" : "pending",
    isOurs: isIn(`${bgp} > ${neighbor} description ${shortMarkOf(step)}`),
    ids: { neighborIp: wanted.neighborIp },
    outputs: {},
    differs,
  };
}
