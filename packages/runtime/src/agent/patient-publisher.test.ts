import type { Clock, EventDraft } from "@skylane/core";
import { coreError } from "@skylane/core";
import { describe, expect, it, vi } from "vitest";
import { testClock } from "../../../../test/support/test-clock.ts";
import { patientPublisher } from "./patient-publisher.ts";

const change = (subject: string, epoch: number): EventDraft =>
  ({ type: "health.path-state-changed.v1", subject, epoch, seq: 0, data: {} }) as unknown as EventDraft;
const snapshot = (epoch: number): EventDraft =>
  ({ type: "health.snapshot-taken.v1", subject: "v1", epoch, seq: 0, data: {} }) as unknown as EventDraft;
const nameOf = ({ type, subject, epoch }: EventDraft): string => `${type.split(".")[1]} ${subject} ${epoch}`;

/** A hub that is away until `come`, and a clock on which the pauses are seen. */
const start = (random = 0) => {
  const hub = { isAway: false, isBroken: (_: EventDraft): boolean => false, got: [] as string[], batches: 0 };
  const pauses: number[] = [];
  const said: string[] = [];
  const steady = testClock();
  const awake: (() => void)[] = [];
  const clock: Clock = {
    ...steady,
    sleepUntil: (ms, signal) => {
      pauses.push(ms - steady.monotonicMs());
      return new Promise((resolve, reject) => {
        awake.push(resolve);
        signal?.addEventListener("abort", () => reject(signal.reason));
        if (signal?.aborted) reject(signal.reason);
      });
    },
  };
  const say = (text: string) => void said.push(text);
  const publisher = patientPublisher({
    clock,
    random: () => random,
    log: { debug: say, info: say, warn: say, error: say },
    publisher: {
      async publish(drafts) {
        hub.batches += 1;
        if (hub.isAway) throw coreError("ERR_BUS_UNAVAILABLE", "away");
        if (drafts.some(hub.isBroken)) throw coreError("ERR_EVENT_INVALID", "broken");
        hub.got.push(...drafts.map(nameOf));
      },
    },
  });
  const tick = async () => {
    for (const wake of awake.splice(0)) wake();
    await vi.waitFor(() => undefined);
    for (let i = 0; i < 20; i += 1) await Promise.resolve();
  };
  return { publisher, hub, pauses, said, tick };
};

describe("runtime/agent/patient-publisher", () => {
  it("delivers what it is given", async () => {
    const { publisher, hub, tick } = start();

    await publisher.publish([change("dx", 1)]);
    await tick();

    expect(hub.got).toEqual(["path-state-changed dx 1"]);
  });

  it("takes events at once while the hub is away, and delivers the newest of each when it is back, changes first", async () => {
    const { publisher, hub, tick, said } = start();
    hub.isAway = true;

    await publisher.publish([snapshot(60)]);
    await tick();
    await publisher.publish([change("dx", 1)]);
    await publisher.publish([change("vpn", 1)]);
    await publisher.publish([change("dx", 2)]);
    await publisher.publish([snapshot(120)]);
    hub.isAway = false;
    await tick();

    expect(hub.got).toEqual(["path-state-changed vpn 1", "path-state-changed dx 2", "snapshot-taken v1 120"]);
    expect(said).toEqual(["hub does not answer; probing goes on", "hub is back"]);
  });

  it("never holds more than one change a path and one snapshot a vantage", async () => {
    const { publisher, hub, tick } = start();
    hub.isAway = true;

    for (let epoch = 0; epoch < 1_000; epoch += 1) await publisher.publish([change("dx", epoch), snapshot(epoch)]);
    await tick();

    expect(await publisher.close(0)).toBe(2);
  });

  it("tries again after pauses that double up to 15 s", async () => {
    const { publisher, hub, pauses, tick } = start();
    hub.isAway = true;

    await publisher.publish([change("dx", 1)]);
    for (let i = 0; i < 8; i += 1) await tick();

    expect(pauses.slice(0, 7)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  });

  it("shortens its pauses by chance, by half at most", async () => {
    const { publisher, hub, pauses, tick } = start(1);
    hub.isAway = true;

    await publisher.publish([change("dx", 1)]);
    await tick();

    expect(pauses[0]).toBe(250);
  });

  it("keeps a change that comes while the one before it is under way", async () => {
    const { publisher, hub, tick } = start();

    const first = publisher.publish([change("dx", 1)]);
    await Promise.all([first, publisher.publish([change("dx", 2)])]);
    await tick();

    expect(hub.got.at(-1)).toBe("path-state-changed dx 2");
  });

  it("drops what is not valid, and nothing that stands beside it", async () => {
    const { publisher, hub, tick, said } = start();
    hub.isBroken = ({ subject }) => subject === "bad";

    await publisher.publish([change("dx", 1), change("bad", 1), change("vpn", 1)]);
    await tick();

    expect(hub.got).toEqual(["path-state-changed dx 1", "path-state-changed vpn 1"]);
    expect(said).toEqual(["event is not valid and was dropped"]);
  });

  it("tries once more when it is closed, without waiting for its pause, and takes nothing after it", async () => {
    const { publisher, hub, tick } = start();
    hub.isAway = true;
    await publisher.publish([change("dx", 1)]);
    await tick();
    hub.isAway = false;

    expect(await publisher.close(5_000)).toBe(0);
    await publisher.publish([change("dx", 2)]);
    await tick();

    expect(hub.got).toEqual(["path-state-changed dx 1"]);
  });

  it("says how many it could not deliver", async () => {
    const { publisher, hub, tick } = start();
    hub.isAway = true;
    await publisher.publish([change("dx", 1), change("vpn", 1), snapshot(1)]);
    await tick();

    expect(await publisher.close(5_000)).toBe(3);
  });
});
