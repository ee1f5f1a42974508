import type { Log } from "../edge/log.ts";
import { pauseAfter } from "../event-bus/delivery/backoff.ts";
import { isPermanent, type TargetInvoker } from "../event-bus/delivery/target-invoker.ts";
import { isoSeconds } from "../event-bus/envelope.ts";
import { THROTTLED } from "../lambda/lambda-host.ts";
import type { Timers } from "../time.ts";
import { patienceOf } from "./requests.ts";
import type { Schedule, ScheduleStore, Slot } from "./schedule-store.ts";

/** Calls the targets of slots that are on disk, with their retries. */
export interface SlotRunner {
  fire(schedule: Schedule, slot: Slot): void;
  stop(): void;
}

export function createSlotRunner(options: {
  readonly store: ScheduleStore;
  readonly targets: TargetInvoker;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Log;
  readonly arnOf: (name: string) => string;
  /** Called when a slot is over, however it ended. */
  readonly onDone: (schedule: Schedule) => void;
}): SlotRunner {
  const { store, timers, log } = options;
  const waits = new Set<() => void>();
  const aborter = new AbortController();

  const attempt = async (schedule: Schedule, slot: Slot, attempts: number): Promise<void> => {
    try {
      const input = inputOf(schedule, slot, attempts + 1, options.arnOf(schedule.name));
      await options.targets.invoke(schedule.body.Target.Arn, input, aborter.signal);
    } catch (error) {
      if (!aborter.signal.aborted) retry(schedule, slot, attempts + 1, error);
      return;
    }
    if (!aborter.signal.aborted) end(schedule, slot, "done");
  };
  const retry = (schedule: Schedule, slot: Slot, attempts: number, error: unknown): void => {
    const { maxAgeMs, maxRetries } = patienceOf(schedule.body);
    const pauseMs = pauseAfter(attempts, options.random);
    const isTooLate = timers.nowMs() + pauseMs - slot.scheduledAtMs > maxAgeMs;
    if (isPermanent(error) || (attempts > maxRetries && !isThrottled(error)) || isTooLate) {
      log("error", "scheduled call given up", { schedule: schedule.name, attempts, reason: String(error) });
      end(schedule, slot, "failed");
      return;
    }
    const cancel = timers.after(pauseMs, () => {
      waits.delete(cancel);
      void attempt(schedule, slot, attempts);
    });
    waits.add(cancel);
  };
  const end = (schedule: Schedule, slot: Slot, outcome: "done" | "failed"): void => {
    store.finish(slot, outcome);
    options.onDone(schedule);
  };

  return {
    fire: (schedule, slot) => void attempt(schedule, slot, 0),
    stop() {
      aborter.abort();
      for (const cancel of waits) cancel();
    },
  };
}

/**
 * Lambda takes a call also while a function has no room for it, and makes it when there is some, unless it is too old by then: that uses up
 * no retry of the schedule.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const isThrottled = (error: unknown): boolean => error instanceof Error && error.name === THROTTLED;

/** The target's input, its `<aws.scheduler.…>` keywords replaced; text that is no JSON is handed over as text. */
function inputOf({ body }: Schedule, slot: Slot, attempt: number, arn: string): unknown {
  const values: Readonly<Record<string, string>> = {
    "scheduled-time": isoSeconds(slot.scheduledAtMs),
    "execution-id": slot.executionId,
    "attempt-number": String(attempt),
    "schedule-arn": arn,
  };
  const text = (body.Target.Input ?? "{}").replaceAll(
    /<aws\.scheduler\.([a-z-]+)>/g,
    (keyword, name: string) => values[name] ?? keyword,
  );
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
