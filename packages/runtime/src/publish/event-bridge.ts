import { createHash } from "node:crypto";
import type { PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import type { Clock, EventDraft, EventPublisher, EventType, Ids, Log, SkylaneConfig } from "@skylane/core";
import { coreError, eventSource, explainIssues, heardInBothRegions } from "@skylane/core";
import type * as z from "zod";
import type { KeysOf } from "../aws/aws-keys.ts";
import type { RuntimeSettings } from "../settings.ts";
import { currentTrace, currentTraceparent } from "../trace/context.ts";
import type { BusMaker, PutEvents } from "./put-events.ts";

type SchemaOf = (type: EventType) => z.ZodType;

const MAX_ENTRIES = 10; // PutEvents takes ten at a time
const MAX_TRIES = 4;
const FIRST_PAUSE_MS = 100;
/** A Region that is dead must not hold up what tells of a path. */
const OTHER_REGION = { tryCount: 1, timeoutMs: 2_000 } as const;

/** The bus of the other of the two Regions Skylane runs in, for `eventBridgePublisher`; nothing where it runs in one. */
export function otherRegionBus(
  busOf: BusMaker,
  { regions }: Pick<SkylaneConfig, "regions">,
  { regionId, otherRegionUrl }: Pick<RuntimeSettings, "regionId" | "otherRegionUrl">,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  keysIn: (regionId: string) => KeysOf | undefined = () => undefined,
): { readonly otherRegion?: { readonly putEvents: PutEvents; readonly log: Log } } {
  if (!regions) return {};
  const otherRegionId = regionId === regions.home ? regions.standby : regions.home;
  const putEvents = busOf({
    regionId: otherRegionId,
    endpoint: otherRegionUrl,
    credentials: keysIn(otherRegionId),
    clock,
    ...OTHER_REGION,
  });
  return { otherRegion: { putEvents, log } };
}

/** Of the Region a function runs in. */
export const OWN_REGION = { tryCount: 4, timeoutMs: 5_000 } as const;

/**
 * Of the hub, for who is outside of it: an agent, a function in another cloud. A hub that takes packets and answers nothing must
 * not hold up what comes after; the other Region is told at the same time, and the publisher tries again.
 */
export const HUB = { ...OWN_REGION, tryCount: 1 } as const;

/**
 * Publishes on an EventBridge bus. Entries the bus did not take are sent again, alone, a few times. What is
 * seen of paths goes to the bus of the other Region too, under the same id; one of the two must take it. What is said from
 * outside of AWS is of neither Region, and goes to both.
 */
export function eventBridgePublisher(options: {
  readonly bus: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly putEvents: PutEvents;
  /** Schema of a whole event; each is held against its own before it is sent. */
  readonly schemaOf: SchemaOf;
  readonly isOutside?: boolean;
  readonly otherRegion?: { readonly putEvents: PutEvents; readonly log: Log };
}): EventPublisher {
  const { putEvents, otherRegion, clock, isOutside } = options;
  return {
    async publish(drafts) {
      const startMs = clock.nowMs();
      const startedMs = clock.monotonicMs();
      const entries = drafts.map((draft) => toEntry(draft, options));
      // of the trace that is kept here; who begins another leaves it to whoever hears of it
      const isTaken = (): void =>
        currentTrace()?.invocation.recorder?.published(entries, {
          startMs,
          durationMs: clock.monotonicMs() - startedMs,
        });
      const forBoth = entries.filter(
        ({ DetailType }) => isOutside === true || heardInBothRegions.some((type) => type === DetailType),
      );
      if (!otherRegion || forBoth.length === 0) {
        await putInBatches(putEvents, entries, clock);
        return isTaken();
      }
      const [own, other] = await Promise.allSettled([
        putInBatches(putEvents, entries, clock),
        putInBatches(otherRegion.putEvents, forBoth, clock),
      ]);
      if (other.status === "rejected")
        otherRegion.log.warn("the other Region was not told", { eventCount: forBoth.length, error: other.reason });
      const isTold = own.status === "fulfilled" || (other.status === "fulfilled" && forBoth.length === entries.length);
      if (!isTold) throw own.reason;
      isTaken();
    },
  };
}

async function putInBatches(
  putEvents: PutEvents,
  entries: readonly PutEventsRequestEntry[],
  clock: Clock,
): Promise<void> {
  for (let i = 0; i < entries.length; i += MAX_ENTRIES)
    await putAll(putEvents, entries.slice(i, i + MAX_ENTRIES), clock);
}

function toEntry(
  draft: EventDraft,
  {
    bus,
    clock,
    ids,
    schemaOf,
  }: {
    readonly bus: string;
    readonly clock: Clock;
    readonly ids: Ids;
    readonly schemaOf: SchemaOf;
  },
): PutEventsRequestEntry {
  const key = draft.idempotencyKey ?? `${draft.type}:${draft.subject}:${draft.epoch}:${draft.seq}`;
  const nowMs = clock.nowMs();
  const event = {
    specversion: "1.0",
    id: createHash("sha256").update(key).digest("hex").slice(0, 32),
    source: eventSource(draft.type),
    type: draft.type,
    subject: draft.subject,
    time: new Date(nowMs).toISOString(),
    datacontenttype: "application/json",
    traceparent: ids.traceparent(draft.traceparent ?? currentTraceparent()),
    skylaneepoch: draft.epoch,
    skylaneseq: draft.seq,
    data: draft.data,
  };
  const parsed = schemaOf(draft.type).safeParse(event);
  if (!parsed.success)
    throw coreError(
      "ERR_EVENT_INVALID",
      `${draft.type} about ${draft.subject} was not published: ${explainIssues(parsed.error)}`,
      { type: draft.type },
    );
  return {
    EventBusName: bus,
    Source: event.source,
    DetailType: draft.type,
    Time: new Date(nowMs),
    Detail: JSON.stringify(event),
  };
}

async function putAll(putEvents: PutEvents, entries: readonly PutEventsRequestEntry[], clock: Clock): Promise<void> {
  let left = [...entries];
  let reason = "";
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    if (attempt > 0) await clock.sleepUntil(clock.monotonicMs() + FIRST_PAUSE_MS * 2 ** attempt);
    try {
      const answer = await putEvents(left);
      if (!answer.FailedEntryCount) return;
      left = left.filter((_, i) => answer.Entries?.[i]?.ErrorCode !== undefined);
      reason = answer.Entries?.find((entry) => entry.ErrorCode)?.ErrorMessage ?? "";
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
  }
  throw coreError("ERR_BUS_UNAVAILABLE", `the event bus did not take ${left.length} events: ${reason}`, {
    leftCount: left.length,
  });
}
