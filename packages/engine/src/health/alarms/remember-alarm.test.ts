import type { CloudAlarm, ConnectionAlarms, LinkAlarm } from "@skylane/core";
import { ConnectionAlarms as Remembered } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anAlarm } from "../../../../../test/support/alarms.ts";
import { rememberAlarm, windowOf } from "./remember-alarm.ts";

const HOUR_MS = 3_600_000;
const NOW_MS = 1_000_000_000;
const nothing = { connectionId: "dx", alarms: [] } as unknown as ConnectionAlarms;
const alarm = (more: Partial<LinkAlarm> = {}): CloudAlarm => {
  const { connectionIds: _, ...one } = anAlarm({ atMs: NOW_MS, ...(more as object) });
  return one;
};
const after = (...alarms: readonly CloudAlarm[]): readonly CloudAlarm[] =>
  alarms.reduce((known, one) => rememberAlarm(known, one, NOW_MS), nothing).alarms;

describe("engine/health/alarms/remember-alarm", () => {
  it("remembers the last word of each alarm, whatever order they come in", () => {
    const [raised, cleared] = [alarm({ atMs: NOW_MS - 20 }), alarm({ atMs: NOW_MS - 10, isRaised: false })];

    expect(after(raised, cleared)).toEqual([cleared]);
    expect(after(cleared, raised)).toEqual([cleared]);
    expect(after(raised, alarm({ alarmId: "other", atMs: NOW_MS - 10 }))).toHaveLength(2);
    expect(after(raised, alarm({ cloud: "azure", atMs: NOW_MS - 10 }))).toHaveLength(2);
  });

  it("takes the good news for the last word of one instant", () => {
    const [raised, cleared] = [alarm(), alarm({ isRaised: false })];

    expect(after(raised, cleared)).toEqual([cleared]);
    expect(after(cleared, raised)).toEqual([cleared]);
  });

  it.each<[string, Partial<LinkAlarm>]>([
    ["of the future", { atMs: NOW_MS + 5_001 }],
    ["of long ago", { atMs: NOW_MS - HOUR_MS - 1 }],
    ["that counts for nothing", { kind: "other" }],
    ["of load", { kind: "utilisation" }],
    ["of a maintenance that is over", { kind: "maintenance", atMs: 0, startsAtMs: 0, endsAtMs: NOW_MS }],
    ["of a maintenance in a year", { kind: "maintenance", startsAtMs: NOW_MS + 365 * 24 * HOUR_MS }],
  ])("does not remember one %s", (_, more) => {
    expect(rememberAlarm(nothing, alarm(more), NOW_MS)).toBe(nothing);
  });

  it("remembers planned work of next week, and believes no window for longer than twelve hours", () => {
    const week = alarm({ kind: "maintenance", startsAtMs: NOW_MS + 168 * HOUR_MS, endsAtMs: NOW_MS + 999 * HOUR_MS });

    expect(after(week)).toEqual([week]);
    expect(windowOf(week)).toEqual([NOW_MS + 168 * HOUR_MS, NOW_MS + 180 * HOUR_MS]);
    expect(windowOf(alarm({ kind: "maintenance" }))).toEqual([NOW_MS, NOW_MS + 12 * HOUR_MS]);
  });

  it("however many come, it holds what its schema takes, keeps none that is over, and changes nothing when one comes again", () => {
    const any = fc.record({
      alarmId: fc.integer({ min: 0, max: 60 }).map((i) => `a${i}`),
      kind: fc.constantFrom<CloudAlarm["kind"]>("link-down", "tunnel-down", "maintenance", "other"),
      isRaised: fc.boolean(),
      atMs: fc.integer({ min: NOW_MS - 2 * HOUR_MS, max: NOW_MS + HOUR_MS }),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 120 }), (some) => {
        const known = some.map(alarm).reduce((so, one) => rememberAlarm(so, one, NOW_MS), nothing);

        expect(Remembered.safeParse(known).success).toBe(true);
        expect(known.alarms.filter(({ atMs, kind }) => kind !== "maintenance" && NOW_MS - atMs > HOUR_MS)).toEqual([]);
        for (const one of known.alarms) expect(rememberAlarm(known, one, NOW_MS)).toBe(known);
        expect(rememberAlarm({ ...known, alarms: [] }, alarm({ atMs: NOW_MS }), NOW_MS + 5 * HOUR_MS).alarms).toEqual(
          [],
        );
      }),
    );
  });
});
