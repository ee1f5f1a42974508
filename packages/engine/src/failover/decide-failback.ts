import type { Incident, PathHealthRecord } from "@skylane/core";
import type { FailbackOrder } from "./order.ts";

/** What a fail back rests on, read at the end of the stable window. */
export interface FailbackFacts {
  readonly order: FailbackOrder;
  readonly incident: Incident;
  readonly health: readonly PathHealthRecord[];
  readonly isStopped: boolean;
}

/** Go, wait until the move itself is over, or leave things as they are. */
export type FailbackDecision =
  | { readonly kind: "go" }
  | { readonly kind: "wait" }
  | { readonly kind: "stay"; readonly reason: string };

/** Decides a fail back; pure. The primary must have been up, without a change, since the window began. */
export function decideFailback({ order, incident, health, isStopped }: FailbackFacts): FailbackDecision {
  if (incident.status === "open") return { kind: "wait" };
  if (incident.status !== "moved") return { kind: "stay", reason: `the incident is ${incident.status}` };
  if (isStopped) return { kind: "stay", reason: "the kill switch is on" };
  const primary = health.filter((record) => record.pathId === incident.fromPathId);
  if (primary.length === 0 || !primary.every((record) => record.health.state === "up"))
    return { kind: "stay", reason: `${incident.fromPathId} is not up` };
  if (!order.isManual && !primary.some((record) => record.health.epoch === order.epoch))
    return { kind: "stay", reason: `${incident.fromPathId} changed during the stable window` };
  return { kind: "go" };
}
