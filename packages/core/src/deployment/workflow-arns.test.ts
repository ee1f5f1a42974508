import { describe, expect, it } from "vitest";
import { functionsOfWorkflow, withArns } from "./workflow-arns.ts";

describe("core/deployment/workflow-arns", () => {
  it("puts a function's ARN wherever the definition asks for it, and nothing elsewhere", () => {
    const asl = `{"a":"\${CheckGuardsArn}","b":"\${ReadBackArn}","c":"\${CheckGuardsArn}","d":"\${NobodyArn}"}`;

    expect(functionsOfWorkflow(asl)).toEqual(["check-guards", "read-back"]);
    expect(withArns(asl, (name) => `arn:${name}`)).toBe(
      `{"a":"arn:check-guards","b":"arn:read-back","c":"arn:check-guards","d":"\${NobodyArn}"}`,
    );
  });

  it("tells a function from one whose name begins the same", () => {
    expect(functionsOfWorkflow(`"\${CheckDrillEndArn}"`)).toEqual(["check-drill-end"]);
  });
});
