import type {
  Intent,
  IntentRun,
  MadeResource,
  PlannedWay,
  SeenNetwork,
  Topology,
  TopologyConnection,
} from "@skylane/core";
import { cidrContains } from "../../topology/index.ts";
import { resolved } from "../references.ts";

/** A connection that stands: where its packets start and end, and the links between the two networks that it goes over. */
export interface StandingWay {
  readonly intentId: PlannedWay["intentId"];
  readonly intent: Intent;
  readonly way: PlannedWay;
  readonly fromIp: string;
  readonly toIp: string;
  readonly source: SeenNetwork;
  readonly destination: SeenNetwork;
  /** Empty = it stays within one network, or one gateway. */
  readonly links: readonly TopologyConnection[];
}

/** What of a run stands now, as the clouds showed it last; an intent whose place is not seen any more is left out. Pure. */
export function standingWays(
  run: IntentRun,
  made: readonly MadeResource[],
  topology: Topology,
): readonly StandingWay[] {
  const madeOf = new Map(made.map((one) => [one.stepId, one]));
  const networkOf = new Map(topology.networks.map((network) => [network.key, network]));
  return (run.plan?.ways ?? []).flatMap((way): StandingWay[] => {
    const one = run.intents.find(({ id }) => id === way.intentId);
    if (one?.understanding.kind !== "understood" || run.undoneIntentIds.includes(one.id)) return [];
    const { intent } = one.understanding;
    const toIp = resolved(way.destinationAddress, (stepId) => madeOf.get(stepId)?.outputs);
    const [fromIp] = intent.source.addresses;
    const source = networkOf.get(intent.source.networkKey ?? "");
    const destination =
      networkOf.get(intent.destination.networkKey ?? "") ?? (toIp === undefined ? undefined : around(topology, toIp));
    if (toIp === undefined || fromIp === undefined || !source || !destination) return [];
    const madeIds = new Set(way.stepIds.flatMap((id) => Object.values(madeOf.get(id)?.outputs ?? {})));
    const isOfWay = ({ id, sightings }: TopologyConnection): boolean =>
      way.connectionIds.includes(id) ||
      sightings.some(({ nativeId, aliases }) => [nativeId, ...aliases].some((name) => madeIds.has(name)));
    const links = topology.connections.filter(
      (link) => isOfWay(link) && (way.connectionIds.length > 0 || joins(link, source, destination)),
    );
    return [{ intentId: way.intentId, intent, way, fromIp, toIp, source, destination, links }];
  });
}

/** True if traffic of one network enters a link at one end, and that of the other at the other. */
export const joins = ({ ends: [a, b] }: TopologyConnection, one: SeenNetwork, other: SeenNetwork): boolean =>
  (a.networkKeys.includes(one.key) && b.networkKeys.includes(other.key)) ||
  (a.networkKeys.includes(other.key) && b.networkKeys.includes(one.key));

const around = ({ networks }: Topology, ip: string): SeenNetwork | undefined =>
  networks.find(({ cidrs }) => cidrs.some((cidr) => cidrContains(cidr, ip)));
