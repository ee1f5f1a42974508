import { describe, expect, it } from "vitest";
import { aBus, anEntry, aRule, put } from "../fixture.ts";

const KB = 1024;
const entryOf = (bytes: number) => anEntry({ text: "x".repeat(bytes) });

describe("local/event-bus/api/put-events", () => {
  it("refuses an entry with its own error and accepts the others", async () => {
    const { bus } = aBus();

    const answer = await put(
      bus,
      anEntry(),
      { ...anEntry(), Source: undefined },
      { ...anEntry(), Detail: "[1]" },
      { ...anEntry(), Detail: "{no json" },
      { ...anEntry(), Source: "aws.ec2" },
    );

    expect(answer).toEqual({
      FailedEntryCount: 4,
      Entries: [
        { EventId: expect.any(String) },
        {
          ErrorCode: "InvalidArgument",
          ErrorMessage: "Parameter Source is not valid. Reason: Source is a required argument.",
        },
        { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed: it must be a JSON object." },
        { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed: it must be a JSON object." },
        { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." },
      ],
    });
    expect(bus.stats().accepted).toBe(1);
  });

  it.each([
    ["no entries", []],
    ["more than ten entries", Array.from({ length: 11 }, () => anEntry())],
    ["more than 1 MB together", [entryOf(600 * KB), entryOf(500 * KB)]],
  ])("refuses %s as a whole", async (_what, entries) => {
    const { bus } = aBus();

    await expect(bus.call("PutEvents", { Entries: entries })).rejects.toMatchObject({ name: "ValidationException" });
    expect(bus.stats().accepted).toBe(0);
  });

  it("takes ten entries of nearly 1 MB together", async () => {
    const { bus } = aBus();

    const answer = await put(bus, ...Array.from({ length: 10 }, () => entryOf(102 * KB)));

    expect(answer).toMatchObject({ FailedEntryCount: 0 });
  });

  it("accepts an event for an unknown bus, drops it and says so in the count and the log", async () => {
    const messages: string[] = [];
    const { bus } = aBus({ log: (_level, message) => messages.push(message) });

    const answer = await put(bus, { ...anEntry(), EventBusName: "nowhere" });

    expect(answer).toMatchObject({ FailedEntryCount: 0 });
    expect(bus.stats()).toMatchObject({ accepted: 1, dropped: 1 });
    expect(messages).toEqual(["event for an unknown bus dropped"]);
  });

  it("keeps the entry's time and resources, and finds the bus by its ARN", async () => {
    const { bus, calls } = aBus();
    await aRule(bus);

    await put(bus, {
      ...anEntry(),
      Time: Date.UTC(2026, 0, 2, 3, 4, 5) / 1000 + 0.25,
      Resources: ["arn:aws:ec2:us-east-1:000000000000:transit-gateway/tgw-1"],
      EventBusName: "arn:aws:events:us-east-1:000000000000:event-bus/default",
    });

    expect(calls[0]?.input).toMatchObject({
      time: "2026-01-02T03:04:05Z",
      resources: ["arn:aws:ec2:us-east-1:000000000000:transit-gateway/tgw-1"],
    });
  });

  it("lists accepted events from a sequence on, and those of a pattern", async () => {
    const { bus } = aBus();
    await put(bus, anEntry({ n: 1 }), { ...anEntry({ n: 2 }), Source: "skylane.cost" }, anEntry({ n: 3 }));

    const all = bus.listEvents({ afterSequence: 1, limit: 10 });
    const cost = bus.listEvents({ afterSequence: 0, limit: 10, pattern: '{"source":["skylane.cost"]}' });

    expect(all.events.map(({ event }) => event.detail)).toEqual([{ n: 2 }, { n: 3 }]);
    expect(cost.events.map(({ event }) => event.detail)).toEqual([{ n: 2 }]);
    expect(cost.lastSequence).toBe(3);
  });

  it("forgets old events that nothing needs any more", async () => {
    const { bus, timers } = aBus({ keepEventsMs: 60_000 });
    await put(bus, anEntry());

    await timers.advance(2 * 3_600_000);

    expect(bus.listEvents({ afterSequence: 0, limit: 10 }).events).toEqual([]);
    expect(bus.stats().accepted).toBe(1);
  });
});
