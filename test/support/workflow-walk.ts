import { SkylaneError } from "@skylane/core";
import {
  acquireLease,
  applyChange,
  checkFailback,
  checkGuards,
  type FailbackOrder,
  type FailoverOrder,
  type Outcome,
  proveTraffic,
  readBack,
  recordOutcome,
  restoreChange,
  rollBack,
  snapshotRoutes,
} from "@skylane/engine";
import type { MemoryDeps } from "./memory-deps.ts";

/** One step of a workflow: its state's name, and what it does, which may be asked for again. */
export interface WalkStep {
  readonly name: string;
  readonly run: (deps: MemoryDeps) => Promise<unknown>;
}
/** Seconds to pass before the next step. */
export interface WalkWait {
  readonly waitMs: number;
}
/** A state machine that is walked by whoever holds it: it gets the step's result, or its error. */
export type Walk = AsyncGenerator<WalkStep | WalkWait, void, unknown>;

type Key = Pick<FailoverOrder, "incidentId" | "groupId">;
type Step = <T>(name: string, run: (deps: MemoryDeps) => Promise<T>) => AsyncGenerator<WalkStep, T, unknown>;

const step: Step = async function* (name, run) {
  return (yield { name, run }) as Awaited<ReturnType<typeof run>>;
};
const keyOf = ({ incidentId, groupId }: Key): Key => ({ incidentId, groupId });
const record = (key: Key, outcome: Outcome) => step("Record", (deps) => recordOutcome(deps, key.incidentId, outcome));
const causeOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The fence, or what was seen of who holds the lease after one lease time. */
async function* takeLease(key: Key): AsyncGenerator<WalkStep | WalkWait, number | string, unknown> {
  for (let seenRvn = "none"; ; ) {
    const asked = seenRvn;
    const lease = yield* step("AcquireLease", (deps) => acquireLease(deps, { ...key, seenRvn: asked }));
    if (lease.isHeld) return lease.fence;
    if (seenRvn !== "none") return lease.owner;
    seenRvn = lease.seenRvn;
    yield { waitMs: lease.waitSeconds * 1000 };
  }
}

/** The failover state machine, state by state. */
export async function* walkFailover(order: FailoverOrder): Walk {
  const key = keyOf(order);
  const decision = yield* step("CheckGuards", (deps) => checkGuards(deps, order));
  if (decision.kind === "hold") {
    const { rule, reason, isPage } = decision;
    yield* record(key, { kind: "refused", rule, reason, isPage });
    return;
  }
  if (decision.kind === "verify")
    try {
      const proof = yield* step("ProveRepair", (deps) => proveTraffic(deps, { ...key, expect: "moved" }));
      yield* record(key, { kind: "repaired-by-routing", proof });
      return;
    } catch (error) {
      if (!(error instanceof SkylaneError) || error.name !== "ERR_TRAFFIC_NOT_PROVEN") throw error;
      if (decision.otherwise.kind === "hold") {
        const { rule, reason, isPage } = decision.otherwise;
        yield* record(key, { kind: "refused", rule, reason, isPage });
        return;
      }
    }
  const fence = yield* takeLease(key);
  if (typeof fence === "string") {
    yield* record(key, { kind: "refused", rule: "lease-held", reason: fence, isPage: true });
    return;
  }
  try {
    const { changes } = yield* step("SnapshotRoutes", (deps) => snapshotRoutes(deps, key));
    for (const { change, before } of changes)
      yield* step("ApplyChange", (deps) => applyChange(deps, { ...key, fence, change, before }));
    yield* step("ReadBack", (deps) => readBack(deps, { ...key, expect: "moved" }));
    const proof = yield* step("ProveTraffic", (deps) => proveTraffic(deps, { ...key, expect: "moved" }));
    yield* record(key, { kind: "moved", proof });
  } catch (error) {
    yield* undo(key, fence, causeOf(error));
  }
}

async function* undo(key: Key, fence: number, reason: string): AsyncGenerator<WalkStep, void, unknown> {
  let isRestored = true;
  try {
    yield* step("RollBack", (deps) => rollBack(deps, { ...key, fence, reason }));
  } catch {
    isRestored = false;
  }
  yield* record(key, { kind: "rolled-back", reason, isRestored });
}

/** The failback state machine, state by state. */
export async function* walkFailback(order: FailbackOrder): Walk {
  const key = keyOf(order);
  yield { waitMs: order.waitSeconds * 1000 };
  let decision = yield* step("CheckFailback", (deps) => checkFailback(deps, order));
  while (decision.kind === "wait") {
    yield { waitMs: decision.waitSeconds * 1000 };
    decision = yield* step("CheckFailback", (deps) => checkFailback(deps, order));
  }
  if (decision.kind === "stay") return;
  const { changes } = decision;
  const fence = yield* takeLease(key);
  if (typeof fence === "string") return;
  try {
    for (const { change, before } of changes)
      yield* step("RestoreChange", (deps) => restoreChange(deps, { ...key, fence, change, before }));
    yield* step("ReadBack", (deps) => readBack(deps, { ...key, expect: "restored" }));
    const proof = yield* step("ProveTraffic", (deps) => proveTraffic(deps, { ...key, expect: "restored" }));
    yield* record(key, { kind: "failed-back", proof });
  } catch (error) {
    const reason = causeOf(error);
    try {
      for (const { change, before } of changes)
        yield* step("ReapplyChange", (deps) => applyChange(deps, { ...key, fence, change, before }));
      yield* record(key, { kind: "failback-undone", reason });
    } catch {
      yield* record(key, { kind: "rolled-back", reason, isRestored: false });
    }
  }
}
