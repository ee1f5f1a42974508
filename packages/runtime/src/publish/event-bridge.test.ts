import { type EventDraft, eventSchema } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { testClock } from "../../../../test/support/test-clock.ts";
import { eventBridgePublisher } from "./event-bridge.ts";
import type { PutEvents } from "./put-events.ts";

const draft = (type: "health.path-state-changed.v1" | "regions.region-taken.v1"): EventDraft =>
  (type === "regions.region-taken.v1"
    ? { type, subject: "us-west-2", epoch: 2, seq: 0, data: { regionId: "us-west-2", epoch: 2 } }
    : {
        type,
        subject: "dx",
        epoch: 3,
        seq: 0,
        data: { pathId: "dx", vantageId: "v1", from: "up", to: "down", because: "", sinceMs: 1, epoch: 3 },
      }) as EventDraft;

/** A bus that keeps what it takes, or takes nothing. */
function aBus(isDead = false) {
  const taken: { readonly type: string | undefined; readonly id: string }[] = [];
  const putEvents: PutEvents = async (entries) => {
    if (isDead) throw new Error("no route to the Region");
    for (const { DetailType, Detail } of entries)
      taken.push({ type: DetailType, id: (JSON.parse(Detail ?? "{}") as { id: string }).id });
    return { FailedEntryCount: 0 };
  };
  return { taken, putEvents };
}
const warnings: string[] = [];
const log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message: string) => void warnings.push(message),
  error: () => undefined,
};
const publisherOf = (own: ReturnType<typeof aBus>, other: ReturnType<typeof aBus>) =>
  eventBridgePublisher({
    bus: "skylane",
    clock: testClock(),
    ids: { next: () => "1", traceparent: () => `00-${"1".repeat(32)}-${"2".repeat(16)}-01` },
    schemaOf: eventSchema,
    putEvents: own.putEvents,
    otherRegion: { putEvents: other.putEvents, log },
  });

describe("runtime/publish/event-bridge, with two Regions", () => {
  it("tells both Regions what is seen of a path under one id, and everything else to its own only", async () => {
    const [own, other] = [aBus(), aBus()];

    await publisherOf(own, other).publish([draft("health.path-state-changed.v1"), draft("regions.region-taken.v1")]);

    expect(own.taken.map(({ type }) => type)).toEqual(["health.path-state-changed.v1", "regions.region-taken.v1"]);
    expect(other.taken).toEqual([own.taken[0]]);
  });

  it("is content with the one that lives, and says that the other was not told", async () => {
    const [own, other] = [aBus(), aBus(true)];
    await publisherOf(own, other).publish([draft("health.path-state-changed.v1")]);
    const [deadOwn, alive] = [aBus(true), aBus()];
    await publisherOf(deadOwn, alive).publish([draft("health.path-state-changed.v1")]);

    expect([own.taken.length, alive.taken.length]).toEqual([1, 1]);
    expect(warnings).toEqual(["the other Region was not told"]);
  });

  it("fails where what only its own bus may have was not taken, or nobody took anything", async () => {
    await expect(
      publisherOf(aBus(true), aBus()).publish([
        draft("health.path-state-changed.v1"),
        draft("regions.region-taken.v1"),
      ]),
    ).rejects.toMatchObject({ code: "ERR_BUS_UNAVAILABLE" });
    await expect(
      publisherOf(aBus(true), aBus(true)).publish([draft("health.path-state-changed.v1")]),
    ).rejects.toMatchObject({ code: "ERR_BUS_UNAVAILABLE" });
  });
});
