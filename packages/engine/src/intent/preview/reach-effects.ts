import type { ReachEffect, SeenNetwork, Topology } from "@skylane/core";
import { cidrContains, type WayGraph } from "../../topology/index.ts";
import type { ConnectDesign } from "../design/design-connections.ts";
import type { Join, JoinSide } from "../design/design-draft.ts";
import type { Ends } from "../design/ends.ts";
import type { PublicEnds } from "../design/public-endpoint.ts";

/** Where the rules inside a network are not known, all ports count. */
const ANY_PORT = "any that security rules let in";

/**
 * Who can reach whom afterwards that could not before: what the intents ask for, and what comes along with it because routes are
 * told to everything behind a gateway. By networks: what rules inside them let in is known only where we write it.
 */
export function reachEffects(topology: Topology, graph: WayGraph, design: ConnectDesign): readonly ReachEffect[] {
  const wanted = design.ways.flatMap(({ intentId }): ReachEffect[] => {
    const ends = design.ends.get(intentId);
    const open = design.publicEnds.get(intentId);
    return [...(ends ? [wantedEffect(ends)] : []), ...(open ? publicEffects(open) : [])];
  });
  const asked = new Set(
    [...design.ends.values()].flatMap(({ source, destination }) => [
      `${source.key}|${destination.key}`,
      `${destination.key}|${source.key}`,
    ]),
  );
  const unwanted = design.joins.flatMap((join) => sideEffects(topology, graph, join, asked));
  const tagless = design.steps.flatMap(({ resource, desired }): ReachEffect[] =>
    resource === "gcp.firewall-rule" && desired.targetTags === undefined
      ? [
          {
            from: String((desired.sourceRanges as readonly string[])[0]),
            to: String(desired.network),
            ports: String((desired.ports as readonly number[])[0]),
            isWanted: false,
            because: "the destination bears no network tag, so the rule holds for every machine of its network",
          },
        ]
      : [],
  );
  return inOrder([...wanted, ...unwanted, ...tagless]);
}

const wantedEffect = ({ id, intent, source, destination, sourcePrefixes }: Ends): ReachEffect => ({
  from: `${source.key} ${sourcePrefixes.join(", ").slice(0, 200)}`,
  to: `${destination.key} ${intent.destination.kind}`,
  ports: String(intent.port),
  isWanted: true,
  because: `${id} asks for it`,
});

/** The firewall of a public endpoint sees the address that a packet leaves by, and nobody behind it. */
const publicEffects = ({ id, intent, source, sourcePrefixes, egress }: PublicEnds): readonly ReachEffect[] => {
  const common = { to: `the public endpoint of ${intent.destination.key}`, ports: String(intent.port) };
  return [
    {
      from: `${source.key} ${sourcePrefixes.join(", ").slice(0, 200)}`,
      ...common,
      isWanted: true,
      because: `${id} asks for it`,
    },
    ...(egress.isShared
      ? egress.ips.map((ip) => ({
          from: `all that leave by ${ip}`,
          ...common,
          isWanted: false,
          because: `the firewall sees the address of ${egress.of}, and not who is behind it`,
        }))
      : []),
  ];
};

function sideEffects(
  topology: Topology,
  graph: WayGraph,
  { kind, label, sides: [a, b] }: Join,
  asked: ReadonlySet<string>,
): readonly ReachEffect[] {
  const networkOf = new Map(topology.networks.map((network) => [network.key, network]));
  const [near, far] = [behind(networkOf, a), behind(networkOf, b)];
  // routes are passed on by a gateway, never by a peering
  const passed = kind === "vpn" ? [beyond(topology, networkOf, a, b), beyond(topology, networkOf, b, a)] : [[], []];
  const pairs = [
    ...product(near, far, `routes are told to all that stands behind both ends of the ${label}`),
    ...product(passed[0] ?? [], far, `the gateway passes on what it learns over the ${label}`),
    ...product(near, passed[1] ?? [], `the gateway passes on what it learns over the ${label}`),
  ];
  return pairs.flatMap(({ from, to, because }) => {
    if (from.key === to.key || asked.has(`${from.key}|${to.key}`) || isReached(graph, from, to)) return [];
    if (!leadsThere(topology, from, to) || !leadsThere(topology, to, from)) return [];
    return [{ from: from.key, to: to.key, ports: ANY_PORT, isWanted: false, because }];
  });
}

const behind = (networkOf: ReadonlyMap<string, SeenNetwork>, { networkKeys }: JoinSide): readonly SeenNetwork[] =>
  networkKeys.flatMap((key) => networkOf.get(key) ?? []);

/** Networks one link further, behind what a gateway is joined with already. */
function beyond(
  { connections }: Topology,
  networkOf: ReadonlyMap<string, SeenNetwork>,
  side: JoinSide,
  other: JoinSide,
): readonly SeenNetwork[] {
  const keys = new Set<string>();
  for (const { ends, status, reaches } of connections)
    for (const i of [0, 1] as const)
      if (ends[i].at === side.key && status !== "down" && reaches[i].length > 0)
        for (const key of ends[1 - i]?.networkKeys ?? []) keys.add(key);
  return [...keys].filter((key) => !other.networkKeys.includes(key)).flatMap((key) => networkOf.get(key) ?? []);
}

function product(from: readonly SeenNetwork[], to: readonly SeenNetwork[], because: string) {
  return from.flatMap((one) => to.map((other) => ({ from: one, to: other, because })));
}

/** Some link leads from the one to the other today. */
const isReached = ({ hopsOfNetwork }: WayGraph, from: SeenNetwork, to: SeenNetwork): boolean =>
  (hopsOfNetwork.get(from.key) ?? []).some(
    ({ connection, exitKeys, reaches }) =>
      connection.status !== "down" &&
      exitKeys.includes(to.key) &&
      reaches.some((prefix) => to.cidrs.some((cidr) => cidrContains(prefix, cidr) || cidrContains(cidr, prefix))),
  );

/** A VPC sends nothing to a gateway that its tables do not name; where no table was read, it counts as sending. */
function leadsThere({ routes, gateways }: Topology, from: SeenNetwork, to: SeenNetwork): boolean {
  if (from.cloud !== "aws") return true;
  // what a NAT gateway takes leaves to the internet, never to another network
  const isNat = new Set(gateways.filter(({ kind }) => kind === "nat-gateway").map(({ key }) => key));
  const own = routes.filter(
    ({ owner, isActive, next: { key } }) => owner === from.key && isActive && !(key !== undefined && isNat.has(key)),
  );
  return (
    own.length === 0 ||
    own.some(({ prefix, next }) => next.kind === "gateway" && to.cidrs.some((cidr) => cidrContains(prefix, cidr)))
  );
}

function inOrder(effects: readonly ReachEffect[]): readonly ReachEffect[] {
  const byText = new Map(effects.map((effect) => [JSON.stringify(effect), effect]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, effect]) => effect);
}
