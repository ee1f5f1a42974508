import { addressOf, holds, rangeOf } from "./addresses.ts";
import type { Interface, Link, Neighbor } from "./answers.ts";
import type { RouterAnswers } from "./read-router.ts";

/** An interface, as FRR and the kernel tell of it. */
export interface Port {
  readonly name: string;
  readonly frr: Interface;
  readonly kernel: Link | undefined;
  readonly addresses: readonly string[];
  readonly isTunnel: boolean;
  readonly isLoopback: boolean;
}

/** A BGP session and the address it goes to. */
export interface Session {
  /** Address, or the interface's name where BGP runs without numbers. */
  readonly neighborId: string;
  readonly neighbor: Neighbor;
}

/** A link as a router has it: an interface, the sessions over it, or both. */
export interface PlacedLink {
  /** What names it on the router: its interface if nothing else uses that, else the neighbor. */
  readonly name: string;
  readonly port: Port | undefined;
  readonly sessions: readonly Session[];
}

const TUNNELS: readonly string[] = [
  "gre",
  "ip6gre",
  "gretap",
  "ipip",
  "ip6tnl",
  "sit",
  "vti",
  "vti6",
  "xfrm",
  "wireguard",
];
/** Longer subnets join two routers; shorter ones hold machines. */
export const LONGEST_LAN_BITS = 28;

/** All interfaces of a router, in its own order. */
export function portsOf({ interfaces, links }: RouterAnswers): readonly Port[] {
  const byName = new Map(links.map((link) => [link.ifname, link]));
  return [...interfaces].map(([name, frr]) => {
    const kernel = byName.get(name);
    const kind = kernel?.linkinfo?.info_kind ?? frr.interfaceType?.toLowerCase() ?? "";
    return {
      name,
      frr,
      kernel,
      addresses: frr.ipAddresses.map(({ address }) => address).filter((address) => rangeOf(address) !== undefined),
      isTunnel: TUNNELS.includes(kind) || /tunnel/i.test(frr.type ?? ""),
      isLoopback: name === "lo" || frr.type === "Loopback" || kind === "dummy" || kind === "vrf",
    };
  });
}

/**
 * The links of a router: tunnels, and sessions with other networks. A session with a router of the same AS over a LAN is no
 * link, for it leaves no network.
 */
export function linksOf(answers: RouterAnswers, ports: readonly Port[]): readonly PlacedLink[] {
  const sessions = [...answers.neighbors].map(([neighborId, neighbor]) => {
    const session = { neighborId, neighbor };
    return { session, port: portOf(session, ports) };
  });
  const onPort = Map.groupBy(
    sessions.filter(({ session, port }) => leavesNetwork(session, port)),
    ({ port }) => port,
  );
  const links: PlacedLink[] = [];
  for (const [port, all] of onPort) {
    const numbered = all.filter(({ session }) => rangeOf(session.neighborId) !== undefined);
    if (port && numbered.length <= 1)
      links.push({
        name: port.name,
        port,
        sessions: [...numbered, ...all.filter((one) => !numbered.includes(one))].map(({ session }) => session),
      });
    else for (const { session } of all) links.push({ name: session.neighborId, port, sessions: [session] });
  }
  const taken = new Set(links.flatMap(({ port }) => port?.name ?? []));
  for (const port of ports)
    if (port.isTunnel && !taken.has(port.name)) links.push({ name: port.name, port, sessions: [] });
  return links;
}

function leavesNetwork({ neighbor }: Session, port: Port | undefined): boolean {
  const isInternal =
    neighbor.nbrInternalLink === true || (neighbor.remoteAs !== undefined && neighbor.remoteAs === neighbor.localAs);
  if (!isInternal) return true;
  return port !== undefined && !port.isLoopback && (port.isTunnel || !port.addresses.some(isLan));
}

/** True for an address in a subnet with room for machines. */
export const isLan = (address: string): boolean => (rangeOf(address)?.bits ?? 32) <= LONGEST_LAN_BITS;

/** The interface a session goes over: the one of that name, or with the neighbor, or with its own address, in its subnet. */
function portOf({ neighborId, neighbor }: Session, ports: readonly Port[]): Port | undefined {
  const own = neighbor.hostLocal;
  return (
    ports.find(({ name }) => name === neighborId) ??
    ports.find(({ addresses }) =>
      addresses.some((address) => (rangeOf(address)?.bits ?? 32) < 32 && holds(address, neighborId)),
    ) ??
    ports.find(({ addresses, isLoopback }) => !isLoopback && addresses.some((address) => addressOf(address) === own))
  );
}
