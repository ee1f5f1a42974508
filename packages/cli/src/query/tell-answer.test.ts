import type { AnsweredQuery } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { tellAnswer, tellMisread } from "./tell-answer.ts";

const answer = (more: Partial<AnsweredQuery> = {}): AnsweredQuery => ({
  outcome: "answered",
  atMs: 0,
  understoodAs: "requests from web-app last 1 hour",
  readBy: "grammar",
  query: { source: "events", measure: "rows", by: [], range: { kind: "last", count: 1, unit: "hour" } },
  range: { fromMs: Date.parse("2026-11-22T12:30:00Z"), untilMs: Date.parse("2026-11-22T13:30:09Z") },
  columns: [
    { label: "time (UTC)", kind: "time" },
    { label: "from", kind: "text" },
    { label: "took", kind: "ms" },
    { label: "share", kind: "ratio" },
  ],
  rows: [
    [Date.parse("2026-11-22T12:31:07Z"), "web-app", 1_200.04, 0.0125],
    [Date.parse("2026-11-22T12:32:00Z"), "\u001b[2Jevil\u202e", { low: 1_000, high: 2_500 }, null],
  ],
  rowCount: 2,
  insights: [],
  notes: [],
  ...more,
});
const lines = (text: string): readonly string[] => text.split("\n").map((line) => line.trimEnd());

describe("cli/query/tell-answer", () => {
  it("says how the question was understood, of which time, and what was found", () => {
    expect(lines(tellAnswer(answer(), undefined))).toEqual([
      "requests from web-app last 1 hour",
      "2026-11-22 12:30 to 2026-11-22 13:30:09 UTC",
      "",
      expect.stringMatching(/^time \(UTC\) +from +took +share$/),
      expect.stringMatching(/^2026-11-22 12:31:07 {2}web-app +1,200 ms {2}1.25 %$/),
      expect.stringMatching(/^2026-11-22 12:32 +\\u001b\[2Jevil\\u202e {2}1,000 ms to 2,500 ms +–$/),
    ]);
  });

  it("draws lines as high as their values, and bars as long", () => {
    const timesMs = Array.from({ length: 120 }, (_, i) => i * 60_000);
    const values = timesMs.map((_, i) => (i < 60 ? 0 : i < 90 ? null : 80));
    const chart = {
      kind: "lines" as const,
      label: "p95",
      unit: "ms" as const,
      fromMs: 0,
      untilMs: 7_200_000,
      timesMs,
      lines: [{ label: "p95", values }],
    };
    const drawn = lines(tellAnswer(answer({ chart }), undefined)).find((line) => line.includes("at most"));

    expect(drawn).toBe(`  p95  ${"▁".repeat(30)}${" ".repeat(15)}${"█".repeat(15)}  at most 80 ms`);
    const bars = {
      kind: "bars" as const,
      label: "errors",
      unit: "count" as const,
      bars: [
        { label: "a", value: 30 },
        { label: "bb", value: 1 },
        { label: "c", value: 0 },
      ],
    };
    expect(lines(tellAnswer(answer({ chart: bars }), undefined)).slice(-3)).toEqual([
      `  a   ${"█".repeat(30)} 30`,
      "  bb  █ 1",
      "  c    0",
    ]);
  });

  it("says what follows, what it gains and rests on, and what limits the answer", () => {
    const text = tellAnswer(
      answer({
        rows: [],
        insights: [
          {
            kind: "cache",
            says: "Keep the answers.",
            basis: "6 calls",
            unknown: "Spans say no more.",
            gain: { beforeMs: 1_350, afterMs: 150, savedRatio: 0.889, when: "on a hit" },
            parts: [{ label: "query", ms: 1_150, shareRatio: 0.85 }],
          },
        ],
        notes: ["Little is kept."],
      }),
      undefined,
    );

    expect(lines(text).slice(3)).toEqual([
      "Nothing of this was found.",
      "",
      "  Keep the answers.",
      "    1,350 ms → 150 ms on a hit (89 % less)",
      `    query   1,150 ms  ${"█".repeat(26)} 85 %`,
      "    Rests on 6 calls.",
      "    Spans say no more.",
      "",
      "  Little is kept.",
    ]);
  });

  it("marks the place that is not understood", () => {
    const text = tellMisread({
      outcome: "not-understood",
      text: "requests form web-app",
      at: 9,
      length: 4,
      problem: "“form” is not understood here",
      suggestions: ["from"],
    });

    expect(lines(text)).toEqual([
      "requests form web-app",
      "         ^^^^",
      "“form” is not understood here. Perhaps: from",
    ]);
  });
});
