import type { Incident, PathHealthRecord } from "@skylane/core";
import type { PathAlarm } from "../health/index.ts";
import { maintenanceOn } from "./alarm-witness.ts";
import type { FailbackOrder } from "./order.ts";
import { keptOffByOrder, type PathOrders } from "./path-orders.ts";

/** What a fail back rests on, read at the end of the stable window. */
export interface FailbackFacts {
  readonly nowMs: number;
  readonly order: FailbackOrder;
  readonly incident: Incident;
  /** Without records that are too old to say anything. */
  readonly health: readonly PathHealthRecord[];
  /** `undefined` = it could not be read; then nothing is touched until it can. */
  readonly isStopped: boolean | undefined;
  /** True if the vantages of the primary have all fallen silent: they may have died, and will tell when they are back. */
  readonly isSilent?: boolean;
  /** What people have ordered for single paths: Skylane does not go back against it, a person may. */
  readonly orders?: PathOrders;
  /** What the clouds' own alarms say of the paths: nothing goes back by itself to where its cloud is at work. */
  readonly alarms?: readonly PathAlarm[];
  /** True if a change of the move reaches beyond the group: its undo does too, and is a person's to order. */
  readonly isPlannedOnly?: boolean;
}

/** Go, wait until the move itself or a maintenance is over or something is known, or leave things as they are. */
export type FailbackDecision =
  | { readonly kind: "go" }
  | { readonly kind: "wait"; readonly waitSeconds: number }
  | { readonly kind: "stay"; readonly reason: string };

/** While the move itself is still running, or something is not known. */
const SOON_SECONDS = 2;
/** While a maintenance lasts; twelve hours of it are 720 looks. */
const LATER_SECONDS = 60;

/** Vantages do not see a path come up at the same instant, nor share a clock: the others may have seen it this much later. */
const LATER_RATIO = 0.1;

/**
 * Decides a fail back; pure. The primary must have been up, without a change, since the window began: for every vantage that
 * knows it. No quorum here: traffic is well where it is, so one that still sees it bad is enough to stay.
 */
export function decideFailback({
  nowMs,
  order,
  incident,
  health,
  isStopped,
  isSilent = false,
  orders,
  alarms = [],
  isPlannedOnly = false,
}: FailbackFacts): FailbackDecision {
  const soon = { kind: "wait", waitSeconds: SOON_SECONDS } as const;
  if (incident.status === "open") return soon;
  if (incident.status !== "moved") return { kind: "stay", reason: `the incident is ${incident.status}` };
  if (isStopped) return { kind: "stay", reason: "the kill switch is on" };
  const kept = order.isManual ? undefined : keptOffByOrder(incident, orders);
  if (kept !== undefined) return { kind: "stay", reason: kept };
  if (isPlannedOnly && !order.isManual)
    return { kind: "stay", reason: "only a person may order the way back, for it reaches beyond the group" };
  if ((isSilent && !isPlannedOnly) || isStopped === undefined) {
    if (!order.isManual) return soon;
    const what =
      isStopped === undefined ? "the kill switch cannot be read" : `nothing is heard of ${incident.fromPathId}`;
    return { kind: "stay", reason: what };
  }
  // A circuit that is switched off answers no probe. Traffic has to prove the way back, or the move is made again.
  if (isPlannedOnly) return { kind: "go" };
  const primary = health.filter((record) => record.pathId === incident.fromPathId && record.health.state !== "unknown");
  if (primary.length === 0 || !primary.every((record) => record.health.state === "up"))
    return { kind: "stay", reason: `${incident.fromPathId} is not up` };
  if (order.isManual) return { kind: "go" };
  const changed = { kind: "stay", reason: `${incident.fromPathId} changed during the stable window` } as const;
  const isOwn = ({ vantageId }: PathHealthRecord): boolean =>
    order.vantageId === undefined || vantageId === order.vantageId;
  if (!primary.some((record) => isOwn(record) && record.health.epoch === order.epoch)) return changed;
  const windowMs = order.waitSeconds * 1000 * (1 - LATER_RATIO);
  if (!primary.every((record) => isOwn(record) || nowMs - record.health.sinceMs >= windowMs)) return changed;
  return maintenanceOn(incident.fromPathId, { alarms, nowMs })
    ? { kind: "wait", waitSeconds: LATER_SECONDS }
    : { kind: "go" };
}
