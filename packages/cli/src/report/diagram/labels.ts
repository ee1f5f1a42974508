import { gatewayKindNames } from "@skylane/core";
import { plain, shortened } from "../plain.ts";
import { cloudName, count, counted, kindNames, rate, stateMarks } from "../words.ts";
import type { DiagramEdge, DiagramNode } from "./graph.ts";
import { textWidthPx } from "./text-size.ts";

export const NAME_PX = 13;
export const DETAIL_PX = 11;
export const LABEL_PX = 11;
const LINE_PX = 16;
const NAME_COUNT = 26;

/** What stands in a box, its first line as its name. Harmless, not yet escaped. */
export function nodeLines(node: DiagramNode): string[] {
  const inside = insideLines(node);
  if (node.kind === "unseen") {
    const [only] = node.keys;
    return node.keys.length === 1 && only !== undefined
      ? [shortened(lastPart(only), NAME_COUNT), "not seen", ...inside]
      : [`${count(node.keys.length)} ends`, "not seen", ...inside];
  }
  if (node.kind === "gateway") {
    const [first] = node.gateways;
    if (first === undefined) return [];
    const kind = gatewayKindNames[first.kind];
    return node.gateways.length > 1
      ? [`${count(node.gateways.length)} ${kind}s`, ...inside]
      : [nameOf(first), `${kind}${first.asn === undefined ? "" : ` · AS ${first.asn}`}`, ...inside];
  }
  const [first] = node.networks;
  if (first === undefined) return [];
  const resources = counted(
    node.networks.reduce((total, { endpointCount }) => total + endpointCount, 0),
    "resource",
  );
  if (node.networks.length > 1)
    return [`${count(node.networks.length)} ${networkNames[first.cloud] ?? "network"}s`, resources, ...inside];
  const [cidr] = first.cidrs;
  return [nameOf(first), cidr === undefined ? resources : `${plain(cidr, 20)} · ${resources}`, ...inside];
}

/** `Azure`, `eastus` */
export const cloudLabel = (cloud: string): string => shortened(cloudName(cloud), NAME_COUNT);
export const regionLabel = (regionId: string): string => (regionId === "" ? "global" : shortened(regionId, NAME_COUNT));

const networkNames: Readonly<Partial<Record<string, string>>> = {
  aws: "VPC",
  azure: "VNet",
  gcp: "VPC",
  oci: "VCN",
  onprem: "LAN",
};

function insideLines({ inside }: DiagramNode): string[] {
  if (inside.length === 0) return [];
  const undeclared = inside.filter(({ isDeclared }) => !isDeclared).length;
  const kinds = new Set(inside.map(({ kind }) => kind));
  const [kind] = kinds;
  const what =
    kinds.size === 1 && kind !== undefined
      ? `${kindNames[kind].toLowerCase()}${inside.length === 1 ? "" : "s"}`
      : "links";
  return [
    `${count(inside.length)} ${kind === "vpn" ? what.toUpperCase().replace("VPNS", "VPNs") : what} among them${undeclared > 0 ? "," : ""}`,
    ...(undeclared > 0 ? [`${undeclared === inside.length ? "all" : count(undeclared)} undocumented`] : []),
  ];
}

/** Size of a box around its lines, px. */
export function nodeSizePx(node: DiagramNode): { readonly width: number; readonly height: number } {
  const lines = nodeLines(node);
  const widest = Math.max(
    72,
    ...lines.map((line, index) => textWidthPx(line, index === 0 ? NAME_PX * 1.05 : DETAIL_PX)),
  );
  return { width: Math.ceil(widest) + 24, height: lines.length * LINE_PX + 14 };
}

/** What stands on an edge: state, kind and number, then capacity. */
export function edgeLines(edge: DiagramEdge): string[] {
  const { members, status, kind } = edge;
  const troubled = members.filter((member) => member.status === status).length;
  const bandwidths = members.flatMap(({ bandwidthMbps }) => bandwidthMbps ?? []);
  const total = bandwidths.reduce((sum, bandwidthMbps) => sum + bandwidthMbps, 0);
  return [
    `${stateMarks[status]} ${kindNames[kind]}${members.length > 1 ? ` ×${count(members.length)}` : ""}`,
    ...(total > 0 && kind !== "peering" ? [rate(total)] : []),
    ...(status === "up" || status === "unknown"
      ? []
      : [members.length === 1 ? status : `${count(troubled)} of ${count(members.length)} ${status}`]),
  ];
}

/** Marks of an edge beside its colour and dashes. */
export const edgeBadges = ({ isZombie, isSinglePoint, members }: DiagramEdge): readonly EdgeBadge[] => [
  ...(isSinglePoint ? (["SPOF"] as const) : []),
  ...(isZombie ? (["zombie"] as const) : []),
  ...(members.some(({ isPublic, isEncrypted }) => isPublic && !isEncrypted) ? (["public"] as const) : []),
];
export type EdgeBadge = "SPOF" | "zombie" | "public";

export const BADGE_PX = 10;
export const badgeWidthPx = (badge: EdgeBadge): number => textWidthPx(badge, BADGE_PX * 1.08) + 10;

/** Size of an edge's label, px. */
export function edgeLabelSizePx(edge: DiagramEdge): { readonly width: number; readonly height: number } {
  const badges = edgeBadges(edge);
  const badgesPx = badges.reduce((total, badge) => total + badgeWidthPx(badge) + 4, -4);
  const lines = edgeLines(edge);
  return {
    width: Math.ceil(Math.max(badgesPx, ...lines.map((line) => textWidthPx(line, LABEL_PX)))) + 10,
    height: lines.length * 14 + (badges.length > 0 ? 18 : 0) + 4,
  };
}

/** `2.5` px: wider with capacity, by powers of ten; a peering has that of the machines at its ends, and is thin. */
export function edgeWidthPx({ members, kind }: DiagramEdge): number {
  if (kind === "peering") return 1.5;
  const mbps = members.reduce((total, { bandwidthMbps }) => total + (bandwidthMbps ?? 0), 0);
  return mbps === 0 ? 1.5 : Math.round(Math.min(6, Math.max(1.5, Math.log10(mbps) * 1.6 - 2.6)) * 10) / 10;
}

const nameOf = ({ name, nativeId }: { readonly name?: string | undefined; readonly nativeId: string }): string =>
  shortened(name === undefined || name.trim() === "" ? lastPart(nativeId) : name, NAME_COUNT);

const lastPart = (key: string): string => key.split("/").findLast((part) => part !== "") ?? key;
