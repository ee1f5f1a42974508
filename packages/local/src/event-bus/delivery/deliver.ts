import type { DatabaseSync } from "node:sqlite";
import type { Log } from "../../edge/log.ts";
import type { Timers } from "../../time.ts";
import type { Target } from "../api/requests.ts";
import type { Arns } from "../arns.ts";
import type { Envelope } from "../envelope.ts";
import type { GroupCommit } from "../group-commit.ts";
import type { RuleBook } from "../rule-book.ts";
import { pauseAfter } from "./backoff.ts";
import { createLane, type Lane } from "./lane.ts";
import { createOutcomes } from "./outcomes.ts";
import { type Pending, readPending } from "./pending.ts";
import { shapeInput } from "./shape-input.ts";
import { isPermanent } from "./target-invoker.ts";

/** Takes pending deliveries to their targets: at once, again with growing pauses, and at last to the dead letters. */
export interface Deliverer {
  /** Begins deliveries that are on disk, in this turn as far as their targets have room. Nothing happens before `resume`. */
  begin(pendings: readonly Pending[]): void;
  /** Takes up every delivery that is on disk and not done. */
  resume(): void;
  /** Begins nothing more, waits for what runs up to `graceMs`, then aborts it. What was not done stays pending. */
  stop(graceMs: number): Promise<void>;
}

/** `TargetInvoker.invoke`, told which stored event the input comes from. */
export type InvokeForEvent = (
  targetArn: string,
  input: unknown,
  signal: AbortSignal,
  sequence: number,
) => Promise<void>;

export interface DelivererOptions {
  readonly db: DatabaseSync;
  readonly commit: GroupCommit;
  readonly rules: RuleBook;
  readonly arns: Arns;
  readonly invoke: InvokeForEvent;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Log;
  /** Most deliveries one target ARN gets at a time. */
  readonly concurrencyPerTarget: number;
}

// Beyond that many in a queue, envelopes are left on disk: a dead target must not fill the memory.
const MAX_ENVELOPES_IN_MEMORY = 1_000;
const GONE = "the target was removed from its rule";

export function createDeliverer(options: DelivererOptions): Deliverer {
  const { db, commit, rules, timers, log } = options;
  const outcomes = createOutcomes(db);
  const readEnvelope = db.prepare("SELECT envelope FROM events WHERE sequence = ?");
  const lanes = new Map<string, Lane<Pending>>();
  const waits = new Set<() => void>();
  const running = new Set<Promise<void>>();
  const aborter = new AbortController();
  let isOpen = false;

  /** Bookkeeping that nobody waits for. If the disk fails, the delivery stays pending and is made again: at least once. */
  const record = (write: () => void): void =>
    void commit(write).catch((error: unknown) => {
      if (isOpen) log("error", "delivery could not be recorded", { reason: String(error) });
    });

  const attempt = async (pending: Pending): Promise<void> => {
    const target = rules.target(pending.bus, pending.rule, pending.targetId);
    if (!target) return bury(pending, "", pending.attempts, GONE);
    const ageMs = timers.nowMs() - pending.acceptedAtMs;
    if (ageMs > maxAgeMs(target))
      return bury(pending, target.Arn, pending.attempts, `older than ${maxAgeMs(target) / 1000} s`);
    try {
      const rule = {
        name: pending.rule,
        arn: options.arns.rule(pending.bus, pending.rule),
        ingestedAtMs: pending.acceptedAtMs,
      };
      const input = shapeInput(target, envelopeOf(pending), rule);
      await options.invoke(target.Arn, input, aborter.signal, pending.sequence);
    } catch (error) {
      return failed(pending, target, error);
    }
    record(() => outcomes.delivered(pending.id));
  };

  const envelopeOf = (pending: Pending): Envelope => {
    if (pending.envelope) return pending.envelope;
    const stored = JSON.parse(String(readEnvelope.get(pending.sequence)?.envelope)) as Envelope;
    return pending.replay === undefined ? stored : { ...stored, "replay-name": pending.replay };
  };

  const failed = (pending: Pending, target: Target, error: unknown): void => {
    if (aborter.signal.aborted) return; // broken off by us, not refused by the target
    const attempts = pending.attempts + 1;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (isPermanent(error)) {
      bury(pending, target.Arn, attempts, reason);
      return;
    }
    const nextAtMs = timers.nowMs() + pauseAfter(attempts, options.random);
    const isTooOld = nextAtMs - pending.acceptedAtMs > maxAgeMs(target);
    if (attempts > target.RetryPolicy.MaximumRetryAttempts || isTooOld)
      bury(pending, target.Arn, attempts, `${isTooOld ? "too old to try again" : "all tries failed"}: ${reason}`);
    else {
      record(() => outcomes.retry(pending.id, attempts, nextAtMs));
      const { envelope: _envelope, ...rest } = pending;
      wait({ ...rest, attempts, nextAtMs });
    }
  };

  const bury = (pending: Pending, targetArn: string, attempts: number, reason: string): void => {
    const { bus, rule, targetId, sequence } = pending;
    log("warn", "event moved to the dead letters", { bus, rule, targetId, sequence, attempts, reason });
    record(() => outcomes.bury(pending, targetArn, attempts, reason, timers.nowMs()));
  };

  const wait = (pending: Pending): void => {
    const cancel = timers.after(Math.max(0, pending.nextAtMs - timers.nowMs()), () => {
      waits.delete(cancel);
      enqueue(pending);
    });
    waits.add(cancel);
  };

  const enqueue = (pending: Pending): void => {
    if (!isOpen) return; // it is on disk; the next start finds it
    const arn = rules.target(pending.bus, pending.rule, pending.targetId)?.Arn ?? "";
    let lane = lanes.get(arn);
    if (!lane) {
      lane = createLane(options.concurrencyPerTarget, () => isOpen, tracked);
      lanes.set(arn, lane);
    }
    const { envelope, ...rest } = pending;
    lane.push(envelope && lane.waiting() < MAX_ENVELOPES_IN_MEMORY ? pending : rest);
  };
  const tracked = (pending: Pending): Promise<void> => {
    const done = attempt(pending).catch((error: unknown) =>
      log("error", "delivery broke off", { deliveryId: pending.id, reason: String(error) }),
    );
    running.add(done);
    return done.finally(() => running.delete(done));
  };

  return {
    begin: (pendings) => pendings.forEach(enqueue),
    resume() {
      isOpen = true;
      for (const pending of readPending(db)) {
        if (pending.nextAtMs <= timers.nowMs()) enqueue(pending);
        else wait(pending);
      }
    },
    async stop(graceMs) {
      isOpen = false;
      for (const cancel of waits) cancel();
      let cancelGrace = (): void => undefined;
      const grace = new Promise<void>((resolve) => {
        cancelGrace = timers.after(graceMs, resolve);
      });
      await Promise.race([Promise.all(running), grace]);
      cancelGrace();
      aborter.abort();
    },
  };
}

const maxAgeMs = ({ RetryPolicy }: Target): number => RetryPolicy.MaximumEventAgeInSeconds * 1000;
