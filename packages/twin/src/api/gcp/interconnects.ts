import { createHash } from "node:crypto";
import type { World } from "../../world/world.ts";
import { type GcpLink, type GcpProject, regionalPath, routerPath } from "./project.ts";
import { resource, selfLink, stableNumber } from "./resource.ts";

/** Ports are sold in these sizes, Mbps; any other bandwidth comes through a partner. */
const LINK_TYPE: Readonly<Record<number, string>> = {
  10000: "LINK_TYPE_ETHERNET_10G_LR",
  100000: "LINK_TYPE_ETHERNET_100G_LR",
  400000: "LINK_TYPE_ETHERNET_400G_LR4",
};
const FIRST_VLAN = 100;
const VLAN_COUNT = 3_900;
/** Google's side of a partner's session. */
const PARTNER_ASN = "16550";

export const isDedicated = ({ connection }: GcpLink): boolean => LINK_TYPE[connection.bandwidthMbps] !== undefined;

export const attachmentPath = ({ gateway, name }: GcpLink): string =>
  regionalPath(gateway, `interconnectAttachments/${name}`);

const interconnectPath = (project: GcpProject, { name }: GcpLink): string =>
  `projects/${project.id}/global/interconnects/${name}-port`;

/** The ports: one for each dedicated connection. Its building is the estate's location, or else its carrier. */
export const interconnectsOf = (project: GcpProject) =>
  project.attachments.filter(isDedicated).map((link) => ({
    ...resource("interconnect", interconnectPath(project, link), link.connection.createdOn),
    description: "",
    interconnectType: "DEDICATED",
    linkType: LINK_TYPE[link.connection.bandwidthMbps],
    requestedLinkCount: 1,
    provisionedLinkCount: 1,
    location: selfLink(
      `projects/${project.id}/global/interconnectLocations/${link.connection.location ?? link.connection.carrier ?? "unnamed"}`,
    ),
    adminEnabled: true,
    operationalStatus: "OS_ACTIVE",
    state: "ACTIVE",
    macsecEnabled: link.connection.isEncrypted,
    interconnectAttachments: [selfLink(attachmentPath(link))],
  }));

/** A VLAN attachment: of a port of one's own, or a partner's with a pairing key. */
export function attachmentOf(world: World, project: GcpProject, link: GcpLink) {
  const { gateway, connection, own, other } = link;
  // The estate knows no VLANs; the far side of these two kinds shows none either, so one made up here contradicts nothing.
  const hasVlan = connection.kind === "interconnect" || connection.kind === "fastconnect";
  return {
    ...resource("interconnectAttachment", attachmentPath(link), connection.createdOn),
    description: "",
    region: selfLink(`projects/${project.id}/regions/${gateway.regionId}`),
    router: selfLink(routerPath(gateway)),
    ...(isDedicated(link)
      ? { type: "DEDICATED", interconnect: selfLink(interconnectPath(project, link)) }
      : {
          type: "PARTNER",
          pairingKey: `${uuidOf(connection.id)}/${gateway.regionId}/1`,
          partnerAsn: String(world.atlas.gateways.get(other.at)?.asn ?? PARTNER_ASN),
          partnerMetadata: { partnerName: connection.carrier ?? "", interconnectName: connection.location ?? "" },
        }),
    bandwidth: bandwidthOf(connection.bandwidthMbps),
    edgeAvailabilityDomain: "AVAILABILITY_DOMAIN_1",
    ...(hasVlan && { vlanTag8021q: FIRST_VLAN + stableNumber(`vlan ${connection.id}`, VLAN_COUNT) }),
    ...(own.peerIp !== undefined && { cloudRouterIpAddress: `${own.peerIp}/30` }),
    ...(other.peerIp !== undefined && { customerRouterIpAddress: `${other.peerIp}/30` }),
    adminEnabled: true,
    state: "ACTIVE",
    operationalStatus: "OS_ACTIVE",
    encryption: "NONE",
    mtu: 1_440,
    dataplaneVersion: 2,
    stackType: "IPV4_ONLY",
    ...(Object.keys(connection.tags).length > 0 && { labels: connection.tags }),
  };
}

/** Sizes of an attachment, Mbps. */
const SIZES = [50, 100, 200, 300, 400, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 400_000];

function bandwidthOf(mbps: number): string {
  const size = SIZES.findLast((one) => one <= mbps) ?? 50;
  return size < 1_000 ? `BPS_${size}M` : `BPS_${size / 1_000}G`;
}

function uuidOf(text: string): string {
  const hex = createHash("sha256").update(`pairing ${text}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
