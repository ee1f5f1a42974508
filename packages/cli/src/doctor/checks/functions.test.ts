import type { FunctionSpec } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { judgeFunctions } from "./functions.ts";

const spec = { entry: "a/b", timeoutSeconds: 30, memoryMb: 256 };
const wanted = new Map<string, FunctionSpec>([
  ["skylane-a", spec],
  ["skylane-one", { ...spec, reservedConcurrency: 1 }],
]);
const fact = (name: string) => ({ name, runtime: "nodejs24.x", timeoutSeconds: 30, memoryMb: 256 });
const reserved = new Map([["skylane-one", 1]]);

describe("cli/doctor/checks/functions", () => {
  it("has nothing against functions as the manifest has them, nor against more memory", () => {
    expect(judgeFunctions(wanted, [{ ...fact("skylane-a"), memoryMb: 512 }, fact("skylane-one")], reserved)).toEqual(
      [],
    );
  });

  it.each([
    ["is missing", [fact("skylane-one")], reserved, "1 of 2 functions are missing: skylane-a"],
    ["may run twice at once", [fact("skylane-a"), fact("skylane-one")], new Map(), "any number of times at once"],
    ["is switched off", [fact("skylane-a"), fact("skylane-one")], new Map([["skylane-one", 0]]), "switched off"],
  ])("fails when one %s", (_, found, reservedOf, text) => {
    expect(judgeFunctions(wanted, found, reservedOf)).toMatchObject([
      { outcome: "failed", seen: expect.stringContaining(text) },
    ]);
  });

  it("warns of an older version: less time, another runtime", () => {
    const old = { ...fact("skylane-a"), timeoutSeconds: 10, runtime: "nodejs22.x" };

    expect(judgeFunctions(wanted, [old, fact("skylane-one")], reserved)).toMatchObject([
      { outcome: "warning", seen: expect.stringContaining("10 s") },
      { outcome: "warning", seen: expect.stringContaining("nodejs22.x") },
    ]);
  });
});
