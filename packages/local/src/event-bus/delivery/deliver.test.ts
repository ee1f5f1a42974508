import { describe, expect, it } from "vitest";
import { aBus, anEntry, aRule, type Call, put, settle, TARGET_ARN } from "../fixture.ts";
import { PermanentTargetError } from "./target-invoker.ts";

const RETRY_POLICY = { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 60 };

describe("local/event-bus/delivery/deliver", () => {
  it("delivers an event to each target of each matching rule, in EventBridge's envelope", async () => {
    const { bus, calls } = aBus();
    await aRule(bus);

    const answer = await put(bus, anEntry({ pathId: "p1" }));

    const { Entries } = answer as { Entries: { EventId: string }[] };
    expect(calls).toEqual([
      {
        arn: TARGET_ARN,
        input: {
          version: "0",
          id: Entries[0]?.EventId,
          "detail-type": "health.path-state-changed.v1",
          source: "skylane.health",
          account: "000000000000",
          time: "2026-11-20T22:00:00Z",
          region: "us-east-1",
          resources: [],
          detail: { pathId: "p1" },
        },
      },
    ]);
    expect(bus.stats()).toEqual({ accepted: 1, delivered: 1, pending: 0, deadLettered: 0, dropped: 0 });
  });

  it("tries a failed delivery again after pauses that double, until it succeeds", async () => {
    const seenAtMs: number[] = [];
    const { bus, timers, calls } = aBus({
      answer: () => {
        seenAtMs.push(timers.nowMs());
        if (calls.length < 4) throw new Error("not yet");
      },
    });
    await aRule(bus);

    await put(bus, anEntry());
    await timers.advance(10_000);

    const pausesMs = seenAtMs.slice(1).map((atMs, i) => atMs - (seenAtMs[i] ?? 0));
    expect(pausesMs).toEqual([200, 400, 800]);
    expect(bus.stats()).toMatchObject({ delivered: 1, pending: 0, deadLettered: 0 });
  });

  it("keeps an event as a dead letter with the reason after the last try", async () => {
    const { bus, timers, calls } = aBus({ answer: () => Promise.reject(new Error("down")) });
    await aRule(bus, { RetryPolicy: RETRY_POLICY });

    await put(bus, anEntry({ pathId: "p9" }));
    await timers.advance(30_000);

    expect(calls).toHaveLength(4);
    expect(bus.deadLetters()).toMatchObject([
      {
        targetArn: TARGET_ARN,
        attempts: 4,
        reason: "all tries failed: Error: down",
        event: { detail: { pathId: "p9" } },
      },
    ]);
    expect(bus.stats()).toMatchObject({ delivered: 0, pending: 0, deadLettered: 1 });
  });

  it("gives up when the next try would come after the event's maximum age", async () => {
    const { bus, timers } = aBus({ answer: () => Promise.reject(new Error("down")) });
    await aRule(bus, { RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 60 } });

    await put(bus, anEntry());
    await timers.advance(59_000);

    expect(bus.deadLetters()).toMatchObject([{ reason: "too old to try again: Error: down" }]);
  });

  it("does not try again what can never succeed", async () => {
    const { bus, calls } = aBus({ answer: () => Promise.reject(new PermanentTargetError("no such function")) });
    await aRule(bus);

    await put(bus, anEntry());

    expect(calls).toHaveLength(1);
    expect(bus.deadLetters()).toMatchObject([{ attempts: 1, reason: "PermanentTargetError: no such function" }]);
  });

  it("delivers a dead letter again when it is redriven", async () => {
    let isDown = true;
    const { bus, calls } = aBus({
      answer: () => {
        if (isDown) throw new PermanentTargetError("not deployed yet");
      },
    });
    await aRule(bus);
    await put(bus, anEntry());
    const [letter] = bus.deadLetters();

    isDown = false;
    await bus.redrive(letter?.id ?? 0);
    await settle();

    expect(calls).toHaveLength(2);
    expect(bus.deadLetters()).toEqual([]);
    expect(bus.stats()).toMatchObject({ delivered: 1, deadLettered: 0 });
    await expect(bus.redrive(99)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("calls one target no more often at a time than it is allowed, and then goes on in order", async () => {
    const open: (() => void)[] = [];
    const { bus, calls } = aBus({
      concurrencyPerTarget: 2,
      answer: () => new Promise<void>((done) => void open.push(done)),
    });
    await aRule(bus);

    await put(bus, anEntry({ n: 1 }), anEntry({ n: 2 }), anEntry({ n: 3 }), anEntry({ n: 4 }));
    const atFirst = numbersIn(calls);
    open[1]?.();
    await settle();

    expect(atFirst).toEqual([1, 2]);
    expect(numbersIn(calls)).toEqual([1, 2, 3]);
  });

  it("does not let one target that hangs hold up the others", async () => {
    const other = "arn:aws:lambda:us-east-1:000000000000:function:alert";
    const { bus, calls } = aBus({
      concurrencyPerTarget: 1,
      answer: ({ arn }) => (arn === other ? undefined : new Promise<void>(() => undefined)),
    });
    await aRule(bus);
    await aRule(bus, { Arn: other }, "alerts");

    await put(bus, anEntry({ n: 1 }), anEntry({ n: 2 }));

    expect(calls.filter(({ arn }) => arn === other)).toHaveLength(2);
    expect(bus.stats()).toMatchObject({ delivered: 2, pending: 2 });
  });

  it("buries what was on its way to a target that was removed meanwhile", async () => {
    const { bus, timers } = aBus({ answer: () => Promise.reject(new Error("busy")) });
    await aRule(bus);
    await put(bus, anEntry());

    await bus.call("RemoveTargets", { Rule: "health", Ids: ["t1"] });
    await timers.advance(1_000);

    expect(bus.deadLetters()).toMatchObject([{ reason: "the target was removed from its rule", attempts: 1 }]);
  });

  it("forwards an event to another bus, once", async () => {
    const { bus, calls } = aBus();
    await bus.call("CreateEventBus", { Name: "copy" });
    await bus.call("CreateEventBus", { Name: "third" });
    await aRule(bus, { Arn: "arn:aws:events:us-east-1:000000000000:event-bus/copy" });
    const rule = { Name: "all", EventBusName: "copy", EventPattern: '{"source":[{"prefix":""}]}' };
    await bus.call("PutRule", rule);
    await bus.call("PutTargets", {
      Rule: "all",
      EventBusName: "copy",
      Targets: [
        { Id: "fn", Arn: TARGET_ARN },
        { Id: "on", Arn: "arn:aws:events:us-east-1:000000000000:event-bus/third" },
      ],
    });

    await put(bus, anEntry({ pathId: "p1" }));

    expect(calls).toMatchObject([{ arn: TARGET_ARN, input: { detail: { pathId: "p1" } } }]);
    expect(bus.deadLetters()).toMatchObject([{ targetId: "on", attempts: 1 }]);
  });
});

const numbersIn = (calls: readonly Call[]): unknown[] =>
  calls.map(({ input }) => (input as { detail: { n: number } }).detail.n);
