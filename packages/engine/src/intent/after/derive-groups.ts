import {
  BuiltGroup,
  type BuiltWatch,
  Connection,
  type ConnectionGroup,
  ConnectionId,
  Flow,
  fnv1a64,
  GroupId,
  type IntentRun,
  type MadeResource,
  Network,
  type Path,
  PathId,
  Policy,
  type SeenNetwork,
  type SkylaneConfig,
  type Topology,
  type TopologyConnection,
  type Vantage,
  withBuiltGroups,
} from "@skylane/core";
import { slugOf } from "../design/naming.ts";
import { joins, type StandingWay, standingWays } from "./stands-between.ts";

/** What a run's connections are looked after by. */
export interface Derived {
  readonly groups: readonly BuiltGroup[];
  /** One for each connection that stands. */
  readonly watches: readonly BuiltWatch[];
}

/** What it is derived from: what is declared, and what other runs have built. */
export interface AfterFacts {
  readonly run: IntentRun;
  readonly made: readonly MadeResource[];
  readonly topology: Topology;
  readonly declared: SkylaneConfig;
  readonly others: readonly BuiltGroup[];
}

/** The same, ready to be asked. */
interface Surroundings {
  readonly topology: Topology;
  /** Declared and built. */
  readonly config: SkylaneConfig;
  readonly others: readonly BuiltGroup[];
}

/**
 * One group for each pair of networks that the run has joined: the new way first, then every other link between the two that a
 * probe of its own reaches. Links that are probed already get none. Groups begin at `advise`, and nobody steers their sides: what
 * they would do is said, and a person who wants more declares the group. Pure; the same facts give the same ids.
 */
export function deriveGroups({ run, made, topology, declared, others }: AfterFacts): Derived {
  const around: Surroundings = { topology, config: withBuiltGroups(declared, others), others };
  const standing = standingWays(run, made, topology);
  const pairs = Map.groupBy(standing, pairOf);
  const derived = [...pairs].map(([pair, ways]) => ofPair(run, pair, ways, around));
  return {
    groups: derived.flatMap(({ groups }) => groups),
    watches: [...derived.flatMap(({ watches }) => watches), ...overInternet(run)],
  };
}

/** Groups and paths that a run of this id has begin so. */
export const ownPrefix = (runId: string): string => `${runId}.`;

/** What goes to a public endpoint crosses no link that routing could change. */
const overInternet = ({ plan, undoneIntentIds }: IntentRun): readonly BuiltWatch[] =>
  (plan?.ways ?? [])
    .filter(({ kind, intentId }) => kind === "public-endpoint" && !undoneIntentIds.includes(intentId))
    .map(({ intentId }) => ({
      intentId,
      by: "nobody",
      pathIds: [],
      because:
        "It goes over the internet to a public endpoint, and over no link of the estate: nothing of it can fail over.",
    }));

const pairOf = ({ source, destination }: StandingWay): string => [source.key, destination.key].sort().join("\n");

function ofPair(run: IntentRun, pair: string, ways: readonly StandingWay[], around: Surroundings): Derived {
  const watchesOf = (more: Omit<BuiltWatch, "intentId">): readonly BuiltWatch[] =>
    ways.map(({ intentId }) => ({ intentId, ...more }));
  const links = [...new Map(ways.flatMap((one) => one.links).map((link) => [link.id, link])).values()];
  if (links.length === 0)
    return {
      groups: [],
      watches: watchesOf({
        by: "nobody",
        pathIds: [],
        because: ways.every(({ way }) => way.kind === "existing-path" && way.connectionIds.length === 0)
          ? "It stays within one network or gateway: there is no link that could fail by itself."
          : "The last look at the clouds did not show its links, so nothing could be derived from them.",
      }),
    };
  const known = links.flatMap((link) => knownPaths(around, link));
  if (links.every((link) => knownPaths(around, link).length > 0))
    return {
      groups: [],
      watches: watchesOf({
        by: "known-paths",
        ...groupIdOf(known),
        pathIds: [...new Set(known.map(({ path }) => path.id))],
        because: "Its links are probed already, by paths that were there before: it fails over with their groups.",
      }),
    };
  const probed = ways.flatMap((way) => {
    const vantage = vantageFor(around.config, way);
    return vantage ? [{ way, vantage }] : [];
  })[0];
  if (!probed)
    return {
      groups: [],
      watches: watchesOf({
        by: "nobody",
        pathIds: [],
        because: `No vantage can send from ${placeOf((ways[0] as StandingWay).source)}: declare one there under vantages in skylane.yaml.`,
      }),
    };
  const { group, leftOut } = groupOf(run, pair, ways, links, probed, around);
  return {
    groups: [group],
    watches: watchesOf({
      by: "own-group",
      groupId: group.group.id,
      pathIds: group.group.paths.map(({ id }) => id),
      because: inWords(links, group.group.paths.length - 1, leftOut),
    }),
  };
}

interface KnownPath {
  readonly groupId: ConnectionGroup["id"];
  readonly path: Path;
}

/** Paths over a link that are probed already; the path of a way that was built stands for each of its links. */
function knownPaths({ config, others }: Surroundings, link: TopologyConnection): readonly KnownPath[] {
  const natives = new Set(link.sightings.map(({ nativeId }) => nativeId));
  const isIt = ({ id, providerId }: Connection): boolean =>
    id === link.id || (providerId !== undefined && natives.has(providerId));
  const ids = new Set<string>([link.id, ...config.connections.filter(isIt).map(({ id }) => id)]);
  return [
    ...config.groups.flatMap((group) =>
      group.paths.filter(({ connectionId }) => ids.has(connectionId)).map((path) => ({ groupId: group.id, path })),
    ),
    ...others
      .filter(({ connections }) => connections.some(isIt))
      .flatMap(({ group }) => group.paths.slice(0, 1).map((path) => ({ groupId: group.id, path }))),
  ];
}

function groupIdOf(known: readonly KnownPath[]): { readonly groupId?: BuiltWatch["groupId"] } {
  const [first] = known;
  return first ? { groupId: first.groupId } : {};
}

/**
 * Who can send packets as a service of this network would: the agent that has its address, else a vantage in it, else one in its
 * Region. An agent elsewhere on its site cannot: routers let that one address through.
 */
function vantageFor({ vantages, networks }: SkylaneConfig, { source, fromIp }: StandingWay): Vantage | undefined {
  const networkOf = new Map(networks.map((network) => [network.id, network]));
  const distance = ({ networkId, runsAs, addresses = [] }: Vantage): number => {
    const network = networkOf.get(networkId);
    if (network?.cloud !== source.cloud || network.regionId !== source.regionId) return ELSEWHERE;
    if (runsAs === "agent") return addresses.includes(fromIp) ? 0 : ELSEWHERE;
    return network.providerId === source.nativeId ? 1 : 2;
  };
  return vantages.filter((vantage) => distance(vantage) < ELSEWHERE).sort((a, b) => distance(a) - distance(b))[0];
}

const ELSEWHERE = 3;

interface ProbedWay {
  readonly way: StandingWay;
  readonly vantage: Vantage;
}

function groupOf(
  run: IntentRun,
  pair: string,
  ways: readonly StandingWay[],
  links: readonly TopologyConnection[],
  { way, vantage }: ProbedWay,
  around: Surroundings,
): { readonly group: BuiltGroup; readonly leftOut: readonly string[] } {
  const { topology, config } = around;
  const id = GroupId.parse(`${ownPrefix(run.id)}${fnv1a64(pair).slice(0, 6)}`);
  const [near, far] = [networkOf(config, way.source), networkOf(config, way.destination)];
  const policy = policyOf(id, ways);
  const others = topology.connections.filter(
    (link) =>
      !links.includes(link) &&
      link.kind !== "internet" &&
      link.status !== "down" &&
      joins(link, way.source, way.destination),
  );
  const backups = others.flatMap((link) => {
    const [known] = knownPaths(around, link);
    return known
      ? [pathOf(`${id}.via-${fnv1a64(link.id).slice(0, 6)}`, known.path.connectionId, known.path.probe)]
      : [];
  });
  const [first] = links as readonly [TopologyConnection, ...TopologyConnection[]];
  const own = pathOf(`${id}.way`, connectionIdOf(config, first), {
    vantageId: vantage.id,
    kind: "tcp",
    sourceIp: way.fromIp,
    host: way.toIp,
    port: way.intent.port,
  });
  const isNew = (network: Network): boolean => !config.networks.some((one) => one.id === network.id);
  return {
    leftOut: others.filter((link) => knownPaths(around, link).length === 0).map((link) => link.id),
    group: {
      runId: run.id,
      intentIds: ways.map(({ intentId }) => intentId),
      group: BuiltGroup.shape.group.parse({
        id,
        sides: [
          { id: "source", networkId: near.id },
          { id: "destination", networkId: far.id },
        ],
        paths: [own, ...backups],
        ...(policy && { policyId: policy.id }),
      }),
      networks: [near, far].filter(isNew),
      connections: links
        .filter((link) => !isDeclared(config, link))
        .flatMap((link) => connectionOf(link, [near.id, far.id]) ?? []),
      policies: policy ? [policy] : [],
      flows: ways.map((one) => flowOf(one, id)),
    },
  };
}

const pathOf = (id: string, connectionId: string, probe: Path["probe"]): Path => ({
  id: PathId.parse(id),
  connectionId: ConnectionId.parse(connectionId),
  probe,
  handles: {},
});

/** What the configuration calls a network; one that it does not declare is named after what its cloud calls it. */
function networkOf({ networks }: SkylaneConfig, seen: SeenNetwork): Network {
  const declared = networks.find(
    ({ cloud, regionId, providerId, cidrs }) =>
      cloud === seen.cloud &&
      (providerId === undefined
        ? regionId === seen.regionId && cidrs.some((cidr) => seen.cidrs.includes(cidr))
        : providerId === seen.nativeId),
  );
  return (
    declared ??
    Network.parse({
      id: `${slugOf(seen.name ?? seen.nativeId)}-${fnv1a64(seen.key).slice(0, 6)}`,
      cloud: seen.cloud,
      regionId: seen.regionId || "global",
      ...(seen.accountId !== "" && { accountId: seen.accountId }),
      providerId: seen.nativeId,
      cidrs: seen.cidrs.filter((cidr) => !cidr.endsWith("/0")),
    })
  );
}

const declaredFor = ({ connections }: SkylaneConfig, { id, sightings }: TopologyConnection): Connection | undefined =>
  connections.find(
    (one) =>
      one.id === id || (one.providerId !== undefined && sightings.some(({ nativeId }) => nativeId === one.providerId)),
  );
const isDeclared = (config: SkylaneConfig, link: TopologyConnection): boolean =>
  declaredFor(config, link) !== undefined;
const connectionIdOf = (config: SkylaneConfig, link: TopologyConnection): string =>
  declaredFor(config, link)?.id ?? link.id;

/** The link as an entry of the inventory; `undefined` where nobody knows its bandwidth. */
function connectionOf(
  { id, kind, bandwidthMbps, isEncrypted, isPublic, carrier, monthlyUsd, sightings }: TopologyConnection,
  ends: readonly [Network["id"], Network["id"]],
): Connection | undefined {
  const providerId = sightings[0]?.nativeId;
  if (bandwidthMbps === undefined) return undefined;
  return Connection.parse({
    id,
    kind,
    ends,
    bandwidthMbps,
    isEncrypted,
    isPublic,
    ...(carrier !== undefined && { carrier }),
    ...(providerId !== undefined && { providerId }),
    ...(monthlyUsd !== undefined && { monthlyUsd }),
  });
}

/** What every link that carries one of them must keep; `undefined` = nothing is asked. */
function policyOf(id: string, ways: readonly StandingWay[]): Policy | undefined {
  const asked = ways.map(({ intent }) => intent.requirements);
  const requireEncryption = asked.some(({ encryption }) => encryption === "required");
  const forbidPublicInternet = asked.some(({ isPublicForbidden }) => isPublicForbidden === true);
  return requireEncryption || forbidPublicInternet
    ? Policy.parse({ id, requireEncryption, forbidPublicInternet })
    : undefined;
}

const CLASS_OF = { high: "critical", normal: "standard", low: "bulk" } as const;

const flowOf = ({ intentId, intent: { port, requirements }, fromIp, toIp }: StandingWay, groupId: string): Flow =>
  Flow.parse({
    id: intentId,
    groupId,
    source: { ip: fromIp },
    destination: { ip: toIp, port },
    class: CLASS_OF[requirements.priority ?? "normal"],
    ...(requirements.monthlyGb !== undefined && { monthlyGb: requirements.monthlyGb }),
    ...(requirements.bandwidthMbps !== undefined && { peakMbps: requirements.bandwidthMbps }),
  });

const placeOf = ({ cloud, regionId, name, nativeId }: SeenNetwork): string =>
  `${cloud} ${regionId}, ${(name ?? nativeId).slice(0, 100)}`;

/** What a failover of it means. */
function inWords(links: readonly TopologyConnection[], backupCount: number, leftOut: readonly string[]): string {
  const tunnels = links.filter(({ kind }) => kind === "vpn");
  return [
    tunnels.length > 0
      ? "Its tunnels stand by for each other by BGP, so one that fails is no failover: its path is down when none of them carries the probe."
      : "Its path is down when the probe is not answered over its link.",
    backupCount > 0
      ? `Then ${backupCount === 1 ? "another way stands" : `${backupCount} other ways stand`} by; Skylane says which, and moves nothing until the group is declared with its steering.`
      : "No other way between the two networks is probed, so then a person is told.",
    ...(leftOut.length > 0
      ? [`Not among its paths, for no probe reaches them alone: ${leftOut.slice(0, 5).join(", ")}.`]
      : []),
  ]
    .join(" ")
    .slice(0, 1_000);
}
