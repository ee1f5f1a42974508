import { coreError, IntentId, type ProofOrder, type ProverSettings } from "@skylane/core";
import { describe, expect, it, vi } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { aPlan, aRun, aService } from "../../../../../test/support/intent-builders.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import type { ProofEnds } from "../provision/proof-ends.ts";
import { measureProof } from "./measure-proof.ts";

const id = (n: number) => IntentId.parse(`in-1-abc-${n}`);
const endsIn = (n: number, networkKey: string): ProofEnds => ({
  kind: "known",
  way: {
    intentId: id(n),
    kind: "existing-path",
    connectionIds: [],
    stepIds: [],
    rttFrom: "estimated",
    isEncrypted: true,
    isPublic: false,
    notChosen: [],
    destinationAddress: "10.2.0.7",
  },
  intent: {
    source: aService("a", { networkKey, kind: "lambda", subnetIds: ["subnet-1"] }),
    destination: aService("b", { guards: [{ kind: "security-group", id: "sg-1" }] }),
    port: 443,
    requirements: { compliance: [] },
  },
  from: "10.1.0.9",
  to: "10.2.0.7",
  madeIds: new Set(),
});
const east: ProverSettings = { networkKey: "aws/vpc-east", regionId: "us-east-1", subnetIds: ["subnet-1"] };
const said = (intentId: IntentId) => ({
  intentId,
  check: "tcp" as const,
  isProven: true,
  wanted: "7 connections",
  seen: "7 of 7",
  measuredMs: [4],
  atMs: 1,
});
const signature = { by: "lead@globalcart.example", atMs: 1, planHash: "h", reason: "known" };

function ready(provers: readonly ProverSettings[] | undefined) {
  const config = aConfig();
  const deps = memoryDeps({ ...config, intents: { ...config.intents, ...(provers && { provers: [...provers] }) } });
  const measure = vi.fn(async (_: ProverSettings | undefined, { intentIds }: ProofOrder) => ({
    evidence: intentIds.map(said),
  }));
  return { deps: { ...deps, provers: { measure } }, measure };
}

describe("engine/intent/use-cases/measure-proof", () => {
  it("asks the prover of the source's network, of its connections alone", async () => {
    const { deps, measure } = ready([east]);

    const found = await measureProof(deps, aRun(), [endsIn(1, "aws/vpc-east"), endsIn(2, "aws/vpc-west")], undefined);

    expect(measure.mock.calls).toEqual([[east, { runId: aRun().id, planHash: aRun().plan?.hash, intentIds: [id(1)] }]]);
    expect(found.get(id(1))).toMatchObject([{ check: "tcp", isProven: true }]);
    expect(found.get(id(2))).toMatchObject([
      {
        check: "source",
        isProven: false,
        seen: expect.stringMatching(/no prover stands in aws\/vpc-west; name one under aws\.provers/),
      },
    ]);
    expect(found.get(id(2))?.[0]?.isWaived).toBeUndefined();
  });

  it("is waived for a connection that the plan told of, once people have signed it, and for no other", async () => {
    const { deps } = ready([east]);
    const plan = aPlan({ unprovenIntentIds: [id(1)] });
    const all = [endsIn(1, "aws/vpc-west"), endsIn(2, "aws/vpc-west")];
    const waived = async (run: ReturnType<typeof aRun>) =>
      [...(await measureProof(deps, run, all, undefined)).values()].map(([one]) => one?.isWaived);

    expect(await waived(aRun({ plan, signatures: [signature] }))).toEqual([true, undefined]);
    expect(await waived(aRun({ plan }))).toEqual([undefined, undefined]);
  });

  it("asks one for all where no networks are named, in orders that it can carry out in its time", async () => {
    const { deps, measure } = ready(undefined);
    const all = Array.from({ length: 90 }, (_, i) => endsIn(i + 1, `aws/vpc-${i % 3}`));

    const found = await measureProof(deps, aRun(), all, undefined);

    expect(measure.mock.calls.map(([prover, { intentIds }]) => [prover, intentIds.length])).toEqual([
      [undefined, 40],
      [undefined, 40],
      [undefined, 10],
    ]);
    expect(found.size).toBe(90);
  });

  it("takes a prover that does not answer, is silent, or speaks of others, for one that has proven nothing", async () => {
    const { deps, measure } = ready([east]);
    const all = [endsIn(1, "aws/vpc-east"), endsIn(2, "aws/vpc-east")];
    const proven = async () =>
      [...(await measureProof(deps, aRun(), all, undefined)).values()]
        .flat()
        .map(({ intentId, check, isProven }) => [intentId, check, isProven]);

    measure.mockRejectedValueOnce(coreError("ERR_PROVER_UNAVAILABLE", "it timed out"));
    expect(await proven()).toEqual([
      [id(1), "source", false],
      [id(2), "source", false],
    ]);
    measure.mockResolvedValueOnce({ evidence: [said(id(1)), said(id(7))] });
    expect(await proven()).toEqual([
      [id(1), "tcp", true],
      [id(2), "source", false],
    ]);
  });
});
