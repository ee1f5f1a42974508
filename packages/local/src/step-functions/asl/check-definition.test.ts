import { describe, expect, it } from "vitest";
import { durableWorkflow } from "../durability-workflow.ts";
import { lambdaTask, only } from "../fixture.ts";
import { checkDefinition } from "./check-definition.ts";

const problemsOf = (machine: object): readonly string[] => {
  const checked = checkDefinition(JSON.stringify({ QueryLanguage: "JSONata", ...machine }));
  return checked.ok ? [] : checked.problems;
};

describe("local/step-functions/check-definition", () => {
  it("accepts a workflow with every kind of state", () => {
    expect(problemsOf(durableWorkflow)).toEqual([]);
  });

  const task = { ...lambdaTask("f"), End: true };
  const cases: [string, object, string][] = [
    [
      "a StartAt that does not exist",
      { StartAt: "B", States: { A: { Type: "Pass", End: true } } },
      'the state machine: StartAt names "B"',
    ],
    ["a Next that does not exist", only({ Type: "Pass", Next: "Nowhere", End: undefined }), 'state "Only": '],
    [
      "a transition to an unknown state",
      { StartAt: "A", States: { A: { Type: "Pass", Next: "Z" } } },
      'state "A": its transition goes to "Z"',
    ],
    [
      "a Catch to an unknown state",
      { StartAt: "A", States: { A: { ...task, Catch: [{ ErrorEquals: ["States.ALL"], Next: "Z" }] } } },
      'state "A": its transition goes to "Z"',
    ],
    [
      "a state nothing leads to",
      { StartAt: "A", States: { A: { Type: "Succeed" }, B: { Type: "Succeed" } } },
      'state "B": no transition leads to it',
    ],
    [
      "neither Next nor End",
      { StartAt: "A", States: { A: { Type: "Pass" } } },
      'state "A": needs exactly one of Next and End',
    ],
    ["JSONPath fields", only({ Type: "Pass", ResultPath: "$.x" }), 'state "Only": Unrecognized key: "ResultPath"'],
    ["an unknown Type", only({ Type: "Activity" }), 'state "Only", field Type'],
    [
      "another query language",
      { ...only({ Type: "Pass" }), QueryLanguage: "JSONPath" },
      'field QueryLanguage: must be "JSONata"',
    ],
    [
      "a Wait without a time",
      only({ Type: "Wait" }),
      'state "Only": a Wait needs exactly one of Seconds and Timestamp',
    ],
    [
      "an unknown resource",
      only({ Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage" }),
      'state "Only": Resource "arn:aws:states:::sqs:sendMessage" is not supported here',
    ],
    [
      "a heartbeat as long as the timeout",
      only({ ...lambdaTask("f"), TimeoutSeconds: 5, HeartbeatSeconds: 5 }),
      'state "Only": HeartbeatSeconds must be smaller',
    ],
    [
      "States.ALL with company",
      only({ ...lambdaTask("f"), Retry: [{ ErrorEquals: ["States.ALL", "A"] }] }),
      'state "Only": Retry[0]: States.ALL must stand alone',
    ],
    [
      "States.ALL before others",
      only({ ...lambdaTask("f"), Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["A"] }] }),
      "in the last entry",
    ],
    [
      "broken JSONata",
      only({ Type: "Pass", Output: { a: ["{% 1 + %}"] } }),
      'state "Only": the expression {% 1 + %} is not valid JSONata',
    ],
    ["an assignment to $states", only({ Type: "Pass", Assign: { states: 1 } }), "reserved variable $states"],
    [
      "a distributed Map",
      only({ Type: "Map", ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED" }, ...only({ Type: "Pass" }) } }),
      'state "Only", field ItemProcessor.ProcessorConfig.Mode',
    ],
    [
      "a mistake inside a branch",
      only({ Type: "Parallel", Branches: [{ StartAt: "In", States: { In: { Type: "Pass", Next: "Z" } } }] }),
      'state "In": its transition goes to "Z"',
    ],
    [
      "a wrong field inside a branch",
      only({
        Type: "Parallel",
        Branches: [{ StartAt: "In", States: { In: { Type: "Wait", Seconds: -1, End: true } } }],
      }),
      'state "In", field Seconds',
    ],
  ];
  it.each(cases)("refuses %s", (_, machine, message) => {
    expect(problemsOf(machine).join("\n")).toContain(message);
  });

  it("refuses what is not JSON, and a definition that leaves out its query language", () => {
    expect(checkDefinition("{")).toMatchObject({ ok: false, problems: [expect.stringContaining("not JSON")] });
    expect(checkDefinition(JSON.stringify(only({ Type: "Pass" })))).toMatchObject({ ok: false });
  });
});
