import type { FailoverPlan, PathOverride } from "@skylane/core";
import { targetsOf } from "./make-plan.ts";

/** What people have ordered for the paths of a group and still counts; absent = nothing, `unreadable` = nobody knows. */
export type PathOrders = readonly PathOverride[] | "unreadable";

/** The orders that have not run out. */
export const ordersNow = (orders: readonly PathOverride[], nowMs: number): readonly PathOverride[] =>
  orders.filter(({ untilMs }) => nowMs < untilMs);

/** The paths to move to, in the order they are tried: those to prefer first, those to avoid not at all. */
export function targetsByOrder(
  plan: Pick<FailoverPlan, "backupPathId" | "spares">,
  orders: PathOrders = [],
): ReturnType<typeof targetsOf> {
  if (orders === "unreadable") return targetsOf(plan);
  const said = (pathId: string) => orders.find((order) => order.pathId === pathId)?.to;
  const allowed = targetsOf(plan).filter((pathId) => said(pathId) !== "avoid");
  const isPreferred = (pathId: string): boolean => said(pathId) === "prefer";
  return [...allowed.filter(isPreferred), ...allowed.filter((pathId) => !isPreferred(pathId))];
}

/** Why a group may not be moved off its primary by a person's order; `undefined` if it may. */
export function keptByOrder(plan: FailoverPlan, isManual: boolean, orders: PathOrders = []): string | undefined {
  if (orders === "unreadable") return "what people have ordered for the paths cannot be read";
  const keep = orders.find(({ pathId, to }) => pathId === plan.primaryPathId && to === "prefer");
  if (keep && !isManual) return inWords(keep);
  if (targetsOf(plan).length === 0 || targetsByOrder(plan, orders).length > 0) return undefined;
  return orders
    .filter(({ pathId, to }) => to === "avoid" && targetsOf(plan).includes(pathId))
    .map(inWords)
    .join("; ");
}

/** Why traffic may not go back to a path by itself; `undefined` if it may. */
export function keptOffByOrder(
  { fromPathId, toPathId }: { readonly fromPathId: string; readonly toPathId?: string | undefined },
  orders: PathOrders = [],
): string | undefined {
  if (orders === "unreadable") return "what people have ordered for the paths cannot be read";
  const order = orders.find(
    ({ pathId, to }) => (pathId === fromPathId && to === "avoid") || (pathId === toPathId && to === "prefer"),
  );
  return order && inWords(order);
}

const inWords = ({ pathId, to, by, reason }: PathOverride): string =>
  `${by} ordered to ${to === "avoid" ? "keep off" : "keep to"} ${pathId}: ${reason}`;
