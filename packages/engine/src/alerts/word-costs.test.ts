import { eventRegistry } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { eventSamples } from "../../../../test/support/event-samples.ts";
import { type AlertingEvent, wordAlert } from "./index.ts";

const AT_MS = Date.UTC(2026, 10, 21, 14);
type CostType = Extract<AlertingEvent["type"], `cost.${string}`>;
const worded = (type: CostType, more: object = {}) =>
  wordAlert({
    type,
    id: "e1",
    time: new Date(AT_MS).toISOString(),
    data: eventRegistry[type].data.parse({ ...eventSamples[type], ...more }),
  } as AlertingEvent);

describe("engine/alerts/word-costs", () => {
  it("says what costs too much, how much a day, why, and what would end it", () => {
    const fix = { kind: "move-flow", says: "Move orders to dx-1.", flowId: "orders", toConnectionId: "dx-1" };

    expect(worded("cost.anomaly-found.v1", { fix })).toEqual({
      id: "e1",
      urgency: "notice",
      action: "trigger",
      dedupKey: "skylane:cost:ca-flow-orders-1",
      title: "flow orders costs $360 a day too much: traffic leaves by the wrong way",
      lines: [
        "Flow orders leaves over vpn-1.",
        "$15 so far, since 2026-11-21 13:00 UTC",
        "Move orders to dx-1. Nothing was changed.",
      ],
      atMs: AT_MS,
    });
  });

  it("pages what is critical, and resolves under the same key what is over", () => {
    expect(worded("cost.anomaly-found.v1", { severity: "critical" })).toMatchObject({ urgency: "page" });
    expect(worded("cost.anomaly-found.v1", { severity: "critical", status: "ended", endedAtMs: AT_MS })).toMatchObject({
      urgency: "notice",
      action: "resolve",
      dedupKey: "skylane:cost:ca-flow-orders-1",
      lines: ["it cost $15 too much, from 2026-11-21 13:00 to 2026-11-21 14:00 UTC"],
    });
  });

  it("pages a budget whose emergency limit the meter passes, and tells the others", () => {
    const emergency = { threshold: "emergency", ratio: undefined, limitUsd: 500, usd: 900, period: "2026-11-21" };

    expect(worded("cost.budget-exceeded.v1", emergency)).toMatchObject({
      urgency: "page",
      title: "budget all: all spends, by the meter, $900 a day of $500 in 2026-11-21",
    });
    expect(worded("cost.budget-exceeded.v1")).toMatchObject({
      urgency: "notice",
      title: "budget all: all has spent $812 of 80 % ($800) in 2026-11",
    });
  });

  it("tells a bill only if more of it is set aside than a hundredth", () => {
    expect(worded("cost.rows-ingested.v1", { takenCount: 990, setAsideCount: 10 })).toBeUndefined();
    expect(worded("cost.rows-ingested.v1", { takenCount: 980, setAsideCount: 20 })).toMatchObject({
      title: "bill aws-main of 2026-11: 20 of 1000 rows were set aside",
    });
  });

  it("tells a way to pay less, and what became of it by the bill", () => {
    const verified = { atMs: AT_MS, savedUsd: 1, savedLowUsd: -2, savedHighUsd: 3, daysBefore: 14, daysAfter: 14 };

    expect(worded("cost.recommendation-raised.v1")).toMatchObject({
      action: "trigger",
      title: "$37 a month could be saved: vpn-7 carries nothing",
    });
    expect(
      worded("cost.recommendation-raised.v1", { status: "not-verified", verified: { ...verified, says: "$1 less" } }),
    ).toMatchObject({ action: "resolve", title: "not saved: vpn-7 carries nothing", lines: ["$1 less"] });
  });

  it("tells where bill and meter differ, and by what", () => {
    expect(worded("cost.residual-found.v1")).toMatchObject({
      title: "the bill of 2026-10 and the meter differ by $900 on one link",
      lines: [
        "dx-use1-1: billed $1,000, metered $100; the bill has other volumes",
        expect.stringContaining("skylane costs links"),
      ],
    });
  });

  it("tells what could not be looked at, and takes text from outside for text", () => {
    expect(worded("cost.check-failed.v1", { reason: "take-bills: gone\u202e\nforged line" })).toMatchObject({
      title: "costs: the bills could not all be looked at",
      lines: [expect.not.stringMatching(/[\n\u202e]/), "what costs too much may go unnoticed until this is put right"],
    });
  });
});
