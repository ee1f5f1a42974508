import {
  acquireLease,
  applyChange,
  checkGuards,
  type FailoverOrder,
  proveTraffic,
  readBack,
  recordOutcome,
  rollBack,
  snapshotRoutes,
} from "@skylane/engine";
import type { MemoryDeps } from "./memory-deps.ts";

/** Walks the steps of the failover workflow in its order, as the state machine does; answers the incident's status. */
export async function runFailover(deps: MemoryDeps, order: FailoverOrder): Promise<string> {
  const step = { incidentId: order.incidentId, groupId: order.groupId };
  const decision = await checkGuards(deps, order);
  if (decision.kind === "hold") {
    const { rule, reason, isPage } = decision;
    return (await recordOutcome(deps, order.incidentId, { kind: "refused", rule, reason, isPage })).status;
  }
  if (decision.kind === "verify") {
    const proof = await proveTraffic(deps, { ...step, expect: "moved" });
    return (await recordOutcome(deps, order.incidentId, { kind: "repaired-by-routing", proof })).status;
  }
  const lease = await acquireLease(deps, { ...step, seenRvn: "none" });
  if (!lease.isHeld)
    return (
      await recordOutcome(deps, order.incidentId, {
        kind: "refused",
        rule: "lease-held",
        reason: lease.owner,
        isPage: true,
      })
    ).status;
  const { fence } = lease;
  try {
    const { changes } = await snapshotRoutes(deps, step);
    for (const { change, before } of changes) await applyChange(deps, { ...step, fence, change, before });
    await readBack(deps, { ...step, expect: "moved" });
    const proof = await proveTraffic(deps, { ...step, expect: "moved" });
    return (await recordOutcome(deps, order.incidentId, { kind: "moved", proof })).status;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await rollBack(deps, { ...step, fence, reason });
    return (await recordOutcome(deps, order.incidentId, { kind: "rolled-back", reason, isRestored: true })).status;
  }
}
