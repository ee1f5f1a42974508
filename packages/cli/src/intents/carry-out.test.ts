import { describe, expect, it } from "vitest";
import { aBuildingRun } from "../../../../test/support/intent-builders.ts";
import { CliError } from "../cli-error.ts";
import { ownTime, signAsPlanned } from "./carry-out.ts";

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

  it.each([
    ["an estate that changes twice is signed as it is then", true, 2, "awaiting-approval", 3, undefined],
    ["an estate that never rests is given up", true, 9, "awaiting-approval", 5, "ERR_INTENT_PLAN_STALE"],
    ["nobody signs a plan that they have not seen", false, 1, "awaiting-approval", 1, "ERR_INTENT_PLAN_STALE"],
    ["what needs no signature any more gets none", true, 1, "approved", 1, undefined],
  ] as const)("%s", async (_, mayAgain, staleCount, statusThen, signCount, code) => {
    const signed: string[] = [];
    const said: string[] = [];
    const viewOf = (hash: string) => ({
      run: { ...run, status: statusThen, failure: hash },
      readyStepIds: [],
      made: [],
    });
    const signing = signAsPlanned(viewOf("plan-0"), {
      mayAgain,
      async sign({ run: { failure = "" } }) {
        signed.push(failure);
        if (signed.length <= staleCount) throw new CliError("stale", 2, "ERR_INTENT_PLAN_STALE");
      },
      look: async () => viewOf(`plan-${signed.length}`),
      say: (view) => said.push(view.run.failure ?? ""),
    });
    const error = await signing.then(
      () => undefined,
      (reason: CliError) => reason.code,
    );

    expect([error, signed]).toEqual([code, Array.from({ length: signCount }, (_, i) => `plan-${i}`)]);
    expect(said).toEqual(signed.slice(1));
  });

  it("passes on what is wrong otherwise", async () => {
    const sign = () => Promise.reject(new CliError("not yours", 2, "ERR_ACCESS_REFUSED"));
    const view = { run, readyStepIds: [], made: [] };
    const signing = { sign, look: async () => view, mayAgain: true, say: () => undefined };

    await expect(signAsPlanned(view, signing)).rejects.toThrow("not yours");
  });
});
