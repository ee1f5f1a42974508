import type { CostAnomaly, CostCause, CostRecommendation, CostScope, TransferPlace } from "@skylane/core";
import { cloudName } from "../explore/words.ts";
import { cutMiddle, plain } from "../shell/plain-text.ts";

/** `$1,234`, `$12.30`, `$0.004`: as many digits as say something. */
export function money(amount: number, currency = "USD"): string {
  const size = Math.abs(amount);
  const digits = size >= 1_000 || size === 0 ? 0 : size >= 0.01 ? 2 : 4;
  return written(amount, currency, digits);
}

/** To the cent, as in a table: `$1,234.50`. */
export const cents = (amount: number, currency = "USD"): string => written(amount, currency, 2);

function written(amount: number, currency: string, digits: number): string {
  try {
    return new Intl.NumberFormat("en-US", {
      style: "currency",
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(amount);
  } catch {
    // a provider may name a currency that is none
    return `${plain(currency)} ${amount.toFixed(digits)}`;
  }
}

/** Bytes as clouds sell them, in decimal units. */
export function gigabytes(gb: number): string {
  const size = Math.abs(gb);
  return size >= 1_000
    ? `${(gb / 1_000).toLocaleString("en-US", { maximumFractionDigits: 1 })} TB`
    : `${gb.toLocaleString("en-US", { maximumFractionDigits: size >= 10 ? 0 : 2 })} GB`;
}

export const percent = (ratio: number): string => `${(ratio * 100).toFixed(ratio < 0.1 ? 1 : 0)} %`;

/** `November 2026` */
export const monthName = (month: string): string =>
  new Date(`${month}-01T00:00:00Z`).toLocaleDateString("en-US", { month: "long", year: "numeric", timeZone: "UTC" });
/** `Nov 21` */
export const dayName = (day: string): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString("en-US", { month: "short", day: "numeric", timeZone: "UTC" });
/** `Nov 21, 14:30 UTC` */
export const momentName = (ms: number): string =>
  `${new Date(ms).toLocaleString("en-US", { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" })} UTC`;

export const scopeName = ({ kind, id }: CostScope): string =>
  kind === "all" ? "everything" : `${kind} ${cutMiddle(id, 60)}`;
export const placeName = ({ cloud, regionId }: TransferPlace): string =>
  regionId === undefined ? cloudName(cloud) : `${cloudName(cloud)} ${cutMiddle(regionId, 40)}`;

export const causeNames: Readonly<Record<CostCause, string>> = {
  misrouting: "leaves by the wrong way",
  runaway: "something runs that should not",
  creep: "grows a little each day",
  "price-change": "the same costs more",
  "new-resource": "was not there before",
  unknown: "no cause shows",
};

export const kindNames: Readonly<Record<CostRecommendation["kind"], string>> = {
  "zombie-vpn": "idle VPN",
  "low-traffic-vpn": "VPN with little traffic",
  "link-size": "size of a link",
  "second-port-date": "date of a second port",
  commitment: "commitment",
  spot: "interruptible work",
  schedule: "schedule",
  rightsize: "right size",
  "storage-tier": "storage tier",
  "chatty-flow": "chatty flow",
  "move-workload": "move beside its data",
};

/** How loud a severity is on the page; its word stands beside it. */
export const toneOf = (severity: CostAnomaly["severity"]): "bad" | "watch" | "quiet" =>
  severity === "critical" || severity === "high" ? "bad" : severity === "medium" ? "watch" : "quiet";
