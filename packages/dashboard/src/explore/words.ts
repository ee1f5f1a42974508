import {
  atLineStart,
  type ConnectionKind,
  connectionKindNames,
  type DiscoveryGap,
  type Finding,
  type JoinEvidence,
  type PathStateName,
  type TopologyConnection,
} from "@skylane/core";
import { plain } from "../shell/plain-text.ts";

const CLOUDS: Readonly<Record<string, string>> = {
  aws: "AWS",
  azure: "Azure",
  gcp: "Google Cloud",
  oci: "OCI",
  onprem: "On-premises",
  elsewhere: "Not ours to see",
};
export const cloudName = (cloud: string): string => CLOUDS[cloud] ?? plain(cloud);

/** As a line begins. */
export const kindNames = Object.fromEntries(
  Object.entries(connectionKindNames).map(([kind, name]) => [kind, atLineStart(name)]),
) as Readonly<Record<ConnectionKind, string>>;

export const ruleNames: Readonly<Record<Finding["rule"], string>> = {
  "undocumented-connection": "Not in the inventory",
  "missing-connection": "In the inventory, not found",
  zombie: "Paid for, carries nothing",
  "single-point-of-failure": "Single point of failure",
  "public-internet-flow": "Flow over the public internet",
  "overlapping-cidrs": "Address ranges overlap",
  "asymmetric-route": "Asymmetric route",
  "single-tunnel-vpn": "VPN on a single tunnel",
  "missing-bfd": "No fast failure detection",
  "route-to-nowhere": "Route to nowhere",
  "join-conflict": "The two ends disagree",
};

export const joinNames: Readonly<Record<JoinEvidence["rule"], string>> = {
  "shared-id": "Same id at both ends",
  "public-ips": "Public addresses match",
  "inside-addresses": "Inside addresses match",
  peer: "Each end names the other",
  routes: "Routes point at each other",
  "one-side": "Seen from one side only",
};

export const gapReasons: Readonly<Record<DiscoveryGap["reason"], string>> = {
  credentials: "No valid credentials",
  denied: "Permission missing",
  throttled: "Throttled by the cloud",
  timeout: "No answer in time",
  "not-enabled": "Not enabled",
  unavailable: "Not available",
  "not-understood": "Answer not understood",
};

/** Worst first: a bundle is shown as its worst link. */
export const worstFirst: readonly PathStateName[] = ["down", "degraded", "unknown", "up"];
export const severities = [
  "critical",
  "high",
  "medium",
  "low",
  "info",
] as const satisfies readonly Finding["severity"][];

/** The worst of some states; `unknown` of none. */
export const worstOf = (states: readonly PathStateName[]): PathStateName =>
  worstFirst.find((state) => states.includes(state)) ?? "unknown";

/** `$1,748`; cents below 100. */
export const usd = (amount: number): string =>
  `$${amount.toLocaleString("en-US", { maximumFractionDigits: amount < 100 ? 2 : 0 })}`;

/** `1 network`, `36 networks` */
export const counted = (count: number, one: string, several = `${one}s`): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : several}`;

/** `500 Mbps`, `10 Gbps` */
export const rate = (mbps: number): string =>
  mbps < 1_000 ? `${Number(mbps.toPrecision(3))} Mbps` : `${Number((mbps / 1_000).toPrecision(3))} Gbps`;

/** `15.8 TB`, in powers of 1,000 as clouds bill them. */
export function volume(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
  let [size, unit] = [bytes, 0];
  while (size >= 1_000 && unit < units.length - 1) [size, unit] = [size / 1_000, unit + 1];
  return `${Number(size.toPrecision(3))} ${units[unit]}`;
}

/** `2026-11-21 07:25 UTC`; a dash for a time that is none. */
export function moment(atMs: number): string {
  const at = new Date(atMs);
  return Number.isNaN(at.getTime()) ? "–" : `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** The mark of a bundle beside its colour: how many links, and which are not up; empty for one that is up. */
export function bundleMark(connections: readonly Pick<TopologyConnection, "status">[]): string {
  const bad = worstFirst.filter((state) => state !== "up");
  const counts = bad
    .map((state) => ({ state, count: connections.filter(({ status }) => status === state).length }))
    .filter(({ count }) => count > 0);
  const [only] = counts;
  if (only && only.count === connections.length)
    return connections.length > 1 ? `${only.count} ${only.state}` : only.state;
  return [
    ...(connections.length > 1 ? [String(connections.length)] : []),
    ...counts.map(({ state, count }) => `${count} ${state}`),
  ].join(" · ");
}
