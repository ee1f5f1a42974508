import { describe, expect, it } from "vitest";
import { aBuildingRun } from "../../../../test/support/intent-builders.ts";
import { ownTime } from "./carry-out.ts";

const run = {
  ...aBuildingRun("in-1-abc", []),
  signatures: [{ by: "lead@globalcart.example", atMs: 60_000, planHash: "h".repeat(16), reason: "seen" }],
  phases: [
    { name: "understand" as const, startedAtMs: 0, endedAtMs: 100 },
    { name: "design" as const, startedAtMs: 100, endedAtMs: 300 },
    { name: "approve" as const, startedAtMs: 300, endedAtMs: 60_400 },
    { name: "provision" as const, startedAtMs: 60_400, endedAtMs: 66_400 },
    { name: "prove" as const, startedAtMs: 66_400, endedAtMs: 69_400 },
  ],
};

describe("cli/intents/carry-out", () => {
  it("counts as ours what was not the clouds', and of the approval only what came after the last signature", () => {
    expect(ownTime({ run }, 5_000)).toEqual({ cloudsMs: 5_000, ownMs: 300 + 400 + 6_000 + 3_000 - 5_000 });
  });

  it("counts no approval where nobody had to sign", () => {
    expect(ownTime({ run: { ...run, signatures: [] } }, 5_000).ownMs).toBe(4_300);
  });

  it("is never below nothing", () => {
    expect(ownTime({ run }, 60_000).ownMs).toBe(0);
  });
});
