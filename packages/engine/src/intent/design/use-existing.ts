import type { IntentIssue, PlannedWay, SeenGateway, SeenNetwork } from "@skylane/core";
import type { Hop } from "../../topology/index.ts";
import { wantAttachment } from "./attachments.ts";
import type { DesignDraft } from "./design-draft.ts";
import { type Ends, issueOf, rangeAround } from "./ends.ts";
import { type FoundWay, mbpsOf } from "./existing-way.ts";
import { type NextHop, wantVpcRoutes } from "./vpc-routes.ts";

/** What a way hangs on beside its destination's address. */
export type WayBody = Omit<PlannedWay, "intentId" | "destinationAddress">;

/** Takes a way that is there: attaches and routes what is not yet. */
export function useExisting(draft: DesignDraft, ends: Ends, found: FoundWay): WayBody | IntentIssue {
  const { hops, rttMs, isMeasured, notChosen, through } = found;
  for (const [network, other, ip, hop] of [
    [ends.source, ends.destination, ends.destinationIp, hops[0]],
    [ends.destination, ends.source, ends.sourceIp, hops.at(-1)],
  ] as const) {
    const prefix = rangeAround(other, ip) ?? `${ip}/32`;
    const problem = through
      ? leadTo(draft, ends, network, through, prefix)
      : hop && leadInto(draft, ends, network, hop, prefix);
    if (problem) return problem;
  }
  const mbps = mbpsOf(ends);
  for (const { connection } of hops) draft.loads.set(connection.id, (draft.loads.get(connection.id) ?? 0) + mbps);
  return {
    kind: "existing-path",
    connectionIds: hops.map(({ connection }) => connection.id),
    stepIds: [],
    isEncrypted: hops.every(({ connection }) => connection.isEncrypted),
    isPublic: hops.some(({ connection }) => connection.isPublic),
    ...(rttMs !== undefined && { expectedRttMs: rttMs, rttFrom: isMeasured ? "measured" : "estimated" }),
    notChosen: [...notChosen],
  };
}

/** Leads a VPC's packets for `prefix` to the link that is there. */
function leadInto(
  draft: DesignDraft,
  ends: Ends,
  network: SeenNetwork,
  hop: Hop,
  prefix: string,
): IntentIssue | undefined {
  if (network.cloud !== "aws") return undefined;
  const { book, hubs, joins } = draft;
  const peering = peeringOf(hop, network);
  if (peering) return routed(draft, ends, network, prefix, peering);
  const found = hubs.identify(network);
  if ("rule" in found || !found.seen || ![hop.from, hop.to].includes(found.key)) return undefined;
  if (found.seen.networkKeys.includes(network.key)) return leadTo(draft, ends, network, found.seen, prefix);
  const hub = hubs.of(network, [ends.id]);
  if ("rule" in hub) return issueOf("source", hub.rule, hub.message, hub.example);
  if (hub.cloud !== "aws") return undefined;
  const attached = wantAttachment(book, hub, network, [ends.id]);
  if ("rule" in attached) return issueOf("source", attached.rule, attached.message, attached.example);
  for (const stepId of attached)
    joins.set(stepId, {
      kind: "attachment",
      label: `attachment of ${network.nativeId.slice(-60)}`,
      stepIds: attached,
      sides: [
        { key: network.key, networkKeys: [network.key] },
        { key: hub.key, networkKeys: hub.networkKeys },
      ],
    });
  return routed(draft, ends, network, prefix, {
    field: "transitGatewayId",
    id: hub.transitGatewayId,
    seenKey: hub.key,
    needs: attached,
  });
}

/** Leads a VPC's packets for `prefix` to a transit gateway it is attached to. */
const leadTo = (
  draft: DesignDraft,
  ends: Ends,
  network: SeenNetwork,
  { key, nativeId }: SeenGateway,
  prefix: string,
): IntentIssue | undefined =>
  routed(draft, ends, network, prefix, { field: "transitGatewayId", id: nativeId, seenKey: key });

const routed = (
  { book, world: { topology } }: DesignDraft,
  ends: Ends,
  network: SeenNetwork,
  prefix: string,
  next: NextHop,
): IntentIssue | undefined =>
  wantVpcRoutes(book, topology, { network, subnetIds: subnetsOf(ends, network), prefix, next }, [ends.id])
    ? undefined
    : unreadRoutes(network);

/** A peering stands between two networks, with no gateway before it. */
function peeringOf({ connection }: Hop, network: SeenNetwork): NextHop | undefined {
  if (connection.kind !== "peering") return undefined;
  const own =
    connection.sightings.find(({ cloud, at }) => cloud === "aws" && at === network.key) ?? connection.sightings[0];
  return own && { field: "peeringId", id: own.nativeId, seenKey: own.key };
}

/** Subnets of the service that stands in this network. */
export const subnetsOf = ({ intent, source }: Ends, network: SeenNetwork): readonly string[] =>
  (network.key === source.key ? intent.source : intent.destination).subnetIds;

export const unreadRoutes = ({ nativeId }: SeenNetwork): IntentIssue =>
  issueOf(
    "source",
    "network.routes-known",
    `The route tables of ${nativeId.slice(-60)} were not read, so nobody knows which to change.`,
    "a VPC whose route tables Skylane may read (ec2:DescribeRouteTables)",
  );
