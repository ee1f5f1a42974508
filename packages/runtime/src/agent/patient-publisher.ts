import type { Clock, EventDraft, EventPublisher, Log } from "@skylane/core";
import { SkylaneError } from "@skylane/core";

/** A publisher that takes events at once and delivers them when the hub is there. */
export interface PatientPublisher extends EventPublisher {
  /** Tries once more to deliver what waits, for at most `maxMs`; answers how many events are lost. Nothing is taken after it. */
  close(maxMs: number): Promise<number>;
}

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 15_000;
/** PutEvents takes ten at a time. */
const BATCH_COUNT = 10;

/**
 * Hands events to `publisher`, off the probes' way. While the hub is away the newest event of each kind about each subject
 * waits and replaces the one before it, so that what waits never grows beyond the paths there are, and what is delivered in
 * the end is the truth of that moment. Tries again after 0.5 s, 1 s, 2 s … 15 s, each shortened by up to half by `random`.
 */
export function patientPublisher(options: {
  readonly publisher: EventPublisher;
  readonly clock: Clock;
  readonly log: Log;
  /** A number from 0 to 1, so that many agents do not come back at one moment. */
  readonly random: () => number;
}): PatientPublisher {
  const { publisher, clock, log, random } = options;
  const waiting = new Map<string, EventDraft>();
  let delivery: Promise<void> | undefined;
  let isClosing = false;
  let pause = new AbortController();

  /** Changes of state before snapshots: they may move traffic. */
  const next = (count: number): [string, EventDraft][] =>
    [...waiting].sort(([, a], [, b]) => Number(isSnapshot(a)) - Number(isSnapshot(b))).slice(0, count);

  const deliver = async (): Promise<void> => {
    let failedCount = 0;
    let batchCount = BATCH_COUNT;
    while (waiting.size > 0) {
      const batch = next(batchCount);
      try {
        await publisher.publish(batch.map(([, draft]) => draft));
        if (failedCount > 0) log.info("hub is back", { waitingCount: waiting.size, failedCount });
        failedCount = 0;
        batchCount = BATCH_COUNT;
        forget(waiting, batch);
      } catch (error) {
        if (isInvalid(error)) {
          // no later try makes it valid; alone, so that none of its neighbours is lost with it
          if (batch.length === 1) {
            log.error("event is not valid and was dropped", { type: batch[0]?.[1].type, error });
            forget(waiting, batch);
          }
          batchCount = 1;
          continue;
        }
        failedCount += 1;
        const because = error instanceof Error ? error.message : String(error);
        if (failedCount === 1)
          log.warn("hub does not answer; probing goes on", { waitingCount: waiting.size, because });
        if (isClosing) return;
        const pauseMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failedCount - 1)) * (1 - random() / 2);
        await clock.sleepUntil(clock.monotonicMs() + pauseMs, pause.signal).catch(() => undefined);
        if (pause.signal.aborted) pause = new AbortController();
      }
    }
  };
  const start = (): Promise<void> => {
    delivery ??= deliver().finally(() => {
      delivery = undefined;
    });
    return delivery;
  };

  return {
    async publish(drafts) {
      if (isClosing) return;
      for (const draft of drafts) {
        const key = `${draft.type} ${draft.subject}`;
        waiting.delete(key); // so that it stands behind what came before it
        waiting.set(key, draft);
      }
      void start();
    },
    async close(maxMs) {
      isClosing = true;
      pause.abort();
      const giveUp = new AbortController();
      const tooLate = clock.sleepUntil(clock.monotonicMs() + maxMs, giveUp.signal).catch(() => undefined);
      await Promise.race([start(), tooLate]);
      giveUp.abort();
      return waiting.size;
    },
  };
}

/** Takes what was delivered off the list, but not what came about the same meanwhile. */
function forget(waiting: Map<string, EventDraft>, delivered: readonly [string, EventDraft][]): void {
  for (const [key, draft] of delivered) if (waiting.get(key) === draft) waiting.delete(key);
}

const isSnapshot = ({ type }: EventDraft): boolean => type === "health.snapshot-taken.v1";
const isInvalid = (error: unknown): boolean => error instanceof SkylaneError && error.code === "ERR_EVENT_INVALID";
