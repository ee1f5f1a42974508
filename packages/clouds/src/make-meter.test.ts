import type { LinkSighting } from "@skylane/core";
import { METER_SLOT_MS } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aSighting } from "../../../test/support/sightings.ts";
import { aLink, places } from "../../../test/support/topologies.ts";
import type { CountBytes, CountRequest, Metering } from "./_shared/metering/metering.ts";
import { makeMeter } from "./make-meter.ts";

const { aws, azure } = places;
const FROM = Date.UTC(2026, 10, 20, 8);
const WINDOW = { fromMs: FROM, toMs: FROM + 4 * METER_SLOT_MS };
const NOW = WINDOW.toMs + 7 * METER_SLOT_MS;
const link = (id: string, at: string, more: Partial<LinkSighting> = {}): LinkSighting =>
  aSighting({ key: `${at.split("/")[0]}/${id}`, at, kind: "vpn", ...more });
const connection = aLink({ id: "v", from: aws, to: azure, sightings: [link("vpn-1", aws[0]), link("c", azure[0])] });
const metering = (cloud: Metering["cloud"], count: CountBytes): Metering => ({
  cloud,
  counts: () => true,
  load: async () => () => count,
});
/** Every slot of every end, ten bytes each. */
const whole: CountBytes = async ({ ends, fromMs, toMs }: CountRequest) => ({
  spans: ends.flatMap((end) =>
    Array.from({ length: (toMs - fromMs) / METER_SLOT_MS }, (_, i) => ({
      end,
      startMs: fromMs + i * METER_SLOT_MS,
      endMs: fromMs + (i + 1) * METER_SLOT_MS,
      bytes: 10,
    })),
  ),
  gaps: [],
});
const read = (meterings: readonly Metering[], nowMs = NOW) =>
  makeMeter(
    { routerGatewayUrl: undefined },
    { topology: { connections: [connection] }, accounts: {}, concurrency: 2, nowMs: () => nowMs },
    meterings,
  ).read(WINDOW);

describe("clouds/make-meter", () => {
  it("counts each direction by its sender", async () => {
    const { slots, gaps } = await read([metering("aws", whole), metering("azure", whole)]);

    expect(gaps).toEqual([]);
    expect(slots).toHaveLength(8);
    expect(slots[0]).toEqual({
      startMs: FROM,
      connectionId: "v",
      fromKey: "aws/tgw",
      toKey: "azure/gw",
      bytes: 10,
      coverageRatio: 1,
    });
  });

  it("leaves the others as they are when a cloud's adapter breaks or cannot be loaded", async () => {
    const broken = metering("azure", async () => {
      throw new Error("half an\nanswer");
    });
    const { slots, gaps } = await read([metering("aws", whole), broken]);

    expect(new Set(slots.map(({ fromKey }) => fromKey))).toEqual(new Set(["aws/tgw"]));
    // the cloud is told of once, not also for each counter it lacks
    expect(gaps).toEqual([
      "azure: count bytes: half an answer; report this with the log: the adapter for azure met something it does not understand",
    ]);
    const unloaded: Metering = { ...broken, load: () => Promise.reject(new Error("no such module")) };
    expect((await read([metering("aws", whole), unloaded])).gaps[0]).toContain("no such module");
  });

  it("says which counters have no points an hour after their time, and says nothing of younger ones", async () => {
    const late: CountBytes = async (request) => {
      const { spans, gaps } = await whole(request);
      return { spans: spans.filter(({ startMs }) => startMs !== FROM + METER_SLOT_MS), gaps };
    };
    const { slots, gaps } = await read([metering("aws", whole), metering("azure", late)]);

    expect(slots).toHaveLength(7);
    expect(gaps).toEqual([
      expect.stringMatching(/^azure: no or not all points of 1 counters: v out \(1 of 4 slots\); .*six hours/),
    ]);
    expect((await read([metering("aws", whole), metering("azure", late)], WINDOW.toMs)).gaps).toEqual([]);
  });
});
