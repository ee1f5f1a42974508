import { describe, expect, it } from "vitest";
import { manualTimers } from "../fixture.ts";
import { createEvaluate } from "./evaluate.ts";

const evaluate = createEvaluate({ timers: manualTimers(), random: () => 0.25 });
const value = (template: unknown, variables = {}): Promise<unknown> =>
  evaluate(template, { states: { input: { a: [1] } }, variables });

describe("local/step-functions/evaluate", () => {
  it.each([
    ["$partition([1,2,3,4,5], 2)", [[1, 2], [3, 4], [5]]],
    ["$partition([1], 4)", [[1]]],
    ["$range(0, 10, 4)", [0, 4, 8]],
    ["$range(3, 1, -1)", [3, 2, 1]],
    ["$range(3, 1, 1)", []],
    ["$hash('abc', 'MD5')", "900150983cd24fb0d6963f7d28e17f72"],
    ["$hash('abc', 'SHA-256')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    ["$random()", 0.25],
    ["$random(7) = $random(7) and $random(7) != $random(8)", true],
    ["$parse('{\"a\":[1]}').a", [1]],
    ["$match($uuid(), /^[0-9a-f-]{36}$/).index", 0],
    ["$now()", "2026-11-20T12:00:00.000Z"],
    ["$now('[Y]/[M01]')", "2026/11"],
    ["$millis()", Date.UTC(2026, 10, 20, 12)],
    ["$states.input.a", [1]],
    ["$n * 2", 42],
    ["$map([1,2], function($v) { $v + 1 })", [2, 3]],
  ])("%s", async (source, expected) => {
    expect(await value(`{% ${source} %}`, { n: 21 })).toEqual(expected);
  });

  it("evaluates only strings that are expressions from end to end", async () => {
    expect(await value({ a: "{% 1 %}", b: "x {% 1 %}", c: [null, true] })).toEqual({
      a: 1,
      b: "x {% 1 %}",
      c: [null, true],
    });
  });

  it.each([
    "$eval('1')",
    "$partition([1], 0)",
    "$range(1, 2, 0)",
    "$hash('a', 'CRC')",
    "$parse('{')",
    "$sum",
    "'a' + 1",
    "$nope()",
  ])("%s is a QueryEvaluationError that quotes the expression", async (source) => {
    await expect(value(`{% ${source} %}`)).rejects.toMatchObject({
      error: "States.QueryEvaluationError",
      errorCause: expect.stringContaining(source),
    });
  });
});
