import type { LinkSighting } from "@skylane/core";

/** A namespace of metrics, and the dimension by which it names links. */
export interface OciCounter {
  readonly namespace: "oci_vpn" | "oci_fastconnect";
  readonly dimension: string;
}

/** Bytes as Oracle's end counts them. */
export const METRICS = { out: "BytesSent", in: "BytesReceived" } as const;

/** What counts a link; tunnels of an IPSec connection have a series each. Peerings have no counter that names them. */
export function counterOf({ kind }: Pick<LinkSighting, "kind">): OciCounter | undefined {
  if (kind === "vpn") return { namespace: "oci_vpn", dimension: "parentResourceId" };
  return kind === "fastconnect" ? { namespace: "oci_fastconnect", dimension: "resourceId" } : undefined;
}
