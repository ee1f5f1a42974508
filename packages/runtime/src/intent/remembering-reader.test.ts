import { IntentSlots, type Log } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { memoryTable } from "../../../../test/support/memory-table.ts";
import { testClock } from "../../../../test/support/test-clock.ts";
import { rememberingReader } from "./remembering-reader.ts";

const SLOTS: IntentSlots = { requirements: { compliance: [], monthlyGb: 500 } };
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

const kind = { readAs: "-", schema: IntentSlots } as const;

function world(answers: readonly (IntentSlots | undefined)[]) {
  const asked: string[] = [];
  const table = memoryTable();
  const read = async (text: string) => answers[asked.push(text) - 1];
  return { asked, table, reader: rememberingReader({ read }, kind, table, { clock: testClock(), log: quiet }) };
}

describe("runtime/intent/remembering-reader", () => {
  it("reads a text once, for who answers a question sends it again", async () => {
    const { reader, asked } = world([SLOTS, { requirements: { compliance: ["hipaa"] } }]);

    expect([await reader.read("a", 1_000), await reader.read("a", 1_000)]).toEqual([SLOTS, SLOTS]);
    expect(asked).toEqual(["a"]);
    await reader.read("b", 1_000);
    expect(asked).toEqual(["a", "b"]);
  });

  it("remembers no silence", async () => {
    const { reader } = world([undefined, SLOTS]);

    expect([await reader.read("a", 1_000), await reader.read("a", 1_000)]).toEqual([undefined, SLOTS]);
  });

  it("keeps nothing of the text, and reads although the table does not answer", async () => {
    const { reader, table } = world([SLOTS, SLOTS]);
    await reader.read("Connect OrderProcessor", 1_000);
    expect(JSON.stringify([...table.items])).not.toContain("OrderProcessor");

    table.isAway = true;
    expect(await reader.read("c", 1_000)).toEqual(SLOTS);
  });
});
