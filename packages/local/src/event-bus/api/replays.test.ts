import { describe, expect, it } from "vitest";
import type { EventBus } from "../create-event-bus.ts";
import { aBus, anEntry, aRule, put, START_MS, settle } from "../fixture.ts";

const BUS_ARN = "arn:aws:events:us-east-1:000000000000:event-bus/default";
const ARCHIVE_ARN = "arn:aws:events:us-east-1:000000000000:archive/kept";
const archive = (bus: EventBus, more: Readonly<Record<string, unknown>> = {}) =>
  bus.call("CreateArchive", { ArchiveName: "kept", EventSourceArn: BUS_ARN, ...more });
const replay = (bus: EventBus, more: Readonly<Record<string, unknown>> = {}) =>
  bus.call("StartReplay", {
    ReplayName: "again",
    EventSourceArn: ARCHIVE_ARN,
    EventStartTime: START_MS / 1000,
    EventEndTime: START_MS / 1000 + 60,
    Destination: { Arn: BUS_ARN },
    ...more,
  });

describe("local/event-bus/api/replays", () => {
  it("sends the events of a window again, marked with the replay's name, and archives none of them twice", async () => {
    const { bus, calls, timers } = aBus();
    await archive(bus);
    await aRule(bus);
    await put(bus, anEntry({ n: 1 }), anEntry({ n: 2 }));
    await timers.advance(120_000);
    await put(bus, anEntry({ n: 3 }));
    calls.length = 0;

    expect(await replay(bus)).toMatchObject({ State: "STARTING" });
    await settle();

    expect(calls.map(({ input }) => input)).toMatchObject([
      { detail: { n: 1 }, "replay-name": "again" },
      { detail: { n: 2 }, "replay-name": "again" },
    ]);
    expect(await bus.call("DescribeReplay", { ReplayName: "again" })).toMatchObject({
      State: "COMPLETED",
      EventLastReplayedTime: START_MS / 1000,
    });
    expect(await bus.call("DescribeArchive", { ArchiveName: "kept" })).toMatchObject({ EventCount: 3 });
  });

  it("archives only what the archive's pattern takes", async () => {
    const { bus } = aBus();
    await archive(bus, { EventPattern: '{"detail":{"n":[2]}}' });

    await put(bus, anEntry({ n: 1 }), anEntry({ n: 2 }));

    expect(await bus.call("ListArchives", {})).toMatchObject({ Archives: [{ ArchiveName: "kept", EventCount: 1 }] });
  });

  it("replays only to the rules that were named", async () => {
    const { bus, calls } = aBus();
    await archive(bus);
    await put(bus, anEntry());
    await aRule(bus, { Arn: "arn:aws:lambda:us-east-1:000000000000:function:one" }, "one");
    await aRule(bus, { Arn: "arn:aws:lambda:us-east-1:000000000000:function:two" }, "two");
    const FilterArns = ["arn:aws:events:us-east-1:000000000000:rule/two"];

    await replay(bus, { Destination: { Arn: BUS_ARN, FilterArns } });
    await settle();

    expect(calls).toMatchObject([{ arn: "arn:aws:lambda:us-east-1:000000000000:function:two" }]);
    expect(await bus.call("DescribeReplay", { ReplayName: "again" })).toMatchObject({ Destination: { FilterArns } });
  });

  it("forgets archived events after the archive's retention", async () => {
    const { bus, timers } = aBus();
    await archive(bus, { RetentionDays: 1 });
    await put(bus, anEntry());

    await timers.advance(26 * 3_600_000);

    expect(await bus.call("DescribeArchive", { ArchiveName: "kept" })).toMatchObject({ EventCount: 0, SizeBytes: 0 });
  });

  it("refuses a window that ends before it begins, another bus, a used name and an unknown archive", async () => {
    const { bus } = aBus();
    await archive(bus);
    await bus.call("CreateEventBus", { Name: "other" });

    await expect(replay(bus, { EventEndTime: 1 })).rejects.toMatchObject({ name: "ValidationException" });
    await expect(
      replay(bus, { Destination: { Arn: "arn:aws:events:us-east-1:000000000000:event-bus/other" } }),
    ).rejects.toThrow("Cross event bus replay is not permitted");
    await replay(bus);
    await expect(replay(bus)).rejects.toMatchObject({ name: "ResourceAlreadyExistsException" });
    await expect(replay(bus, { EventSourceArn: `${ARCHIVE_ARN}-gone` })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("cancels a running replay and not a finished one", async () => {
    const { bus } = aBus();
    await archive(bus);
    await replay(bus);

    expect(await bus.call("CancelReplay", { ReplayName: "again" })).toMatchObject({ State: "CANCELLING" });
    await settle();

    expect(await bus.call("ListReplays", { State: "CANCELLED" })).toMatchObject({ Replays: [{ ReplayName: "again" }] });
    await expect(bus.call("CancelReplay", { ReplayName: "again" })).rejects.toMatchObject({
      name: "IllegalStatusException",
    });
  });

  it("empties an archive that is deleted", async () => {
    const { bus } = aBus();
    await archive(bus);
    await put(bus, anEntry());

    await bus.call("DeleteArchive", { ArchiveName: "kept" });
    await archive(bus);

    expect(await bus.call("DescribeArchive", { ArchiveName: "kept" })).toMatchObject({ EventCount: 0 });
  });
});
