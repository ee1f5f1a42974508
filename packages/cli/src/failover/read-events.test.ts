import type { EventPage } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { recordedPast } from "../../../../test/support/recorded-past.ts";
import { fetchEvents } from "./read-events.ts";

describe("cli/failover/read-events", () => {
  it("asks for page after page from the moment on, and leaves out what no replay is made of", async () => {
    const { events, startMs } = await recordedPast(aConfig(), { minutes: 3, isLost: () => false });
    const other = { type: "paths.plan-updated.v1", subject: "g", time: new Date(startMs).toISOString() };
    const pages: EventPage["events"][] = [
      Array.from({ length: 500 }, (_, i) => ({ key: `k${i}`, event: { ...other } })),
      events.map((event, i) => ({ key: `h${i}`, event: { ...event } })),
    ];
    const asked: string[] = [];
    const counts: number[] = [];
    const get = async (path: string) => {
      asked.push(path);
      return { events: pages[asked.length - 1] ?? [] } as never;
    };

    const found = await fetchEvents({ get }, startMs, (count) => counts.push(count));

    expect(found).toEqual(events);
    expect(asked).toEqual([
      `/v1/events?limit=500&after=${encodeURIComponent("2023-11-14T22|2023-11-14T22:14:00.000Z")}`,
      "/v1/events?limit=500&after=k499",
    ]);
    expect(counts).toEqual([500, 500 + events.length]);
  });
});
