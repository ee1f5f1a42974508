import type { Deps } from "../../deps.ts";
import { ordersNow, type PathOrders } from "../path-orders.ts";

/** What people have ordered and still counts; what cannot be read is said to be so, and holds every move of Skylane's own. */
export async function readPathOrders({
  clock,
  pathOverrides,
  log,
}: Pick<Deps, "clock" | "pathOverrides" | "log">): Promise<PathOrders> {
  try {
    return ordersNow(await pathOverrides.list(), clock.nowMs());
  } catch (error) {
    log.error("orders for paths unreadable", { error });
    return "unreadable";
  }
}
