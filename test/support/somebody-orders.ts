import { SkylaneError } from "@skylane/core";
import { orderFailback, orderFailover } from "@skylane/engine";

type OrderDeps = Parameters<typeof orderFailback>[0] & Parameters<typeof orderFailover>[0];

/** A person orders a group to its backup, or back; what Skylane refuses with a reason is no error. */
export async function somebodyOrders(deps: OrderDeps, groupId: string, isBack: boolean): Promise<void> {
  const active = await deps.incidents.findActive(groupId);
  try {
    if (isBack) await orderFailback(deps, active?.id ?? "fo-none-1", "somebody");
    else await orderFailover(deps, groupId, "somebody");
  } catch (error) {
    if (!(error instanceof SkylaneError)) throw error;
  }
}
