import type { LinkSighting } from "@skylane/core";
import type { CountedEnd } from "../../_shared/metering/metering.ts";
import { nameOf, regionOf } from "../discover/self-link.ts";

/** Metrics of both directions, and how a series of them names its link. */
export interface LinkMetrics {
  readonly types: Readonly<Record<CountedEnd["direction"], string>>;
  /** Label that holds the link's name, of the metric or of the resource. */
  readonly label: { readonly of: "metric" | "resource"; readonly name: string };
}

export const TUNNELS: LinkMetrics = {
  types: {
    out: "vpn.googleapis.com/network/sent_bytes_count",
    in: "vpn.googleapis.com/network/received_bytes_count",
  },
  label: { of: "metric", name: "tunnel_name" },
};
export const ATTACHMENTS: LinkMetrics = {
  types: {
    out: "interconnect.googleapis.com/network/attachment/sent_bytes_count",
    in: "interconnect.googleapis.com/network/attachment/received_bytes_count",
  },
  label: { of: "resource", name: "attachment" },
};

/** What counts a link, and what its series is called: `<region>|<name>`. Peerings have no counter. */
export function counterOf({
  nativeId,
}: Pick<LinkSighting, "nativeId">): { readonly metrics: LinkMetrics; readonly series: string } | undefined {
  const series = `${regionOf(nativeId)}|${nameOf(nativeId)}`;
  if (/\/vpnTunnels\/[^/]+$/.test(nativeId)) return { metrics: TUNNELS, series };
  return /\/interconnectAttachments\/[^/]+$/.test(nativeId) ? { metrics: ATTACHMENTS, series } : undefined;
}

/** How a series names its link; `undefined` if a label is missing. */
export function seriesName(
  { label }: LinkMetrics,
  labels: {
    readonly metric?: Readonly<Record<string, string>> | undefined;
    readonly resource?: Readonly<Record<string, string>> | undefined;
  },
): string | undefined {
  const name = labels[label.of]?.[label.name];
  const region = labels.resource?.region;
  return name === undefined || region === undefined ? undefined : `${region}|${name}`;
}
