import {
  atLineStart,
  type CloudId,
  type ConnectionKind,
  connectionKindNames,
  type Finding,
  type PathStateName,
} from "@skylane/core";

/** How things are called in a report. */
export const cloudNames: Readonly<Partial<Record<string, string>>> = {
  aws: "AWS",
  azure: "Azure",
  gcp: "Google Cloud",
  oci: "OCI",
  onprem: "On-prem",
};
export const cloudName = (cloud: CloudId | string): string => cloudNames[cloud] ?? cloud;

/** As a line of a table begins. */
export const kindNames = Object.fromEntries(
  Object.entries(connectionKindNames).map(([kind, name]) => [kind, atLineStart(name)]),
) as Readonly<Record<ConnectionKind, string>>;

/** What a rule finds, for one and for several. */
export const ruleNames: Readonly<Record<Finding["rule"], readonly [one: string, several: string]>> = {
  "undocumented-connection": ["undocumented connection", "undocumented connections"],
  "missing-connection": ["connection of the inventory not found", "connections of the inventory not found"],
  zombie: ["zombie: paid for, carries nothing", "zombies: paid for, carry nothing"],
  "single-point-of-failure": ["single point of failure", "single points of failure"],
  "public-internet-flow": ["flow over the public internet", "flows over the public internet"],
  "overlapping-cidrs": ["overlap of address ranges", "overlaps of address ranges"],
  "asymmetric-route": ["asymmetric route", "asymmetric routes"],
  "single-tunnel-vpn": ["VPN on a single tunnel", "VPNs on a single tunnel"],
  "missing-bfd": ["link without fast failure detection (BFD)", "links without fast failure detection (BFD)"],
  "route-to-nowhere": ["route to nowhere", "routes to nowhere"],
  "join-conflict": ["link whose two ends disagree", "links whose two ends disagree"],
};

export const severities = ["critical", "high", "medium", "low", "info"] as const satisfies Finding["severity"][];

/** A mark beside the colour, so that colour never carries a state alone. */
export const stateMarks: Readonly<Record<PathStateName, string>> = {
  up: "●",
  degraded: "◐",
  down: "✕",
  unknown: "○",
};

/** Worst first: what a bundle of links is shown as, and the order of tables. */
export const worstFirst: readonly PathStateName[] = ["down", "degraded", "unknown", "up"];

/** `$5,196`; below a hundred with cents, if there are any: `$54.50` */
export function usd(amount: number): string {
  const cents = Math.round(amount * 100);
  const digits = cents < 10_000 && cents % 100 !== 0 ? 2 : 0;
  return `$${amount.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** `1,234` */
export const count = (number: number): string => number.toLocaleString("en-US");

/** `1 zombie`, `12 zombies` */
export const counted = (number: number, one: string, several = `${one}s`): string =>
  `${count(number)} ${number === 1 ? one : several}`;

/** `500 Mb/s`, `1.25 Gb/s` */
export function rate(mbps: number): string {
  const shown = threeDigits(mbps);
  return shown < 1_000 ? `${shown} Mb/s` : `${threeDigits(mbps / 1_000)} Gb/s`;
}

/** `15.8 TB`, in powers of 1,000 as the clouds bill them. */
export function volume(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
  let [size, unit] = [bytes, 0];
  while (threeDigits(size) >= 1_000 && unit < units.length - 1) [size, unit] = [size / 1_000, unit + 1];
  return `${threeDigits(size)} ${units[unit]}`;
}

const threeDigits = (number: number): number => Number(number.toPrecision(3));

/** `2026-11-21 07:25 UTC`; an unknown time as a dash. */
export function moment(atMs: number): string {
  const at = new Date(atMs);
  return Number.isNaN(at.getTime()) ? "–" : `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
