import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { openDatabase } from "../database.ts";
import { durableAnswer, durableOutput, durableWorkflow } from "./durability-workflow.ts";
import { createEngine, type Engine } from "./engine.ts";
import { fakeLambda, MACHINE_ARN, manualTimers, ROLE_ARN, RUN_ARN, settle } from "./fixture.ts";
import { JournalClosed } from "./journal/group-commit.ts";
import type { JournalRecord } from "./journal/records.ts";
import { createStore, type Store } from "./journal/store.ts";

const folder = mkdtempSync(join(tmpdir(), "skylane-steps-"));
afterAll(() => rmSync(folder, { recursive: true }));
let fileCount = 0;

/** A store that dies after `lives` more records: nothing is written any more, as after kill -9. */
function mortal(store: Store, lives: number): Store & { isDead(): boolean } {
  let left = lives;
  let dead = false;
  const checkAlive = (): void => {
    if (dead) throw new JournalClosed("killed");
  };
  return {
    ...store,
    isDead: () => dead,
    append(executionId, seq, record) {
      checkAlive();
      store.append(executionId, seq, record);
      dead = --left <= 0;
    },
    async durable() {
      checkAlive();
      await store.durable();
      checkAlive();
    },
  };
}

interface Outcome {
  readonly output: unknown;
  readonly status: string;
  readonly recordCount: number;
  readonly repeatedAfterSuccess: string[];
  readonly callCounts: Readonly<Record<string, number>>;
  readonly deaths: number;
  /** Lines that may stand in a journal only once, but do not. */
  readonly doubleLines: string[];
}

/** Runs the workflow through as many lives as `killAfter` has entries, and then to its end. */
async function runThrough(killAfter: readonly number[]): Promise<Outcome> {
  const file = join(folder, `${fileCount++}.sqlite`);
  const timers = manualTimers();
  const succeededIds = new Set<string>();
  const repeatedAfterSuccess: string[] = [];
  const callCounts: Record<string, number> = {};
  let token = "";
  const called = (name: string) => (payload: unknown) => {
    const { id, token: given = token } = payload as { id: string; token?: string };
    token = given;
    if (succeededIds.has(id)) repeatedAfterSuccess.push(id);
    callCounts[id] = (callCounts[id] ?? 0) + 1;
    return durableAnswer(name, payload as { id: string }, callCounts.flaky ?? 0);
  };
  const lambda = fakeLambda({ work: called("work"), flaky: called("flaky"), ask: called("ask") });
  const integrations = { putEvents: async () => ({}), dynamodb: async () => ({}) };

  const kills = [...killAfter];
  for (let deaths = 0; ; ) {
    const store = mortal(createStore(openDatabase(file)), kills.shift() ?? Number.POSITIVE_INFINITY);
    const engine = createEngine({ store, lambda, integrations, timers, random: () => 0.5 });
    begin(store, engine);
    await liveOn(store, engine, () => token);
    const row = store.execution(RUN_ARN);
    const records = store.journal(row?.id ?? 0);
    engine.close();
    store.close();
    const parameters = new Map<string, string>();
    for (const record of records) {
      if (record.type === "scheduled")
        parameters.set(record.key, (record.parameters as { Payload: { id: string } }).Payload.id);
      if (record.type === "succeeded") succeededIds.add(parameters.get(record.key) ?? "");
    }
    if (row && row.status !== "RUNNING") {
      const output: unknown = JSON.parse(row.output ?? "null");
      const doubleLines = doubles(records);
      return {
        output,
        status: row.status,
        recordCount: records.length,
        repeatedAfterSuccess,
        callCounts,
        deaths,
        doubleLines,
      };
    }
    deaths++;
  }

  function begin(store: Store, engine: Engine): void {
    if (store.execution(RUN_ARN)) {
      engine.resumeAll();
      return;
    }
    const machine = store.putMachine({
      arn: MACHINE_ARN,
      name: "flow",
      roleArn: ROLE_ARN,
      status: "ACTIVE",
      definition: JSON.stringify(durableWorkflow),
      createdMs: 0,
    });
    engine.start(machine, { arn: RUN_ARN, name: "run", input: '{"base":41}' });
  }

  async function liveOn(store: ReturnType<typeof mortal>, engine: Engine, lastToken: () => string): Promise<void> {
    for (let idle = 0; !store.isDead() && idle < 20; ) {
      await settle(3);
      if (store.isDead() || store.execution(RUN_ARN)?.status !== "RUNNING") return;
      const sight = engine.token(lastToken());
      if (sight.kind === "open") sight.callback.settle({ type: "succeeded", result: { approved: true } });
      else idle = timers.runNext() ? 0 : idle + 1;
    }
  }
}

function doubles(records: readonly JournalRecord[]): string[] {
  const lines = records
    .filter(({ type }) => /^(entered|exited|waiting|groupStarted|branchStarted|branchEnded|ended)$/.test(type))
    .map((record) => [record.type, "key" in record && record.key, "index" in record && record.index].join(" "));
  return lines.filter((line, index) => lines.indexOf(line) !== index);
}

function expectWhole(outcome: Outcome): void {
  expect(outcome).toMatchObject({
    status: "SUCCEEDED",
    output: durableOutput,
    repeatedAfterSuccess: [],
    doubleLines: [],
  });
}

describe("local/step-functions/durability", () => {
  it("killed after any record, the workflow ends the same and repeats no finished task", async () => {
    const whole = await runThrough([]);
    expectWhole(whole);
    expect(whole.callCounts).toMatchObject({ flaky: 3, "apply-1": 1, "verify-4": 1, long: 1, ask: 1, finish: 1 });

    for (let k = 1; k < whole.recordCount; k++) {
      const killed = await runThrough([k]);
      expectWhole(killed);
      expect(killed.deaths).toBe(1);
      // At most the two items under way at the moment are asked again.
      const extraCalls = Object.values(killed.callCounts).reduce((sum, count) => sum + Math.max(0, count - 1), 0);
      expect(extraCalls).toBeLessThanOrEqual(2 + 2);
    }
  });

  it("killed again and again, it still gets there", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 12 }), async (killAfter) => {
        expectWhole(await runThrough(killAfter));
      }),
      { numRuns: 25 },
    );
  });
});
