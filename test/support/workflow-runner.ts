import { type OverrideEnded, SkylaneError } from "@skylane/core";
import { considerFailbackOfMove, type FailbackOrder, type FailoverOrder, recordOverrideEnd } from "@skylane/engine";
import { crashingDeps, dyingAfter } from "./crashing-deps.ts";
import type { MemoryDeps } from "./memory-deps.ts";
import { type Walk, type WalkStep, walkFailback, walkFailover } from "./workflow-walk.ts";

/** A workflow that was started. */
export interface Running {
  readonly name: string;
  readonly kind: "failover" | "failback";
  readonly order: FailoverOrder | FailbackOrder;
  readonly walk: Walk;
  next: WalkStep | undefined;
  readyAtMs: number;
  isOver: boolean;
}

/** Who looks on, and is told what is about to be done and what was done. */
export interface Watcher {
  beforeStep(running: Running, step: WalkStep): void;
  afterStep(running: Running, step: WalkStep, failure: unknown): void;
  over(running: Running): void;
}

/** The bus and the state machines of a model: deliveries that wait, executions that were started, and the hand that moves both on. */
export interface WorkflowRunner {
  /** Deliveries, oldest first. */
  readonly queue: (() => Promise<unknown>)[];
  readonly running: readonly Running[];
  /** Takes in what was started and published since. */
  takeIn(): void;
  deliver(which: number, isTwice: boolean): Promise<void>;
  /** One step; `dieAfter`: its process dies after so many calls of ports and it is done again; `isFailing`: for good. */
  walkOn(one: Running, dieAfter: number | undefined, isFailing: boolean): Promise<void>;
  ready(): Running[];
  /** Everything that is due is delivered, and every workflow goes as far as it gets. */
  run(): Promise<void>;
}

/** Steps of one `run`: more than two whole moves. */
const MOST_STEPS = 60;

export function workflowRunner(deps: MemoryDeps, watcher: Watcher): WorkflowRunner {
  const queue: (() => Promise<unknown>)[] = [];
  const running: Running[] = [];
  let startedCount = 0;
  let publishedCount = 0;

  const takeIn = (): void => {
    for (const { workflow, name, input } of deps.started.slice(startedCount)) {
      const kind = workflow === "failover" ? "failover" : "failback";
      const order = input as FailoverOrder & FailbackOrder;
      const walk = kind === "failover" ? walkFailover(order) : walkFailback(order);
      running.push({ name, kind, order, walk, next: undefined, readyAtMs: 0, isOver: false });
    }
    startedCount = deps.started.length;
    for (const { type, data } of deps.published.slice(publishedCount)) {
      if (type === "failover.completed.v1")
        queue.push(() => considerFailbackOfMove(deps, data as Parameters<typeof considerFailbackOfMove>[1]));
      if (type === "failover.override-ended.v1") queue.push(() => recordOverrideEnd(deps, data as OverrideEnded));
    }
    publishedCount = deps.published.length;
  };
  const deliver = async (which: number, isTwice: boolean): Promise<void> => {
    const at = which % Math.max(1, queue.length);
    const delivery = queue[at];
    if (!isTwice) queue.splice(at, 1);
    await delivery?.();
    takeIn();
  };
  const resume = async (one: Running, act: () => ReturnType<Walk["next"]>): Promise<void> => {
    const { done, value } = await act().catch(() => ({ done: true as const, value: undefined }));
    one.next = undefined;
    if (done === true) {
      one.isOver = true;
      watcher.over(one);
    } else if ("waitMs" in value) one.readyAtMs = deps.clock.nowMs() + value.waitMs;
    else one.next = value;
  };
  const walkOn = async (one: Running, dieAfter: number | undefined, isFailing: boolean): Promise<void> => {
    const { next } = one;
    if (!next) return resume(one, () => one.walk.next());
    watcher.beforeStep(one, next);
    const outcome = await attempt(deps, next, dieAfter, isFailing && MAY_FAIL.has(next.name));
    watcher.afterStep(one, next, outcome.failure);
    takeIn();
    await resume(one, () =>
      outcome.failure === undefined ? one.walk.next(outcome.value) : one.walk.throw(outcome.failure),
    );
  };
  const ready = (): Running[] => running.filter((one) => !one.isOver && one.readyAtMs <= deps.clock.nowMs());
  const run = async (): Promise<void> => {
    for (let i = 0; i < MOST_STEPS; i += 1) {
      if (queue.length > 0) await deliver(0, false);
      const [one] = ready();
      if (one) await walkOn(one, undefined, false);
      else if (queue.length === 0) return;
    }
  };
  return { queue, running, takeIn, deliver, walkOn, ready, run };
}

/** Steps that have a way out in the state machine; the others are only ever done again. */
const MAY_FAIL = new Set(["SnapshotRoutes", "ApplyChange", "ReadBack", "ProveTraffic", "RollBack", "RestoreChange"]);

/** Does a step as the state machine does: once more if its process has died on the way. */
async function attempt(
  deps: MemoryDeps,
  { run }: WalkStep,
  dieAfter: number | undefined,
  isFailing: boolean,
): Promise<{ readonly value?: unknown; readonly failure?: unknown }> {
  const dying = dieAfter === undefined ? undefined : crashingDeps(deps, dyingAfter(dieAfter));
  try {
    if (dying) {
      const value = await run(dying);
      if (!isFailing) return { value };
    }
    if (isFailing) throw new Error("Lambda.ServiceException, four times");
  } catch (error) {
    if (isFailing || error instanceof SkylaneError) return { failure: error };
  }
  try {
    return { value: await run(deps) };
  } catch (error) {
    return { failure: error };
  }
}
