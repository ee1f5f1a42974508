import { SloLedger } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aDay, DAY_MS, learntOf, MINUTE_MS, NOON_MS } from "../../../../test/support/slo-facts.ts";
import { nextLedger, totalsNow } from "./next-ledger.ts";

const FIVE = 5 * MINUTE_MS;
const TODAY = Math.floor(NOON_MS / DAY_MS);

describe("engine/slo/next-ledger", () => {
  it("what was learnt before the first look burns nothing", () => {
    const first = nextLedger(undefined, learntOf([aDay(TODAY, 600, { downMinutes: 30 })]), NOON_MS);

    expect(SloLedger.parse(first).spans).toEqual([]);
    expect(first.totals).toEqual({ seenMinutes: 0, downMinutes: 0, slowMinutes: 0 });
  });

  it("what was learnt since counts for the time since the last look", () => {
    const first = nextLedger(undefined, learntOf([aDay(TODAY, 600)]), NOON_MS);

    const second = nextLedger(first, learntOf([aDay(TODAY, 603, { downMinutes: 2 })]), NOON_MS + FIVE);

    expect(second.spans).toEqual([{ fromMs: NOON_MS, toMs: NOON_MS + FIVE, downMinutes: 2, slowMinutes: 0 }]);
    expect(second.totals).toEqual({ seenMinutes: 5, downMinutes: 2, slowMinutes: 0 });
    expect(totalsNow(first, learntOf([aDay(TODAY, 603, { downMinutes: 2 })]))).toEqual(second.totals);
  });

  it("slow answers count by their share of the time in which there were answers", () => {
    const first = nextLedger(undefined, learntOf([aDay(TODAY, 600, { slowCount: 9 })]), NOON_MS);

    const second = nextLedger(first, learntOf([aDay(TODAY, 604, { slowCount: 49, downMinutes: 1 })]), NOON_MS + FIVE);

    // 40 of 80 answers in four minutes
    expect(second.totals).toEqual({ seenMinutes: 5, downMinutes: 1, slowMinutes: 2 });
  });

  it("a snapshot that tells of yesterday after midnight is counted, and a new day begins at nothing", () => {
    const midnight = (TODAY + 1) * DAY_MS;
    const first = nextLedger(undefined, learntOf([aDay(TODAY, 1_400)]), midnight - MINUTE_MS);
    const days = [aDay(TODAY, 1_400, { downMinutes: 1 }), aDay(TODAY + 1, 2, { downMinutes: 1 })];

    const second = nextLedger(first, learntOf(days), midnight + 4 * MINUTE_MS);

    expect(second.totals).toEqual({ seenMinutes: 4, downMinutes: 2, slowMinutes: 0 });
    expect(second.counted.map(({ day }) => day)).toEqual([TODAY, TODAY + 1]);
  });

  it("a look that comes again, or late, changes nothing", () => {
    const first = nextLedger(undefined, learntOf([aDay(TODAY, 600)]), NOON_MS);
    const learnt = learntOf([aDay(TODAY, 604, { downMinutes: 1 })]);
    const second = nextLedger(first, learnt, NOON_MS + FIVE);

    expect(nextLedger(second, learnt, NOON_MS + FIVE)).toEqual(second);
    expect(nextLedger(second, learntOf([aDay(TODAY, 610, { downMinutes: 6 })]), NOON_MS)).toEqual(second);
  });

  it("what is learnt anew never takes anything back", () => {
    const first = nextLedger(undefined, learntOf([aDay(TODAY, 600, { downMinutes: 9 })]), NOON_MS);

    const second = nextLedger(first, learntOf([aDay(TODAY, 3)]), NOON_MS + FIVE);

    expect(second.totals).toEqual({ seenMinutes: 0, downMinutes: 0, slowMinutes: 0 });
  });

  it("keeps no more than three days, one span an hour of what is older than seven hours, and loses no minute of them", () => {
    const seed = 20_261_122;
    console.log(`seed ${seed}`);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 1_200 }), (bad) => {
        let up = 0;
        let down = 0;
        let ledger = nextLedger(undefined, learntOf([aDay(TODAY, 0)]), NOON_MS);
        bad.forEach((minutes, i) => {
          up += 5 - minutes;
          down += minutes;
          // one long day: what is tested is not the calendar
          ledger = nextLedger(ledger, learntOf([aDay(TODAY, up, { downMinutes: down })]), NOON_MS + (i + 1) * FIVE);
        });
        const kept = bad.slice(-864);
        const sum = ledger.spans.reduce((all, { downMinutes }) => all + downMinutes, 0);
        expect(ledger.totals.downMinutes).toBe(down);
        expect(ledger.spans.length).toBeLessThanOrEqual(84 + 73);
        expect(sum).toBeGreaterThanOrEqual(kept.reduce((all, one) => all + one, 0));
        expect(sum).toBeLessThanOrEqual(bad.slice(-876).reduce((all, one) => all + one, 0));
      }),
      { seed, numRuns: 25 },
    );
  });
});
