import { deploymentNames } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { judgeWorkflow } from "./workflows.ts";

const HOLE = `\${CheckGuardsArn}`;
const asl = `{"StartAt":"Guards","States":{"Guards":{"Type":"Task","Resource":"${HOLE}","End":true}}}`;
const arn = "arn:aws:lambda:us-east-1:111122223333:function:skylane-check-guards";
const filled = asl.replace(HOLE, arn);
const machine = (definition: string, status = "ACTIVE") => ({ name: "skylane-failover", status, definition });
const judge = (found?: ReturnType<typeof machine>) =>
  judgeWorkflow("skylane-failover", asl, found, deploymentNames("skylane"));

describe("cli/doctor/checks/workflows", () => {
  it.each([
    ["the same steps", filled],
    ["a version of a function", asl.replace(HOLE, `${arn}:$LATEST`)],
    ["other white space and order", JSON.stringify(JSON.parse(filled), undefined, 2)],
  ])("takes %s for the same", (_, definition) => {
    expect(judge(machine(definition))).toEqual([]);
  });

  it("fails when it is missing or on its way out, and warns of other steps", () => {
    expect(judge()).toMatchObject([{ outcome: "failed", seen: expect.stringContaining("no failover can be done") }]);
    expect(judge(machine(asl, "DELETING"))).toMatchObject([{ outcome: "failed" }]);
    expect(judge(machine(asl.replace("Guards", "Leap")))).toMatchObject([{ outcome: "warning" }]);
  });
});
