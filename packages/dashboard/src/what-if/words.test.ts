import type { WhatIfImpact } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { briefly, extraCost, type FlowFate, fatesOf, listVerdictOf, verdictOf } from "./words.ts";

const aFate = (flowId: string, more: Partial<FlowFate> = {}): FlowFate => ({
  flowId: flowId as FlowFate["flowId"],
  class: "standard",
  outcome: "moved",
  before: { connectionIds: ["dx"], transferMonthlyUsd: 40 },
  after: { connectionIds: ["vpn"], transferMonthlyUsd: 110 },
  ...more,
});
const anImpact = (more: Partial<WhatIfImpact> = {}): WhatIfImpact => ({
  seenAtMs: 1,
  flowCount: 10,
  alreadyLostIds: [],
  failures: [{ id: "link:dx", kind: "link", name: "dx" }],
  flows: [],
  overloads: [],
  keptCount: 10,
  movedCount: 0,
  lostCount: 0,
  endedCount: 0,
  ...more,
});

describe("dashboard/what-if/words", () => {
  it("says first what is lost, and how much of it is critical", () => {
    const lost = { outcome: "lost", after: undefined } as const;
    const flows = [aFate("a", { ...lost, class: "critical" }), aFate("b", lost)];

    expect(verdictOf(anImpact({ flows, lostCount: 2, keptCount: 8 }))).toEqual({
      tone: "bad",
      text: "2 flows would be lost, 1 of them critical",
      detail: "Without link dx: 8 untouched.",
    });
  });

  it.each([
    [{}, "good", "Nothing would be lost"],
    [{ endedCount: 3 }, "watch", "3 flows would end with their own network, nothing else"],
    [
      { overloads: [{ connectionId: "vpn", bandwidthMbps: 1, beforeMbps: 0, neededMbps: 2 }] },
      "watch",
      "Nothing is lost, but 1 link would be too small",
    ],
  ])("says of %j that it is %s", (more, tone, text) => {
    expect(verdictOf(anImpact(more))).toMatchObject({ tone, text });
  });

  it("shows hostile names as text, with what cannot be seen written out", () => {
    const failures = [{ id: "link:x", kind: "link", name: "<img src=x>\u202e" }] as const;

    expect(verdictOf(anImpact({ failures: [...failures] })).detail).toContain("<img src=x>\\u{202e}");
  });

  it("puts flows with one fate together, and lost ones first", () => {
    const fates = fatesOf([
      aFate("a"),
      aFate("b"),
      aFate("c", { outcome: "lost", after: undefined }),
      aFate("d", { before: { connectionIds: ["dx"] }, after: { connectionIds: ["er"], transferMonthlyUsd: 1 } }),
    ]);

    expect(fates.map(({ outcome, flows, extraMonthlyUsd }) => [outcome, flows.length, extraMonthlyUsd])).toEqual([
      ["lost", 1, undefined],
      ["moved", 2, 140],
      ["moved", 1, undefined],
    ]);
  });

  it.each([
    [undefined, "not known"],
    [0.001, "no change"],
    [-3.4, "−$3.40"],
    [1_234.5, "+$1,235"],
  ])("says a difference of %s as %s", (usd, text) => {
    expect(extraCost(usd)).toBe(text);
  });

  it("says of the list whether any single failure loses something", () => {
    const list = { seenAtMs: 1, flowCount: 1, alreadyLostIds: [] };
    const failure = {
      id: "link:a",
      kind: "link",
      name: "a",
      keptCount: 0,
      movedCount: 1,
      lostCount: 0,
      endedCount: 0,
      criticalLostCount: 0,
      overloadCount: 0,
    } as const;

    expect(listVerdictOf({ ...list, seenAtMs: null, failures: [] }).text).toBe("The network was not looked at yet");
    expect(listVerdictOf({ ...list, failures: [failure] })).toMatchObject({ tone: "good" });
    expect(listVerdictOf({ ...list, failures: [{ ...failure, lostCount: 1 }] })).toMatchObject({
      tone: "watch",
      text: "1 single failure would lose flows",
    });
    expect(briefly({ ...failure, movedCount: 0 })).toBe("nothing changes");
  });
});
