import { fnv1a64, type IntentIssue, type SeenNetwork } from "@skylane/core";
import { wantAttachment } from "./attachments.ts";
import type { DesignDraft } from "./design-draft.ts";
import { type Ends, issueOf, rangeAround } from "./ends.ts";
import { mbpsOf, type NoWay } from "./existing-way.ts";
import type { Hub, NoHub } from "./hubs.ts";
import { expectedRtt, vpnMbps, vpnShortfall } from "./new-way.ts";
import { collisionIssue, collisionOf, networksBeyond } from "./overlap.ts";
import { planPeering, vpcPeeringKey } from "./peerings.ts";
import { chosenTransit, hubPairOf, wantTransitPeering } from "./transit-peering.ts";
import { subnetsOf, unreadRoutes, type WayBody } from "./use-existing.ts";
import { type NextHop, wantVpcRoutes } from "./vpc-routes.ts";
import { HUB_ORDER, planVpn } from "./vpn/index.ts";

/** Makes a way where none is: a peering within a cloud, a VPN between the two gateways otherwise. */
export const makeNew = (draft: DesignDraft, ends: Ends, none: NoWay): WayBody | IntentIssue =>
  ends.source.cloud === ends.destination.cloud ? peer(draft, ends, none) : tunnel(draft, ends, none);

function peer(draft: DesignDraft, ends: Ends, { notChosen }: NoWay): WayBody | IntentIssue {
  const { source, destination, id, intent } = ends;
  const { topology } = draft.world;
  const collision = collisionOf([source], [destination]);
  if (collision) return collisionIssue(ends, collision, topology);
  const rtt = expectedRtt(draft.world, ends, false);
  const late = tooLate(ends, rtt?.expectedMs);
  if (late) return late;
  // between Regions the cloud encrypts it; within one only the machines themselves could (AWS VPC peering guide)
  const isEncrypted = source.cloud === "aws" && source.regionId !== destination.regionId;
  if (intent.requirements.encryption === "required" && !isEncrypted)
    return issueOf(
      "requirements.encryption",
      "way.encryption",
      "A peering within a Region is not encrypted by the cloud, and no encrypted way is there.",
      "TLS from the source to the destination, and no encryption asked for on the way",
    );
  const common = {
    isEncrypted,
    isPublic: false,
    ...(rtt && { expectedRttMs: rtt.expectedMs, rttFrom: "estimated" as const }),
    notChosen: [...notChosen],
  };
  const pair = hubPairOf(draft.hubs, ends);
  const isPeered = draft.book.isMade(vpcPeeringKey(source, destination));
  if (pair && !isPeered && chosenTransit(draft, pair) !== undefined) {
    const transit = wantTransitPeering(draft, ends, pair);
    if ("rule" in transit) return transit;
    const nextOf = (network: SeenNetwork): NextHop => {
      const hub = network === source ? pair.near : pair.far;
      return { field: "transitGatewayId", id: hub.nativeId, seenKey: hub.key };
    };
    if (!routeBoth(draft, ends, nextOf)) return unreadRoutes(source);
    const { stepIds, connectionIds } = transit;
    return {
      kind: connectionIds.length > 0 ? "existing-path" : "transit-peering",
      connectionIds: [...connectionIds],
      stepIds: [...stepIds],
      ...common,
      notChosen: notChosen.filter(({ way }) => !connectionIds.includes(way)),
    };
  }
  const peering = planPeering(draft.book, source, destination, [id]);
  if (!peering)
    return issueOf(
      "destination",
      "way.recipe-known",
      `Skylane makes no connection within ${source.cloud}; it uses those that are there.`,
      "two networks that are joined already",
    );
  const { next } = peering;
  if (next && !routeBoth(draft, ends, () => next)) return unreadRoutes(source);
  const [stepId = ""] = peering.stepIds;
  draft.joins.set(stepId, {
    kind: "peering",
    label: `peering ${source.cloud} ${source.regionId} - ${destination.regionId}`,
    stepIds: peering.stepIds,
    sides: [source, destination].map(({ key }) => ({ key, networkKeys: [key] })) as [never, never],
  });
  return {
    kind: "peering",
    connectionIds: [],
    stepIds: [...peering.stepIds],
    ...common,
  };
}

function tunnel(draft: DesignDraft, ends: Ends, { notChosen }: NoWay): WayBody | IntentIssue {
  const { world, book, hubs, joins, loads } = draft;
  const { source, destination, id } = ends;
  const rtt = expectedRtt(world, ends, true);
  const late = tooLate(ends, rtt?.leastMs);
  if (late) return late;
  const [near, far] = [hubs.of(source, [id]), hubs.of(destination, [id])];
  if ("rule" in near) return issueAt("source", near);
  if ("rule" in far) return issueAt("destination", far);
  if (near.asn === far.asn)
    return issueOf(
      "destination",
      "network.asn-distinct",
      `Both gateways have the ASN ${near.asn}, and BGP drops routes that bear one's own number. Give one of them another.`,
      "gateways with two ASNs, e.g. 64512 and 65515",
    );
  const collision = collisionOf(
    networksBeyond(world.topology, near, source),
    networksBeyond(world.topology, far, destination),
  );
  if (collision) return collisionIssue(ends, collision, world.topology);
  const [first, second] = HUB_ORDER.indexOf(near.cloud) <= HUB_ORDER.indexOf(far.cloud) ? [near, far] : [far, near];
  const label = `${first.at.regionId}-${second.at.regionId}`;
  const key = `vpn/${first.cloud}-${second.cloud}/${fnv1a64(`${first.key}|${second.key}`)}`;
  const shortfall = vpnShortfall(ends, rtt, vpnMbps(near.cloud, far.cloud), loads.get(key) ?? 0);
  if (shortfall) {
    const { because, isInterimAllowed } = shortfall;
    draft.circuits.push({ ends, because, hasInterim: isInterimAllowed });
    if (!isInterimAllowed)
      return issueOf(
        "requirements",
        "way.circuit-needed",
        `Only a dedicated circuit would do: ${because}. It has to be ordered; the plan holds the order.`,
        "the same without a ban on the public internet: an encrypted VPN would do",
      );
    draft.notes.add(`the VPN ${label} stands in for a circuit: ${because}`);
  }
  const stepIds = planVpn({ book, intentIds: [id], key, label, insideOf: draft.insideOf }, first, second);
  if (!stepIds)
    return issueOf(
      "destination",
      "way.recipe-known",
      `Skylane has no recipe for a VPN between ${near.label} and ${far.label}.`,
      "a pair of AWS, Azure, Google Cloud and on-premises",
    );
  const attached = new Map<SeenNetwork, readonly string[]>();
  for (const [network, hub, field] of [
    [source, near, "source"],
    [destination, far, "destination"],
  ] as const) {
    const done = wantAttachment(book, hub, network, [id]);
    if ("rule" in done) return issueAt(field, done);
    attached.set(network, done);
  }
  const nextOf = (network: SeenNetwork): NextHop | undefined => {
    const hub: Hub = network === source ? near : far;
    return hub.cloud === "aws"
      ? {
          field: "transitGatewayId",
          id: hub.transitGatewayId,
          ...(!hub.isNew && { seenKey: hub.key }),
          needs: attached.get(network),
        }
      : undefined;
  };
  if (!routeBoth(draft, ends, nextOf)) return unreadRoutes(near.cloud === "aws" ? source : destination);
  loads.set(key, (loads.get(key) ?? 0) + mbpsOf(ends));
  joins.set(key, {
    kind: "vpn",
    label: `VPN ${first.label} - ${second.label}`,
    stepIds,
    sides: [sideOf(joins.get(key)?.sides, near, source), sideOf(joins.get(key)?.sides, far, destination)],
  });
  return {
    kind: shortfall ? "interim-vpn" : "new-vpn",
    connectionIds: [],
    stepIds: [...stepIds],
    isEncrypted: true,
    isPublic: true,
    ...(rtt && { expectedRttMs: rtt.expectedMs, rttFrom: "estimated" as const }),
    notChosen: [...notChosen],
  };
}

/** Networks that stand behind a gateway, and those that this design attaches to it. */
function sideOf(
  before: readonly { readonly key: string; readonly networkKeys: readonly string[] }[] | undefined,
  { key, networkKeys }: Hub,
  own: SeenNetwork,
) {
  const known = before?.find((side) => side.key === key)?.networkKeys ?? [];
  return { key, networkKeys: [...new Set([...networkKeys, ...known, own.key])].sort() };
}

/** Routes of both networks, as far as theirs are ours to write. */
function routeBoth(
  { book, world: { topology } }: DesignDraft,
  ends: Ends,
  nextOf: (network: SeenNetwork) => NextHop | undefined,
): boolean {
  const { source, destination, sourceIp, destinationIp, id } = ends;
  return (
    [
      [source, destination, destinationIp],
      [destination, source, sourceIp],
    ] as const
  ).every(([network, other, ip]) => {
    const next = nextOf(network);
    if (!next) return true;
    const prefix = rangeAround(other, ip) ?? `${ip}/32`;
    return wantVpcRoutes(book, topology, { network, subnetIds: subnetsOf(ends, network), prefix, next }, [id]);
  });
}

/** Even what is thought of at best is too late, or nobody can tell. */
export function tooLate({ intent }: Pick<Ends, "intent">, leastMs: number | undefined): IntentIssue | undefined {
  const { maxRttMs } = intent.requirements;
  if (maxRttMs === undefined) return undefined;
  if (leastMs === undefined)
    return issueOf(
      "requirements.maxRttMs",
      "latency.places-known",
      "Where one of the two places is, is not known, so nobody can say how long packets take.",
      "networks[].coordinates of the data centre in skylane.yaml",
    );
  if (leastMs <= maxRttMs) return undefined;
  return issueOf(
    "requirements.maxRttMs",
    "latency.possible",
    `The two places are ${leastMs} ms apart there and back at the least, and ${maxRttMs} ms are asked for.`,
    `${Math.ceil(leastMs * 1.5)} ms, or a destination in a nearer Region`,
  );
}

const issueAt = (field: string, { rule, message, example }: NoHub): IntentIssue =>
  issueOf(field, rule, message, example);
