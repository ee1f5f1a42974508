import type { TopologyDrift } from "@skylane/core";
import { cidrContains } from "../../topology/index.ts";

/** A change of where packets go, as an audit log, a look at routes or Skylane's own record tells it. */
export interface NoticedRouteChange {
  readonly atMs: number;
  /** What it is about, CIDR. */
  readonly prefix: string;
  /** One sentence; text from outside. */
  readonly what: string;
  /** Who made it, where that is told; text from outside. */
  readonly by?: string | undefined;
}

/** Routes that differ between two looks. When is known no better than by the later look, and who is not told. */
export const routeChangesOf = (drifts: readonly TopologyDrift[], lookedAtMs: number): readonly NoticedRouteChange[] =>
  drifts.flatMap(({ kind, what, subject, changes }): NoticedRouteChange[] => {
    const prefix = subject.split(" ").at(-1);
    if (what !== "route" || prefix === undefined) return [];
    const told = changes.map(({ field, before, after }) => `${field} ${before || "none"} → ${after || "none"}`);
    const more = told.length > 0 ? `: ${told.join("; ")}` : "";
    return [{ atMs: lookedAtMs, prefix, what: `Route ${subject} was ${kind}${more}.` }];
  });

/** A change is told when it is told: a look may come so long after what it did. */
const LATE_MS = 30 * 60_000;
const EARLY_MS = 2 * 3_600_000;

/** The change that went before something that began in a slot: the last one about that address, not after the slot's end. */
export function changeBefore(
  changes: readonly NoticedRouteChange[],
  destinationIp: string,
  slot: { readonly startMs: number; readonly endMs: number },
): NoticedRouteChange | undefined {
  const about = changes.filter(
    ({ atMs, prefix }) =>
      atMs >= slot.startMs - EARLY_MS && atMs <= slot.endMs + LATE_MS && cidrContains(prefix, `${destinationIp}/32`),
  );
  const inTime = about.filter(({ atMs }) => atMs <= slot.endMs);
  return (inTime.length > 0 ? inTime : about).toSorted((a, b) => b.atMs - a.atMs)[0];
}
