import type { QueryRange } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseQuery } from "./language/parse-query.ts";
import { rangeOf } from "./range-of.ts";

/** A Sunday. */
const NOW_MS = Date.parse("2026-11-22T13:30:00Z");
const shown = (words: string): string => {
  const reading = parseQuery(`events ${words}`);
  if (reading.outcome !== "read") throw new Error(`${words}: ${reading.problem}`);
  const { fromMs, untilMs } = rangeOf(reading.query.range, NOW_MS);
  return [fromMs, untilMs].map((ms) => new Date(ms).toISOString().slice(0, 16)).join(" ");
};

describe("engine/query/range-of", () => {
  it.each([
    ["", "2026-11-22T12:30 2026-11-22T13:30"],
    ["last 3 h", "2026-11-22T10:30 2026-11-22T13:30"],
    ["past 2 days", "2026-11-20T13:30 2026-11-22T13:30"],
    ["today", "2026-11-22T00:00 2026-11-22T13:30"],
    ["yesterday", "2026-11-21T00:00 2026-11-22T00:00"],
    ["on 2026-11-19", "2026-11-19T00:00 2026-11-20T00:00"],
    ["this week", "2026-11-16T00:00 2026-11-22T13:30"],
    ["last week", "2026-11-09T00:00 2026-11-16T00:00"],
    ["last 1 week", "2026-11-15T13:30 2026-11-22T13:30"],
    ["since yesterday", "2026-11-21T00:00 2026-11-22T13:30"],
    ["since 10:00", "2026-11-22T10:00 2026-11-22T13:30"],
    // not yet today
    ["since 14:00", "2026-11-21T14:00 2026-11-22T13:30"],
    ["between 10:00 and 11:30", "2026-11-22T10:00 2026-11-22T11:30"],
    ["between 10:00 and 11:30 yesterday", "2026-11-21T10:00 2026-11-21T11:30"],
    ["yesterday between 10:00 and 11:30", "2026-11-21T10:00 2026-11-21T11:30"],
    ["from 22:00 to 01:00", "2026-11-21T22:00 2026-11-22T01:00"],
    ["between 2026-11-18 and 2026-11-20", "2026-11-18T00:00 2026-11-21T00:00"],
    ["between 2026-11-18 09:00 and today 09:00", "2026-11-18T09:00 2026-11-22T09:00"],
    ["since 2026-11-18T09:00Z", "2026-11-18T09:00 2026-11-22T13:30"],
    // nothing is known of the future
    ["on 2026-12-24", "2026-11-22T13:30 2026-11-22T13:30"],
  ])("takes “%s” for %s", (words, expected) => {
    expect(shown(words)).toBe(expected);
  });

  it("never ends before it begins, nor after now", () => {
    const day = fc.constantFrom("today", "yesterday", "2026-11-20", "2027-01-01");
    const moment = fc.oneof(fc.record({ day }), fc.record({ day, minuteOfDay: fc.nat(1_439) }));
    const time = fc.record({ minuteOfDay: fc.nat(1_439) });
    const any = fc.oneof(moment, time);
    fc.assert(
      fc.property(any, any, fc.nat(), (from, until, nowMs) => {
        const { fromMs, untilMs } = rangeOf({ kind: "between", from, until } as QueryRange, nowMs);

        expect(fromMs).toBeLessThanOrEqual(untilMs);
        expect(untilMs).toBeLessThanOrEqual(nowMs);
      }),
    );
  });
});
