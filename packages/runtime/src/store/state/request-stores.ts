import { createHash } from "node:crypto";
import {
  coreError,
  type JoinedMinute,
  type RequestLedger,
  RequestMinute,
  type RequestRange,
  type RequestStore,
  RequestTrace,
  SpanArrival,
  type SpanInbox,
} from "@skylane/core";
import { joinMinute, LATE_MS, mergeMinutes, minuteOf } from "@skylane/engine";
import * as z from "zod";
import type { DocumentTable } from "./document-table.ts";
import { packed, packText } from "./packed.ts";

/** A week can be asked for, and today. */
const KEEP_SECONDS = 8 * 86_400;
/** Spans are joined after three minutes, or ten where something was away. */
const INBOX_SECONDS = 3_600;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const KB = 1_024;
/** What whole spans may take of the table in a minute, in units of writing. */
const WHOLE_UNITS_PER_MINUTE = 120;
/** Spans that came at once are one item, and DynamoDB's limit is 400 KB. */
const ITEM_BYTES = 380_000;
/** What comes at once, unpacked. */
const MAX_BYTES = 16_000_000;
/** A minute that is not written yet is joined when it is read; after this it had nothing. */
const FRESH_MS = 12 * MINUTE_MS;

const Arrival = packed(SpanArrival, MAX_BYTES);
const Rows = packed(z.array(RequestMinute), MAX_BYTES);
const Traces = packed(z.array(RequestTrace), MAX_BYTES);
const Pointer = z.strictObject({ arrivedMs: z.int() });

const inboxPartition = (minuteMs: number): string => `SPANS#${new Date(minuteMs).toISOString().slice(0, 16)}`;
const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
const timeOf = (atMs: number): string => new Date(atMs).toISOString().slice(11, 16);
const minuteAt = (day: string, time: string): number => Date.parse(`${day}T${time}:00Z`);
const tracePartition = (traceId: string): string => `REQUEST-TRACE#${traceId}`;

/** Spans in `skylane-state`: a partition for each minute they come in, an item for all that came at once. */
export const spanInbox = (table: DocumentTable): SpanInbox => ({
  async put(arrivedMs, whole, counted) {
    const minuteMs = minuteOf(arrivedMs);
    const expiresAtSeconds = minuteMs / 1_000 + INBOX_SECONDS;
    const keep = async (json: string, item: ReturnType<typeof packText>): Promise<void> => {
      const sk = createHash("sha256").update(json).digest("hex").slice(0, 24);
      await table.put({ pk: inboxPartition(minuteMs), sk }, item, expiresAtSeconds);
    };
    const json = JSON.stringify(whole);
    const item = packText(json);
    const units = Math.ceil(item.bytes.byteLength / KB);
    if (units <= WHOLE_UNITS_PER_MINUTE) {
      const key = { pk: `SPANS-WHOLE#${new Date(minuteMs).toISOString().slice(0, 16)}`, sk: "-" };
      if ((await table.count(key, units, expiresAtSeconds)) <= WHOLE_UNITS_PER_MINUTE) {
        await keep(json, item);
        return "whole";
      }
    }
    const countedJson = JSON.stringify(counted);
    const smaller = packText(countedJson);
    if (smaller.bytes.byteLength > ITEM_BYTES)
      throw coreError(
        "ERR_SPANS_TOO_LARGE",
        `${whole.spans.length} spans take ${smaller.bytes.byteLength} bytes; send fewer at once, or shorter names`,
        { spanCount: whole.spans.length },
      );
    await keep(countedJson, smaller);
    return "counted";
  },
});

/** By reads of half the price: what is joined for good came minutes ago. */
const arrivedIn = async (table: DocumentTable, minuteMs: number): Promise<readonly SpanArrival[]> =>
  (await table.query(inboxPartition(minuteMs), Arrival, { isEventual: true })).map(({ doc }) => doc);

/** Joined requests in `skylane-state`: an item of counts and one of traces for each minute of arrival, and where each trace is. */
export const requestLedger = (table: DocumentTable): RequestLedger => ({
  async written(fromMs, untilMs) {
    const found = new Set<number>();
    for await (const { minuteMs } of writtenSince(table, "REQUESTS", fromMs, untilMs - fromMs, Rows))
      found.add(minuteMs);
    return found;
  },
  arrived: (minuteMs) => arrivedIn(table, minuteMs),
  async write(minuteMs, { minutes, traces }) {
    const expiresAtSeconds = minuteMs / 1_000 + KEEP_SECONDS;
    const sk = timeOf(minuteMs);
    for (const { traceId } of traces)
      await table.put({ pk: tracePartition(traceId), sk: "-" }, { arrivedMs: minuteMs }, expiresAtSeconds);
    if (traces.length > 0)
      await table.put(
        { pk: `REQUEST-TRACES#${dayOf(minuteMs)}`, sk },
        packText(JSON.stringify(traces)),
        expiresAtSeconds,
      );
    // last: it says that the minute is written
    await table.put({ pk: `REQUESTS#${dayOf(minuteMs)}`, sk }, packText(JSON.stringify(minutes)), expiresAtSeconds);
  },
});

/** Items of minutes of arrival from then on, for so long. */
async function* writtenSince<T>(
  table: DocumentTable,
  kind: "REQUESTS" | "REQUEST-TRACES",
  sinceMs: number,
  lengthMs: number,
  schema: z.ZodType<T>,
): AsyncGenerator<{ readonly minuteMs: number; readonly doc: T }> {
  const untilMs = sinceMs + lengthMs;
  for (let dayMs = sinceMs - (sinceMs % DAY_MS); dayMs < untilMs; dayMs += DAY_MS) {
    const fromMs = Math.max(dayMs, minuteOf(sinceMs));
    const minuteCount = Math.ceil((Math.min(dayMs + DAY_MS, untilMs) - fromMs) / MINUTE_MS);
    const found = await table.query(`${kind}#${dayOf(dayMs)}`, schema, {
      ...(fromMs > dayMs && { after: timeOf(fromMs - MINUTE_MS) }),
      limitCount: minuteCount,
      isEventual: true,
    });
    for (const { sk, doc } of found) {
      const minuteMs = minuteAt(dayOf(dayMs), sk);
      if (minuteMs < untilMs) yield { minuteMs, doc };
    }
  }
}

/** Reads requests: what is written, and of the last minutes what is not, joined now. */
export function requestStore(table: DocumentTable, nowMs: () => number): RequestStore {
  /** Of minutes of arrival in a range that are not written. */
  async function* fresh(fromMs: number, untilMs: number): AsyncGenerator<JoinedMinute> {
    const firstMs = Math.max(minuteOf(fromMs), minuteOf(nowMs()) - FRESH_MS);
    const lastMs = Math.min(minuteOf(untilMs), minuteOf(nowMs()));
    if (lastMs < firstMs) return;
    const written = await requestLedger(table).written(firstMs, lastMs + MINUTE_MS);
    const arrived = new Map<number, Promise<readonly SpanArrival[]>>();
    const at = (minuteMs: number): Promise<readonly SpanArrival[]> => {
      const found = arrived.get(minuteMs) ?? arrivedIn(table, minuteMs);
      arrived.set(minuteMs, found);
      return found;
    };
    for (let minuteMs = firstMs; minuteMs <= lastMs; minuteMs += MINUTE_MS) {
      if (written.has(minuteMs)) continue;
      const these = await at(minuteMs);
      if (these.length > 0)
        yield joinMinute({ before: await at(minuteMs - MINUTE_MS), these, after: await at(minuteMs + MINUTE_MS) });
    }
  }
  const isIn =
    ({ fromMs, untilMs }: RequestRange) =>
    ({ startMs }: { readonly startMs: number }): boolean =>
      startMs >= fromMs && startMs < untilMs;
  /** Of what is kept: since when, and how long after its beginning a request may come. */
  const arrivals = ({ fromMs, untilMs }: RequestRange): readonly [sinceMs: number, lengthMs: number] => {
    const sinceMs = Math.max(fromMs, nowMs() - KEEP_SECONDS * 1_000);
    return [sinceMs, Math.min(untilMs, nowMs() + MINUTE_MS) - sinceMs + LATE_MS];
  };
  return {
    async minutes(range) {
      const rows: RequestMinute[] = [];
      for await (const { doc } of writtenSince(table, "REQUESTS", ...arrivals(range), Rows)) rows.push(...doc);
      for await (const { minutes } of fresh(range.fromMs, range.untilMs + LATE_MS)) rows.push(...minutes);
      return mergeMinutes(rows.filter(isIn(range)));
    },
    async traces(range, most) {
      const found: RequestTrace[] = [];
      const take = (traces: readonly RequestTrace[]): void => {
        found.push(...traces.filter(isIn(range)));
        found.sort((a, b) => b.durationMs - a.durationMs).splice(most);
      };
      for await (const { doc } of writtenSince(table, "REQUEST-TRACES", ...arrivals(range), Traces)) take(doc);
      for await (const { traces } of fresh(range.fromMs, range.untilMs + LATE_MS)) take(traces);
      return found;
    },
    async trace(traceId) {
      const pointer = await table.get({ pk: tracePartition(traceId), sk: "-" }, Pointer);
      if (pointer) {
        const key = { pk: `REQUEST-TRACES#${dayOf(pointer.arrivedMs)}`, sk: timeOf(pointer.arrivedMs) };
        const found = (await table.get(key, Traces))?.find((one) => one.traceId === traceId);
        if (found) return found;
      }
      for await (const { traces } of fresh(0, nowMs())) {
        const found = traces.find((one) => one.traceId === traceId);
        if (found) return found;
      }
      return undefined;
    },
  };
}
