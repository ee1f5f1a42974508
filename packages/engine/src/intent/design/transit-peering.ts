import type { IntentIssue, SeenGateway, SeenNetwork, TopologyConnection } from "@skylane/core";
import type { DesignDraft } from "./design-draft.ts";
import { type Ends, issueOf, rangeAround } from "./ends.ts";
import type { Hubs } from "./hubs.ts";
import { collisionIssue, collisionOf, networksBeyond } from "./overlap.ts";
import type { StepHandle } from "./step-book.ts";

/** Transit gateways of two VPCs: that of the source, and that of the destination. */
export interface HubPair {
  /** The same whichever is named first. */
  readonly key: string;
  readonly near: SeenGateway;
  readonly far: SeenGateway;
}

/** The two gateways, where both VPCs are attached to one, and not to the same. */
export function hubPairOf(hubs: Hubs, { source, destination }: Pick<Ends, "source" | "destination">) {
  const [near, far] = [source, destination].map((network) => attachedTo(hubs, network));
  if (!near || !far || near.key === far.key) return undefined;
  return { key: `aws/transit-peering/${[near.nativeId, far.nativeId].sort().join("/")}`, near, far } satisfies HubPair;
}

function attachedTo(hubs: Hubs, network: SeenNetwork): SeenGateway | undefined {
  const found = hubs.identify(network);
  if ("rule" in found || found.seen?.kind !== "transit-gateway") return undefined;
  return found.seen.networkKeys.includes(network.key) ? found.seen : undefined;
}

/**
 * From so many pairs of VPCs on, one peering of their gateways is less to keep than a peering for each pair: two routes for a VPC
 * then, and no object between. It costs two attachments and what the gateways take for data.
 */
const MESH_PAIRS = 3;

/** Pairs of VPCs that lack a way, by the key of their two gateways; each pair once, whichever of them asks. */
export function meshSizes(
  pairs: readonly { readonly pair: HubPair; readonly ends: Ends }[],
): ReadonlyMap<string, number> {
  const members = new Map<string, Set<string>>();
  for (const { pair, ends } of pairs) {
    const set = members.get(pair.key) ?? new Set<string>();
    members.set(pair.key, set.add([ends.source.key, ends.destination.key].sort().join(" ")));
  }
  return new Map([...members].map(([key, set]) => [key, set.size]));
}

/** The peering of two gateways that stands, seen or made by another run; or that so many pairs want one. `undefined` = peer the VPCs. */
export function chosenTransit(draft: DesignDraft, pair: HubPair): "stands" | "made" | "many" | undefined {
  if (seenPeering(draft, pair)) return "stands";
  if (draft.book.isMade(pair.key)) return "made";
  return (draft.meshSizes.get(pair.key) ?? 0) >= MESH_PAIRS ? "many" : undefined;
}

const seenPeering = ({ world: { topology } }: DesignDraft, { near, far }: HubPair): TopologyConnection | undefined =>
  topology.connections.find(
    ({ kind, status, ends, sightings }) =>
      kind === "transit-peering" &&
      status !== "down" &&
      [near.key, far.key].every(
        (key) =>
          ends.some(({ at }) => at === key) &&
          sightings.some(({ at, provisioning }) => at === key && provisioning === "ready"),
      ),
  );

/** What leads a gateway's packets over a peering: the steps of it, or the link that is there. */
export interface PlannedTransit {
  readonly stepIds: readonly string[];
  readonly connectionIds: readonly string[];
}

/**
 * Peers the two gateways where they are not, and gives each a static route to the other's VPC: nothing is propagated over a
 * peering (AWS transit gateway guide, "Transit gateway peering attachments").
 */
export function wantTransitPeering(draft: DesignDraft, ends: Ends, pair: HubPair): PlannedTransit | IntentIssue {
  const { topology } = draft.world;
  const { near, far } = pair;
  const tables = [near, far].map(({ handles }) => handles?.defaultRouteTableId);
  const unread = [near, far].find((_, i) => tables[i] === undefined);
  if (unread)
    return issueOf(
      "source",
      "gateway.buildable",
      `The gateway ${unread.nativeId.slice(0, 60)} does not show its default route table.`,
      "a transit gateway that Skylane may read",
    );
  const [nearTable = "", farTable = ""] = tables;
  // a route for the one's range would take what another behind the same gateway is sent
  const collision =
    collisionOf(networksBeyond(topology, near, ends.source), [ends.destination]) ??
    collisionOf([ends.source], networksBeyond(topology, far, ends.destination));
  if (collision) return collisionIssue(ends, collision, topology);
  const stands = seenPeering(draft, pair);
  const attachments = stands ? seenAttachments(stands, pair) : wantPeering(draft, ends, pair, [nearTable, farTable]);
  const routes = [
    { hub: near, tableId: nearTable, attachmentId: attachments.near, to: ends.destination, ip: ends.destinationIp },
    { hub: far, tableId: farTable, attachmentId: attachments.far, to: ends.source, ip: ends.sourceIp },
  ].flatMap(({ hub, tableId, attachmentId, to, ip }) => {
    const prefix = rangeAround(to, ip) ?? `${ip}/32`;
    const key = `aws/transit-route/${tableId}/${prefix}`;
    const leadsThere = topology.routes.some(
      (one) =>
        one.tableId === tableId &&
        one.prefix === prefix &&
        one.isActive &&
        stands?.sightings.some((sighting) => sighting.at === hub.key && sighting.key === one.next.key),
    );
    // what another run has made is kept as long as somebody needs it
    if (leadsThere && !draft.book.isMade(key)) return [];
    return [
      draft.book.want(
        {
          resource: "aws.transit-route",
          at: { cloud: "aws", accountId: hub.accountId, regionId: hub.regionId },
          key,
          desired: { routeTableId: tableId, prefix, attachmentId },
          summary: `Route ${prefix} in ${tableId.slice(0, 40)} to the peering of the transit gateways`,
        },
        [ends.id],
      ).id,
    ];
  });
  join(draft, ends, pair, attachments.step ? [attachments.step.id] : routes);
  return { stepIds: attachments.step ? [attachments.step.id] : [], connectionIds: stands ? [stands.id] : [] };
}

interface Attachments {
  readonly near: string;
  readonly far: string;
  readonly step?: StepHandle | undefined;
}

const seenAttachments = ({ sightings }: TopologyConnection, { near, far }: HubPair): Attachments => {
  const idAt = (key: string): string => sightings.find(({ at }) => at === key)?.nativeId ?? "";
  return { near: idAt(near.key), far: idAt(far.key) };
};

function wantPeering(draft: DesignDraft, ends: Ends, pair: HubPair, tables: readonly [string, string]): Attachments {
  const isForward = pair.near.nativeId < pair.far.nativeId;
  const [own, peer] = isForward ? [pair.near, pair.far] : [pair.far, pair.near];
  const [ownTable, peerTable] = isForward ? tables : [tables[1], tables[0]];
  const step = draft.book.want(
    {
      resource: "aws.transit-gateway-peering",
      at: { cloud: "aws", accountId: own.accountId, regionId: own.regionId },
      key: pair.key,
      desired: {
        transitGatewayId: own.nativeId,
        peerTransitGatewayId: peer.nativeId,
        peerAccountId: peer.accountId,
        peerRegionId: peer.regionId,
        routeTableId: ownTable,
        peerRouteTableId: peerTable,
      },
      summary: `Peering of the transit gateways of ${own.regionId} and ${peer.regionId}`,
    },
    [ends.id],
  );
  const [ownId, peerId] = [step.output("attachmentId"), step.output("peerAttachmentId")];
  return isForward ? { near: ownId, far: peerId, step } : { near: peerId, far: ownId, step };
}

/** Only networks that have a route on either side meet over it. */
function join(
  { joins }: DesignDraft,
  { source, destination }: Ends,
  { key, near, far }: HubPair,
  stepIds: readonly string[],
): void {
  const before = joins.get(key);
  const sideOf = (hubKey: string, network: SeenNetwork) => {
    const known = before?.sides.find((side) => side.key === hubKey)?.networkKeys ?? [];
    return { key: hubKey, networkKeys: [...new Set([...known, network.key])].sort() };
  };
  joins.set(key, {
    kind: "transit-peering",
    label: `peering of the transit gateways of ${[near.regionId, far.regionId].sort().join(" and ")}`,
    stepIds: [...new Set([...(before?.stepIds ?? []), ...stepIds])],
    sides: [sideOf(near.key, source), sideOf(far.key, destination)],
  });
}
