import { IntentId, type ProofTask } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { answerForAMinute, answerProofs } from "./answer-proofs.ts";
import { askProver } from "./ask-prover.ts";

const PLACE = "agent/dc1";
const task: ProofTask = {
  intentId: IntentId.parse("in-1-abc-1"),
  sourceIp: "10.9.10.10",
  host: "10.2.0.7",
  port: 443,
  isTls: false,
};

/** A hub that asks, and a prover that looks each time the hub has waited for a second. */
function ready(place = PLACE) {
  const deps = memoryDeps(aConfig());
  const sent: string[] = [];
  deps.answerProbe = ({ sourceIp, host, port }) => {
    sent.push(`${sourceIp} ${host}:${port}`);
    return { outcome: "ok", rttMs: 4 };
  };
  const answered = new Set<string>();
  const look = () => answerProofs(deps, place, answered);
  const hub = {
    ...deps,
    clock: {
      ...deps.clock,
      sleepUntil: async (ms: number) => {
        await deps.clock.sleepUntil(ms);
        await look();
      },
    },
  };
  return { deps, hub, sent, look };
}

describe("engine/intent/use-cases/ask-prover", () => {
  it("gets what the prover of the place has measured, and takes the request away", async () => {
    const { deps, hub, sent } = ready();

    const { evidence } = await askProver(hub, PLACE, [task]);

    expect(evidence).toMatchObject([{ intentId: task.intentId, check: "tcp", isProven: true, seen: "7 of 7" }]);
    expect(new Set(sent)).toEqual(new Set(["10.9.10.10 10.2.0.7:443"]));
    expect(await deps.proofInbox.waiting(PLACE)).toEqual([]);
  });

  it("is not answered from another place, says who is missing after 100 s, and leaves nothing behind", async () => {
    const { deps, hub, sent } = ready("agent/dc2");
    const sinceMs = deps.clock.monotonicMs();

    await expect(askProver(hub, PLACE, [task])).rejects.toMatchObject({
      code: "ERR_PROVER_UNAVAILABLE",
      message: expect.stringContaining("the prover of agent/dc1 has not answered in 100 s"),
    });

    expect(deps.clock.monotonicMs() - sinceMs).toBe(100_000);
    expect(sent).toEqual([]);
    expect(await deps.proofInbox.waiting(PLACE)).toEqual([]);
  });

  it("measures nothing twice, and nothing that nobody waits for any more", async () => {
    const { deps, sent, look } = ready();
    await deps.proofRequests.ask(PLACE, { id: "old", expiresAtMs: deps.clock.nowMs(), tasks: [task] });
    await deps.proofRequests.ask(PLACE, { id: "new", expiresAtMs: deps.clock.nowMs() + 1, tasks: [task] });

    expect([await look(), await look()]).toEqual([1, 0]);
    expect(sent).toHaveLength(7);
    expect(await deps.proofRequests.answerTo(PLACE, "old")).toBeUndefined();
  });
});

describe("engine/intent/use-cases/answer-for-a-minute", () => {
  it("goes at once where nothing waits", async () => {
    const { deps } = ready();

    expect(await answerForAMinute(deps, PLACE)).toEqual({ answeredCount: 0 });
    expect(deps.clock.monotonicMs()).toBe(0);
  });

  it("stays for what is asked next, and is gone before its minute is over", async () => {
    const { deps } = ready();
    const ask = (id: string) =>
      deps.proofRequests.ask(PLACE, { id, expiresAtMs: Number.MAX_SAFE_INTEGER, tasks: [task] });
    await ask("first");
    const clock = {
      ...deps.clock,
      sleepUntil: async (ms: number) => {
        await deps.clock.sleepUntil(ms);
        if (ms === 20_000) await ask("second");
      },
    };

    expect(await answerForAMinute({ ...deps, clock }, PLACE)).toEqual({ answeredCount: 2 });
    expect(deps.clock.monotonicMs()).toBe(50_000);
  });
});
