import { describe, expect, it } from "vitest";
import { DeploymentName, deploymentNames } from "./deployment-names.ts";
import { functions } from "./manifest.ts";

describe("core/deployment/deployment-names", () => {
  it("two deployments in one account share no name", () => {
    const [one, other] = ["skylane", "skylane-dev"].map((name) => {
      const { bus, stateTable, coordTable, functionOf, workflowOf } = deploymentNames(name);
      return [bus, stateTable, coordTable, functionOf("list-flows"), workflowOf("failover")];
    });

    expect(one).toEqual(["skylane", "skylane-state", "skylane-coord", "skylane-list-flows", "skylane-failover"]);
    expect(other?.filter((name) => one?.includes(name))).toEqual([]);
  });

  it.each(["", "Skylane", "-x", "x-", "a--b", "a_b", "a.b", "a".repeat(33)])("%j is no name", (name) => {
    expect(DeploymentName.safeParse(name).success).toBe(false);
  });

  it("the longest name of a function fits into Lambda's 64 characters", () => {
    const longest = deploymentNames("a".repeat(32));

    for (const name of Object.keys(functions) as (keyof typeof functions)[])
      expect(longest.functionOf(name).length).toBeLessThanOrEqual(64);
  });
});
