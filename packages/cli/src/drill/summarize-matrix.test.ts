import { describe, expect, it } from "vitest";
import type { DrillCase } from "./drill-case.ts";
import { summarizeMatrix } from "./summarize-matrix.ts";

const aCase = (more: Partial<DrillCase>): DrillCase => ({
  groupId: "g",
  connectionId: "dx",
  role: "primary",
  fault: "cut",
  outcome: "moved",
  isRight: true,
  because: "",
  lostCount: 1,
  sentCount: 10,
  ...more,
});

describe("cli/drill/summarize-matrix", () => {
  it("counts right cases and says how long traffic was gone, kind by kind", () => {
    const cases = [
      ...[3_000, 1_000, 2_000].map((restoredMs) => aCase({ restoredMs })),
      aCase({ outcome: "refused", lostCount: 90 }),
      aCase({ fault: "loss", outcome: "not-restored", isRight: false }),
    ];

    expect(summarizeMatrix(cases)).toEqual([
      { fault: "cut", caseCount: 4, rightCount: 4, restoredMs: { p50: 2_000, p99: 3_000 }, lostCount: 93 },
      { fault: "loss", caseCount: 1, rightCount: 0, lostCount: 1 },
    ]);
  });

  it("takes a fault that nobody felt for no restoration", () => {
    expect(summarizeMatrix([aCase({ outcome: "unaffected", restoredMs: 20 })])[0]).not.toHaveProperty("restoredMs");
  });
});
