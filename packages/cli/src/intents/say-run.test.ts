import type { IntentView, ProofEvidence } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aStandingRun } from "../../../../test/support/built-runs.ts";
import { columnsOf } from "../report/text-width.ts";
import { sayRun } from "./say-run.ts";

const evidenceOf = (intentId: string, more: object = {}) =>
  (["dns", "tcp", "latency", "policy"] as const).map((check) => ({
    intentId,
    check,
    isProven: true,
    wanted: "a round trip of at most 20 ms",
    seen: "9.2 ms at the median (8.7–11.4)",
    measuredMs: [9.2],
    atMs: 3_000,
    ...more,
  })) as ProofEvidence[];

/** A run of so many connections, as the API shows it. */
function aView(count: number, more: object = {}): IntentView {
  const { run, made } = aStandingRun(count);
  const readAs = [
    "source: aws lambda OrderProcessor in us-east-1, of account 111122223333, which opens the connections",
  ];
  return {
    run: {
      ...run,
      intents: run.intents.map((one) => ({
        ...one,
        understanding: { ...one.understanding, readAs } as typeof one.understanding,
      })),
      evidence: run.intents.flatMap(({ id }) => evidenceOf(id)),
      phases: [
        { name: "understand", startedAtMs: 1_000, endedAtMs: 1_040 },
        { name: "provision", startedAtMs: 2_000, endedAtMs: 9_000 },
      ],
      ...more,
    },
    made: [...made],
    readyStepIds: [],
    built: {
      runId: run.id,
      owner: run.owner,
      atMs: 1,
      monthlyUsd: 160.6,
      resources: [],
      shares: run.intents.map(({ id }, i) => ({
        intentId: id,
        owner: run.owner,
        costCentre: `cc-${i % 2}`,
        monthlyUsd: 80.3,
      })),
      watches: [],
      leansOnRunIds: [],
    },
  } as IntentView;
}

describe("cli/intents/say-run", () => {
  it.each([50, 80, 100, 200])("fits a terminal of %d columns, and cuts no word", (columns) => {
    const lines = sayRun(aView(2), columns).split("\n");

    for (const line of lines) expect(columnsOf(line), line).toBeLessThanOrEqual(Math.min(columns, 120));
    expect(lines.join(" ").replaceAll(/ +/g, " ")).toContain("of account 111122223333, which opens the connections");
  });

  it("is one line a fact where no terminal says its width, without colours", () => {
    const text = sayRun(aView(1));

    expect(text).toContain("  ✓ tcp: a round trip of at most 20 ms; seen: 9.2 ms at the median (8.7–11.4)\n");
    expect(text).not.toContain("\u001b");
    expect(text).toMatch(/^● fulfilled {2}in-1-abc/);
  });

  it("of a table it counts what came out, and lists what did not", () => {
    const view = aView(9);
    const [, , third] = view.run.intents;
    const evidence = view.run.evidence.map((one) =>
      one.intentId === third?.id && one.check === "tcp" ? { ...one, isProven: false, seen: "6 of 7" } : one,
    );
    const text = sayRun({ ...view, run: { ...view.run, evidence } }, 100);

    expect(text).toContain("9 of 9 requests");
    expect(text).toMatch(/✓ dns: 9 of 9\n +✕ tcp: 8 of 9\n/);
    expect(text.match(/[✓✕] tcp: in-1-abc-\d/g)).toEqual(["✕ tcp: in-1-abc-3"]);
    expect(text).toContain("seen: 6 of 7");
    expect(text).toMatch(/\$401\.50 charged to cc-0, owner ops@globalcart\.example \(5 of 9\)/);
  });

  it("says of what somebody had undone why, and not that it failed", () => {
    const text = sayRun(aView(1, { status: "undone", failure: "seen enough" }), 80);

    expect(text).toContain("Why\n  seen enough");
    expect(text).not.toContain("Failed");
  });

  it("shows nothing that moves the cursor, and gives no name the mark of a proof", () => {
    const hostile = "\u001b[2J\u202e ✓ proven";
    const text = sayRun(aView(1, { status: "rolled-back", failure: hostile }), 80);

    for (const hidden of ["\u001b", "\u202e"]) expect(text).not.toContain(hidden);
    expect(text).toContain("Failed\n  \\u001b");
  });
});
