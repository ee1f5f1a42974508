import type { IntentId, ProbeRequest } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { aPlan, aRun, aService } from "../../../../../test/support/intent-builders.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { proveFromHere } from "./prove-from-here.ts";

const [intent] = aRun().intents;
const intentId = intent?.id as IntentId;
const way = {
  intentId,
  kind: "existing-path" as const,
  connectionIds: ["vpn-1"],
  stepIds: [],
  rttFrom: "estimated" as const,
  isEncrypted: true,
  isPublic: false,
  notChosen: [],
  destinationAddress: "10.2.0.7",
};
const plan = aPlan({ ways: [way] });
const order = { runId: aRun().id, planHash: plan.hash, intentIds: [intentId] };

function ready(more: Parameters<typeof aRun>[0] = {}) {
  const deps = memoryDeps(aConfig());
  const asked: ProbeRequest[] = [];
  const run = aRun({ status: "proving", plan, ...more });
  deps.building.runs.set(run.id, run);
  deps.answerProbe = (request) => {
    asked.push(request);
    return { outcome: "ok", rttMs: 4 };
  };
  return { deps, asked };
}

describe("engine/intent/use-cases/prove-from-here", () => {
  it("measures where the record says, from the source's address", async () => {
    const { deps, asked } = ready();

    const { evidence } = await proveFromHere(deps, order);

    expect(evidence.map(({ check, isProven }) => [check, isProven])).toEqual([
      ["tcp", true],
      ["tls", true],
    ]);
    expect(asked).toHaveLength(8);
    for (const { sourceIp, host, port } of asked) expect([sourceIp, host, port]).toEqual(["10.1.0.9", "10.2.0.7", 443]);
  });

  it.each([
    ["of a run that is not under proof", { status: "fulfilled" as const }, order],
    ["of a plan that was made again", {}, { ...order, planHash: "another-hash-0" }],
    ["of a run nobody knows", {}, { ...order, runId: "in-9-zzz" as typeof order.runId }],
    ["to what the plan has no way to", {}, { ...order, intentIds: [intentId, "in-1-abc-2" as IntentId] }],
    ["of a run without a plan", { plan: undefined as never }, order],
  ])("sends nothing %s: it is no scanner", async (_, more, asking) => {
    const { deps, asked } = ready(more);

    await expect(proveFromHere(deps, asking)).rejects.toMatchObject({ code: "ERR_PROOF_UNWANTED", kind: "denied" });
    expect(asked).toEqual([]);
  });

  it("measures what was too slow once more, and believes the second time", async () => {
    const slow = aRun().intents.map((one) => ({
      ...one,
      understanding: {
        kind: "understood" as const,
        readAs: [],
        by: "parser" as const,
        intent: {
          source: aService("a"),
          destination: aService("b"),
          port: 1433,
          requirements: { compliance: [], maxRttMs: 20 },
        },
      },
    }));
    const { deps } = ready({ intents: slow });
    let count = 0;
    deps.answerProbe = () => ({ outcome: "ok", rttMs: count++ < 7 ? 90 : 12 });

    const { evidence } = await proveFromHere(deps, order);

    expect(evidence.find(({ check }) => check === "latency")).toMatchObject({ isProven: true });
    expect(count).toBe(14);
  });
});
