import { IntentRequest, IntentSlots, type Understanding } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { CORPUS_NOW_ISO, corpusServices } from "../../../../../../test/support/intent-corpus.ts";
import { readSlots } from "../read-slots.ts";
import { understand } from "../understand.ts";
import { mergeModelReading } from "./merge-model-reading.ts";

const nowIso = CORPUS_NOW_ISO;
const services = corpusServices();
const slots = (given: object): IntentSlots => IntentSlots.parse(given);
const merged = (text: string, model: object) => mergeModelReading(readSlots(text, { nowIso }), slots(model), text);
const read = (text: string, model: object): Understanding =>
  understand(IntentRequest.parse({ text }), services, { nowIso, model: slots(model) });
const asked = (result: Understanding): readonly string[] =>
  result.kind === "questions" ? result.questions.map(({ slot }) => slot) : [result.kind];

const BOTH = { source: { name: "OrderProcessor" }, destination: { name: "orderdb" } };
const UNUSUAL = "For OrderProcessor the thing that matters is orderdb";

describe("engine/intent/understand/model/merge-model-reading", () => {
  it("changes nothing where the model says what the parser read", () => {
    const text = "Connect OrderProcessor to orderdb, under 20 ms, PCI";
    const { reading, isModelUsed } = merged(text, { ...BOTH, requirements: { maxRttMs: 20, compliance: ["pci-dss"] } });

    expect(isModelUsed).toBe(false);
    expect(reading).toEqual(readSlots(text, { nowIso }));
  });

  it("takes what the parser left out and the text says, and says so", () => {
    const text =
      "orderdb must be reachable, and the one that reaches is OrderProcessor; half a day of warning, fourteen for PCI";
    const { reading, isModelUsed } = merged(text, BOTH);

    expect(isModelUsed).toBe(true);
    expect(reading.slots.source).toEqual({ name: "OrderProcessor" });
  });

  it.each([
    ["a name that is not in the text", { source: { name: "payment-processor-prod" } }],
    ["a Region that nobody said", { source: { name: "OrderProcessor", regionId: "eu-west-1" } }],
    ["a cloud that nobody said", { source: { name: "OrderProcessor", cloud: "aws" } }],
    ["a kind that nobody said", { source: { name: "OrderProcessor", kind: "lambda" } }],
    ["a number that nobody said", { requirements: { maxRttMs: 5 } }],
    ["a volume that nobody said", { requirements: { monthlyGb: 100 } }],
    ["a port that nobody said", { port: 22 }],
    ["encryption that nobody waived", { requirements: { encryption: "not-needed" } }],
    ["a rule that nobody named", { requirements: { compliance: ["hipaa"] } }],
    ["a day that nobody said", { requirements: { neededBy: "2026-12-01" } }],
  ])("takes no %s", (_, model) => {
    const text = "Connect the usual thing to orderdb";
    const { reading, isModelUsed } = merged(text, model);

    expect(isModelUsed).toBe(false);
    expect(reading.slots).toEqual(readSlots(text, { nowIso }).slots);
  });

  it("takes a Region by the vendor's name for it", () => {
    const text = "orderdb must be reachable. Who reaches it: OrderProcessor of AWS in N. Virginia";
    const model = { source: { name: "OrderProcessor", cloud: "aws", regionId: "us-east-1" } };

    expect(merged(text, model).reading.slots.source).toEqual(model.source);
  });

  it.each([
    [
      "latency",
      "Connect OrderProcessor to orderdb, under 20 ms; 50 others do so",
      { ...BOTH, requirements: { maxRttMs: 50 } },
    ],
    [
      "encryption",
      "Connect OrderProcessor to orderdb, encrypted",
      { ...BOTH, requirements: { encryption: "not-needed" } },
    ],
    [
      "destination",
      "Connect OrderProcessor to orderdb, not to paymentdb",
      { source: BOTH.source, destination: { name: "paymentdb" } },
    ],
    [
      "compliance",
      "Connect OrderProcessor to orderdb, no PCI data",
      { ...BOTH, requirements: { compliance: ["pci-dss"] } },
    ],
    ["direction", "Connect OrderProcessor to orderdb", { source: BOTH.destination, destination: BOTH.source }],
  ])("asks about %s where the two read the text differently", (slot, text, model) => {
    expect(asked(read(text, model))).toContain(slot);
  });

  it("asks who opens the connections where only the model has found the two", () => {
    expect(asked(read(UNUSUAL, BOTH))).toEqual(["direction"]);
  });

  it("does not let the model settle what the parser has doubts about", () => {
    expect(
      asked(read("Connect OrderProcessor to orderdb, 20 ms or 50 ms", { ...BOTH, requirements: { maxRttMs: 20 } })),
    ).toEqual(["latency"]);
    expect(asked(read("OrderProcessor and orderdb need to talk", BOTH))).toEqual(["direction"]);
  });

  it("says by whom it was understood", () => {
    const text = "OrderProcessor needs to reach orderdb, the listener there being 1433";

    expect(read(text, { ...BOTH, port: 1433 })).toMatchObject({
      kind: "understood",
      by: "model",
      intent: { port: 1433 },
    });
    expect(read("OrderProcessor needs to reach orderdb", BOTH)).toMatchObject({ kind: "understood", by: "parser" });
  });
});
