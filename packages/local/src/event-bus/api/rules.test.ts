import { describe, expect, it } from "vitest";
import { aBus, anEntry, aRule, put, TARGET_ARN } from "../fixture.ts";

describe("local/event-bus/api/rules", () => {
  it("makes, describes, lists and deletes buses", async () => {
    const { bus } = aBus();
    await bus.call("CreateEventBus", { Name: "skylane", Description: "the central bus" });

    expect(await bus.call("DescribeEventBus", { Name: "skylane" })).toMatchObject({
      Arn: "arn:aws:events:us-east-1:000000000000:event-bus/skylane",
      Description: "the central bus",
    });
    expect(await bus.call("ListEventBuses", {})).toMatchObject({
      EventBuses: [{ Name: "default" }, { Name: "skylane" }],
    });
    await expect(bus.call("CreateEventBus", { Name: "skylane" })).rejects.toMatchObject({
      name: "ResourceAlreadyExistsException",
    });
    await bus.call("DeleteEventBus", { Name: "skylane" });
    await expect(bus.call("DescribeEventBus", { Name: "skylane" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    await expect(bus.call("DeleteEventBus", { Name: "default" })).rejects.toMatchObject({
      name: "ValidationException",
    });
  });

  it("describes a rule and its targets as they were put", async () => {
    const { bus } = aBus();
    await aRule(bus);

    expect(await bus.call("DescribeRule", { Name: "health" })).toEqual({
      Name: "health",
      Arn: "arn:aws:events:us-east-1:000000000000:rule/health",
      EventPattern: '{"source":["skylane.health"]}',
      State: "ENABLED",
      EventBusName: "default",
      CreatedBy: "000000000000",
    });
    expect(await bus.call("ListTargetsByRule", { Rule: "health" })).toMatchObject({
      Targets: [{ Id: "t1", Arn: TARGET_ARN, RetryPolicy: { MaximumRetryAttempts: 185 } }],
    });
  });

  it("pages through rules", async () => {
    const { bus } = aBus();
    for (const name of ["a", "b", "c"]) await aRule(bus, {}, name);

    const first = (await bus.call("ListRules", { Limit: 2 })) as { Rules: unknown[]; NextToken: string };
    const second = await bus.call("ListRules", { Limit: 2, NextToken: first.NextToken });

    expect(first.Rules).toMatchObject([{ Name: "a" }, { Name: "b" }]);
    expect(second).toEqual({ Rules: [expect.objectContaining({ Name: "c" })] });
  });

  it.each([
    ["an unknown operator", '{"source":[{"like":"x"}]}'],
    ["text that is no JSON", "{source"],
    ["a value outside a list", '{"source":"x"}'],
  ])("refuses a pattern with %s", async (_what, EventPattern) => {
    const { bus } = aBus();

    await expect(bus.call("PutRule", { Name: "bad", EventPattern })).rejects.toMatchObject({
      name: "InvalidEventPatternException",
    });
  });

  it("matches nothing with a disabled rule and everything again once it is enabled", async () => {
    const { bus, calls } = aBus();
    await aRule(bus);

    await bus.call("DisableRule", { Name: "health" });
    await put(bus, anEntry({ n: 1 }));
    await bus.call("EnableRule", { Name: "health" });
    await put(bus, anEntry({ n: 2 }));

    expect(calls).toMatchObject([{ input: { detail: { n: 2 } } }]);
  });

  it("does not delete a rule that has targets", async () => {
    const { bus } = aBus();
    await aRule(bus);

    await expect(bus.call("DeleteRule", { Name: "health" })).rejects.toMatchObject({
      message: "Rule can't be deleted since it has targets.",
    });
    await bus.call("RemoveTargets", { Rule: "health", Ids: ["t1"] });
    await bus.call("DeleteRule", { Name: "health" });
    await expect(bus.call("DescribeRule", { Name: "health" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("takes five targets a rule and not a sixth", async () => {
    const { bus } = aBus();
    await aRule(bus);
    const targets = (ids: readonly string[]) => ids.map((Id) => ({ Id, Arn: TARGET_ARN }));

    await bus.call("PutTargets", { Rule: "health", Targets: targets(["t2", "t3", "t4", "t5"]) });

    await expect(bus.call("PutTargets", { Rule: "health", Targets: targets(["t6"]) })).rejects.toMatchObject({
      name: "LimitExceededException",
    });
  });

  it.each([
    ["too many retries", { RetryPolicy: { MaximumRetryAttempts: 186 } }, "MaximumRetryAttempts"],
    ["too short an age", { RetryPolicy: { MaximumEventAgeInSeconds: 59 } }, "MaximumEventAgeInSeconds"],
    ["two kinds of input", { Input: "{}", InputPath: "$.detail" }, "only one of"],
    ["an input that is no JSON", { Input: "{" }, "valid JSON"],
    ["a wrong path", { InputPath: "detail" }, "JSON path"],
  ])("refuses a target with %s", async (_what, target, words) => {
    const { bus } = aBus();

    await expect(aRule(bus, target)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(words),
    });
  });

  it("tests a pattern against an event", async () => {
    const { bus } = aBus();
    const test = (source: string) =>
      bus.call("TestEventPattern", { EventPattern: '{"source":["a"]}', Event: JSON.stringify({ source }) });

    expect([await test("a"), await test("b")]).toEqual([{ Result: true }, { Result: false }]);
  });

  it("names what it has when an operation is unknown", async () => {
    await expect(aBus().bus.call("CreateConnection", {})).rejects.toMatchObject({ name: "UnknownOperationException" });
  });
});
