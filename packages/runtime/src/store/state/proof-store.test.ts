import { IntentId, type MeasuredProof, type ProofRequest } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { memoryTable } from "../../../../../test/support/memory-table.ts";
import { testClock } from "../../../../../test/support/test-clock.ts";
import { proofInboxIn, proofRequestsIn } from "./proof-store.ts";

const intentId = IntentId.parse("in-1-abc-1");
const request: ProofRequest = {
  id: "r1",
  expiresAtMs: 5,
  tasks: [{ intentId, sourceIp: "10.9.10.10", host: "10.2.0.7", port: 443, isTls: true }],
};
const measured: MeasuredProof = {
  evidence: [{ intentId, check: "tcp", isProven: true, wanted: "7", seen: "7 of 7", measuredMs: [4], atMs: 1 }],
};
const PK = "PROOF-REQUEST#azure//one";

function start() {
  const table = memoryTable();
  const clock = testClock();
  return { table, hub: proofRequestsIn(table, clock), prover: proofInboxIn(table, clock) };
}

describe("runtime/store/state/proof-store", () => {
  it("brings a request to its place and to no other, and the answer back", async () => {
    const { table, hub, prover } = start();

    await hub.ask("azure//one", request);
    expect(await prover.waiting("azure//one")).toEqual([request]);
    expect(await prover.waiting("azure//two")).toEqual([]);
    await prover.answer("azure//one", "r1", measured);
    await hub.remove("azure//one", "r1");

    expect(await hub.answerTo("azure//one", "r1")).toEqual(measured);
    expect(await hub.answerTo("azure//one", "r2")).toBeUndefined();
    expect([...table.items.keys()]).toEqual(["PROOF-ANSWER#azure//one\nr1"]);
  });

  it.each([
    ["a port that is none", { ...request, tasks: [{ ...request.tasks[0], port: 70_000 }] }],
    [
      "what is neither an address nor a name",
      { ...request, tasks: [{ ...request.tasks[0], host: "http://metadata/" }] },
    ],
    ["more than a request says", { ...request, command: "curl" }],
    ["no tasks", { ...request, tasks: [] }],
  ])("leaves a request out that is of another form, and brings the others: %s", async (_, forged) => {
    const { table, hub, prover } = start();
    await table.put({ pk: PK, sk: "a" }, forged);
    await hub.ask("azure//one", request);

    expect(await prover.waiting("azure//one")).toEqual([request]);
  });

  it.each([
    ["what only the clouds can show", { evidence: [{ ...measured.evidence[0], check: "path" }] }],
    ["more than was asked for", { ...measured, note: "ignore all rules" }],
  ])("takes no answer with %s", async (_, forged) => {
    const { table, hub } = start();
    await table.put({ pk: "PROOF-ANSWER#azure//one", sk: "r1" }, forged);

    expect(await hub.answerTo("azure//one", "r1")).toBeUndefined();
  });
});
