import { IntentRequest } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { corpusServices } from "../../../../../test/support/intent-corpus.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { readAgain } from "./read-again.ts";

const IN_PART = "OrderProcessor doit joindre orderdb, quelque 500 gigas par mois";
const WHOLE = "OrderProcessor needs to reach orderdb";
const SLOTS = { requirements: { compliance: [] } };
const requests = (...texts: readonly string[]) => texts.map((text) => IntentRequest.parse({ text }));

/** A reader that takes so long for each text, and notes how long it was given. */
function world(takesMs: number) {
  const deps = memoryDeps(aConfig());
  const given: number[] = [];
  const read = async (_: string, withinMs: number) => {
    given.push(withinMs);
    deps.clock.advance(takesMs);
    return SLOTS;
  };
  return { given, deps: { ...deps, reader: { read } } };
}

describe("engine/intent/use-cases/read-again", () => {
  it("reads what the parser reads in part, and nothing of a form", async () => {
    const { deps, given } = world(0);
    const form = IntentRequest.parse({ slots: { source: { name: "OrderProcessor" } } });

    const readings = await readAgain(deps, [...requests(WHOLE, IN_PART), form], corpusServices());

    expect(readings).toEqual([undefined, SLOTS, undefined]);
    expect(given).toHaveLength(1);
  });

  it("gives all of them twelve seconds together, and leaves the rest to the parser", async () => {
    const { deps, given } = world(5_000);

    const readings = await readAgain(deps, requests(...Array(10).fill(IN_PART)), corpusServices());

    expect(given).toEqual([12_000, 7_000, 2_000]);
    expect(readings.filter((reading) => reading !== undefined)).toHaveLength(3);
  });

  it("reads twenty at most", async () => {
    const { deps, given } = world(0);

    await readAgain(deps, requests(...Array(500).fill(IN_PART)), corpusServices());

    expect(given).toHaveLength(20);
  });
});
