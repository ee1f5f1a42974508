import { createHash } from "node:crypto";
import type { LinkSighting } from "@skylane/core";
import { attachmentPrice } from "../prices/link-months.ts";
import type { ProjectAnswers } from "./read-project.ts";
import { keyOf, nameOf, pathOf, regionOf } from "./self-link.ts";
import { sessionFacts, sessionOver } from "./session.ts";
import { addressOf, clip, momentOf, tagsOf } from "./words.ts";

/** Context of the hash, so that it is no good for anything else. */
const KEY_CONTEXT = "skylane-link-key:";
const PROVISIONING: Readonly<Record<string, LinkSighting["provisioning"]>> = {
  ACTIVE: "ready",
  PENDING_PARTNER: "pending",
  PENDING_CUSTOMER: "pending",
  PARTNER_REQUEST_RECEIVED: "pending",
  UNPROVISIONED: "pending",
  DEFUNCT: "failed",
};

type Attachment = ProjectAnswers["attachments"][number];

/** VLAN attachments of interconnects as sightings. */
export function attachmentSightings(answers: ProjectAnswers): LinkSighting[] {
  return answers.attachments.flatMap((attachment) =>
    attachment.router === undefined ? [] : [sightingOf(answers, attachment, attachment.router)],
  );
}

function sightingOf(answers: ProjectAnswers, attachment: Attachment, router: string): LinkSighting {
  const session = sessionOver(answers, attachment.selfLink);
  const regionId = regionOf(attachment.selfLink);
  const port = portOf(answers, attachment);
  const bandwidthMbps = mbpsOf(attachment.bandwidth);
  const localInsideIp = addressOf(attachment.cloudRouterIpAddress) ?? session.join.localInsideIp;
  const peerInsideIp = addressOf(attachment.customerRouterIpAddress) ?? session.join.peerInsideIp;
  const peerAsn = session.join.peerAsn ?? asnOf(attachment.partnerAsn);
  const carrier = attachment.partnerMetadata?.partnerName;
  const location = port?.location === undefined ? attachment.partnerMetadata?.interconnectName : nameOf(port.location);
  const bytes30d = answers.bytes.attachments.get(`${regionId}|${attachment.name}`);
  const createdAtMs = momentOf(attachment.creationTimestamp);
  const listPrice =
    bandwidthMbps === undefined
      ? undefined
      : attachmentPrice({
          type: attachment.type,
          regionId,
          bandwidthMbps,
          port: port && { ...port, shareCount: sharesOf(answers, attachment) },
        });
  return {
    key: keyOf(attachment.selfLink),
    cloud: "gcp",
    accountId: answers.projectId,
    regionId,
    nativeId: pathOf(attachment.selfLink),
    name: clip(attachment.name),
    tags: tagsOf(attachment),
    kind: "interconnect",
    aliases: [attachment.name, ...(attachment.interconnect === undefined ? [] : [nameOf(attachment.interconnect)])],
    at: keyOf(router),
    join: {
      ...(attachment.pairingKey !== undefined && { sharedId: hashOf(attachment.pairingKey) }),
      ...session.join,
      ...(localInsideIp !== undefined && { localInsideIp }),
      ...(peerInsideIp !== undefined && { peerInsideIp }),
      ...(peerAsn !== undefined && { peerAsn }),
      ...(attachment.vlanTag8021q !== undefined && { vlan: attachment.vlanTag8021q }),
    },
    provisioning: PROVISIONING[attachment.state ?? ""] ?? "unknown",
    control: controlOf(attachment.operationalStatus, session.state?.isUp),
    ...(bandwidthMbps !== undefined && { bandwidthMbps }),
    isEncrypted: attachment.encryption === "IPSEC" || port?.macsecEnabled === true,
    isPublic: false,
    ...sessionFacts(session),
    ...(bytes30d !== undefined && { bytes30d }),
    ...(createdAtMs !== undefined && { createdAtMs }),
    ...(carrier && { carrier: clip(carrier) }),
    ...(location && { location: clip(location) }),
    ...(listPrice && { listPrice }),
  };
}

const portOf = ({ interconnects }: ProjectAnswers, { interconnect }: Attachment) =>
  interconnect === undefined
    ? undefined
    : interconnects.find(({ selfLink }) => pathOf(selfLink) === pathOf(interconnect));

/** How many attachments share the port of this one. */
const sharesOf = ({ attachments }: ProjectAnswers, { interconnect = "" }: Attachment): number =>
  attachments.filter((one) => one.interconnect !== undefined && pathOf(one.interconnect) === pathOf(interconnect))
    .length;

const hashOf = (secret: string): string => createHash("sha256").update(`${KEY_CONTEXT}${secret}`).digest("hex");

/** `BPS_500M`, `BPS_10G` in Mbps; `undefined` for what is not known yet. */
export function mbpsOf(bandwidth: string | undefined): number | undefined {
  const [, size, unit] = /^BPS_(\d+)([MG])$/.exec(bandwidth ?? "") ?? [];
  const mbps = Number(size) * (unit === "G" ? 1_000 : 1);
  return mbps > 0 ? mbps : undefined;
}

function asnOf(partnerAsn: string | number | undefined): number | undefined {
  const asn = Number(partnerAsn);
  return Number.isSafeInteger(asn) && asn > 0 ? asn : undefined;
}

/** What BGP says goes before what the port says: a port can be lit and nobody there. */
function controlOf(operationalStatus: string | undefined, isSessionUp: boolean | undefined): LinkSighting["control"] {
  if (isSessionUp !== undefined) return isSessionUp ? "up" : "down";
  if (operationalStatus === "OS_ACTIVE") return "up";
  return operationalStatus === "OS_UNPROVISIONED" ? "down" : "unknown";
}
