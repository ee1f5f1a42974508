import { describe, expect, it } from "vitest";
import { AwsError } from "../../edge/aws-service.ts";
import { silentLog } from "../../edge/log.ts";
import { createLambdaHost } from "../../lambda/create-lambda-host.ts";
import { aBus, anEntry, aRule, manualTimers, put } from "../fixture.ts";
import { awsTargets } from "./aws-targets.ts";

const MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:failover";

describe("local/event-bus/delivery/aws-targets", () => {
  const withTargets = (startExecution: (arn: string, input: unknown) => Promise<unknown>) => {
    const events: unknown[] = [];
    const lambda = createLambdaHost({
      functions: {
        "consider-failover": { load: async () => async (event) => void events.push(event), timeoutMs: 1_000 },
        broken: { load: async () => () => Promise.reject(new RangeError("bad sum")), timeoutMs: 1_000 },
      },
      timers: manualTimers(),
      log: silentLog,
    });
    return { ...aBus({ targets: awsTargets({ lambda, startExecution }) }), events };
  };

  it("calls a function and starts a state machine with the event", async () => {
    const started: unknown[] = [];
    const { bus, events } = withTargets(async (arn, input) => started.push([arn, input]));
    await aRule(bus);
    await aRule(bus, { Arn: MACHINE }, "machine");

    await put(bus, anEntry({ pathId: "p1" }));

    expect(events).toMatchObject([{ detail: { pathId: "p1" } }]);
    expect(started).toMatchObject([[MACHINE, { detail: { pathId: "p1" } }]]);
  });

  it("buries at once what has no target, and retries what failed", async () => {
    const { bus } = withTargets(() => Promise.reject(new AwsError("StateMachineDoesNotExist", "gone")));
    await aRule(bus, { Arn: MACHINE }, "machine");
    await aRule(bus, { Arn: "arn:aws:lambda:us-east-1:000000000000:function:nowhere" }, "function");
    await aRule(bus, { Arn: "arn:aws:sqs:us-east-1:000000000000:queue" }, "queue");
    const RetryPolicy = { MaximumRetryAttempts: 0 };
    await aRule(bus, { Arn: "arn:aws:lambda:us-east-1:000000000000:function:broken", RetryPolicy }, "broken");

    await put(bus, anEntry());

    const reasons = bus.deadLetters().map(({ rule, reason }) => `${rule}: ${reason}`);
    expect(reasons.sort()).toEqual([
      "broken: all tries failed: RangeError: bad sum",
      "function: Lambda.ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:000000000000:function:nowhere",
      "machine: StateMachineDoesNotExist: gone",
      "queue: PermanentTargetError: arn:aws:sqs:us-east-1:000000000000:queue is no function, state machine or bus: nothing else can be a target here",
    ]);
  });
});
