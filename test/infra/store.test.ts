import { describe, expect, it } from "vitest";
import { stacks } from "./harness/stages.ts";

describe.each(stacks())("tables of %s", (stage, stack) => {
  const isKept = stage === "prod";
  const state = stack.get("aws:dynamodb/table:Table", "StateTable");
  const coord = stack.get("aws:dynamodb/table:Table", "CoordTable");

  it("what two Regions must agree on is strongly consistent, with a witness where neither of them is", () => {
    expect(coord.inputs).toMatchObject({
      hashKey: "pk",
      replicas: [{ regionName: "us-west-2", consistencyMode: "STRONG" }],
      globalTableWitness: { regionName: "us-east-2" },
    });
    expect(coord.inputs.replicas).toHaveLength(1);
  });

  it("a strongly consistent table has nothing that such a table cannot have", () => {
    expect(coord.inputs).not.toHaveProperty("ttl");
    expect(coord.inputs).not.toHaveProperty("localSecondaryIndexes");
    expect(coord.inputs).not.toHaveProperty("rangeKey");
  });

  it("the rest is copied to the other Region, and goes when its time is up", () => {
    expect(state.inputs).toMatchObject({
      hashKey: "pk",
      rangeKey: "sk",
      streamEnabled: true,
      ttl: { enabled: true, attributeName: "expiresAtSeconds" },
      replicas: [{ regionName: "us-west-2", consistencyMode: "EVENTUAL" }],
    });
    expect(state.inputs).not.toHaveProperty("globalTableWitness");
  });

  it.each([state, coord])("$name can be taken back to any second, in each Region by itself", ({ inputs }) => {
    expect(inputs.pointInTimeRecovery).toEqual({ enabled: true });
    for (const replica of inputs.replicas) expect(replica.pointInTimeRecovery).toBe(true);
  });

  it.each([state, coord])("$name is not deleted by mistake in production, in no Region", ({ inputs, options }) => {
    expect(inputs.deletionProtectionEnabled).toBe(isKept);
    for (const replica of inputs.replicas) expect(replica.deletionProtectionEnabled).toBe(isKept);
    expect(options.retainOnDelete ?? false).toBe(isKept);
  });

  it("only production outlives its removal", () => {
    expect(stack.app).toMatchObject({ removal: isKept ? "retain" : "remove", protect: isKept });
  });

  it("each bus keeps what crossed it, for as long as somebody may ask", () => {
    const archives = stack.ofType("aws:cloudwatch/eventArchive:EventArchive");

    expect(archives).toHaveLength(2);
    for (const { inputs } of archives) expect(inputs.retentionDays).toBe(isKept ? 90 : 7);
  });
});
