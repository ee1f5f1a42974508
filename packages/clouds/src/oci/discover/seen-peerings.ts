import type { LinkSighting } from "@skylane/core";
import type { LocalPeering, RegionAnswers, RemotePeering } from "./answers.ts";
import { commonOf, momentOf, ociKey, present, provisioningOf } from "./words.ts";

/** Halves of peerings: of DRGs between Regions, and of VCNs within one. The other half may be in any Region that was read. */
export function seenPeerings(regions: readonly RegionAnswers[]): LinkSighting[] {
  const drgByHalf = new Map(
    regions.flatMap(({ remotePeerings }) => remotePeerings.map(({ id, drgId }) => [id, drgId])),
  );
  const vcnByHalf = new Map(regions.flatMap(({ localPeerings }) => localPeerings.map(({ id, vcnId }) => [id, vcnId])));
  return regions.flatMap((answers) => [
    ...answers.remotePeerings.map(
      (half): LinkSighting => ({
        ...withAttachment(answers, halfOf(answers, half, drgByHalf)),
        kind: "transit-peering",
        at: ociKey(half.drgId),
      }),
    ),
    ...answers.localPeerings.map(
      (half): LinkSighting => ({
        ...halfOf(answers, half, vcnByHalf),
        kind: "peering",
        at: ociKey(half.vcnId),
      }),
    ),
  ]);
}

/** Its attachment to the DRG is what its bytes are counted by. */
function withAttachment<T extends Pick<LinkSighting, "nativeId" | "aliases">>(
  { drgAttachments }: RegionAnswers,
  half: T,
): T {
  const attachment = drgAttachments.find(({ networkDetails }) => networkDetails?.id === half.nativeId);
  return attachment ? { ...half, aliases: [...half.aliases, attachment.id] } : half;
}

function halfOf(
  answers: RegionAnswers,
  half: RemotePeering | LocalPeering,
  placeByHalf: ReadonlyMap<string, string>,
): Omit<LinkSighting, "kind" | "at"> {
  const peer = placeByHalf.get(half.peerId ?? "");
  const peerAdvertised = "peerAdvertisedCidrDetails" in half ? half.peerAdvertisedCidrDetails : undefined;
  return {
    ...commonOf(answers, half),
    aliases: half.displayName === undefined ? [] : [half.displayName],
    join: half.peerId ? { sharedId: [half.id, half.peerId].sort().join("|") } : {},
    provisioning: half.peeringStatus === "PENDING" ? "pending" : provisioningOf(half.lifecycleState),
    control: controlOf(half.peeringStatus),
    isEncrypted: false,
    isPublic: false,
    ...present({
      peer: peer === undefined ? undefined : ociKey(peer),
      receivedPrefixes: peerAdvertised && [...peerAdvertised],
      createdAtMs: momentOf(half.timeCreated),
    }),
  };
}

function controlOf(peeringStatus: string | undefined): LinkSighting["control"] {
  if (peeringStatus === "PEERED") return "up";
  return peeringStatus === undefined || peeringStatus === "UNKNOWN_VALUE" ? "unknown" : "down";
}
