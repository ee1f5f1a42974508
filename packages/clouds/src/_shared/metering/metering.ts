import type { CloudId, DiscoveryGap, DiscoveryRequest, LinkSighting } from "@skylane/core";
import type { CloudContext } from "../define-cloud.ts";

/** One direction of a link as the cloud at one of its ends counts it: what leaves that cloud, or what comes in. */
export interface CountedEnd {
  readonly link: LinkSighting;
  readonly direction: "out" | "in";
}

/** What to count, in which accounts, and from when to when; both moments are whole minutes times five. */
export interface CountRequest extends Pick<DiscoveryRequest, "accounts" | "concurrency" | "nowMs" | "signal"> {
  readonly ends: readonly CountedEnd[];
  readonly fromMs: number;
  readonly toMs: number;
}

/** Bytes that a cloud counted from `startMs` to before `endMs`. Where it has no point there is no span: that is unknown, not zero. */
export interface CountedSpan {
  readonly end: CountedEnd;
  readonly startMs: number;
  readonly endMs: number;
  readonly bytes: number;
}

/** Reads counters, and changes nothing. Never rejects for what a cloud does: that becomes a gap, and the rest goes on. */
export type CountBytes = (request: CountRequest) => Promise<{
  readonly spans: readonly CountedSpan[];
  readonly gaps: readonly DiscoveryGap[];
}>;

/** How one cloud counts bytes on links. */
export interface Metering {
  readonly cloud: CloudId;
  /** Whether it has a counter for such a link; without asking it. */
  readonly counts: (link: LinkSighting) => boolean;
  /** Loads what asks. */
  readonly load: () => Promise<(context: CloudContext) => CountBytes>;
}

/** Clouds are asked for points of five minutes where their counters are not finer. */
export const POINT_MS = 300_000;
export const BITS_PER_BYTE = 8;
