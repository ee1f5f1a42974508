import type { CostMeter, Overview } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aLink, aTopology, places } from "../../../../../test/support/topologies.ts";
import { readLayer } from "./layers.ts";
import { readingOf, stepOf } from "./scale.ts";

const DAY_MS = 86_400_000;
const link = (id: string, more: Omit<Partial<Parameters<typeof aLink>[0]>, "id" | "from" | "to"> = {}) =>
  aLink({ id, from: places.aws, to: places.dc, ...more });
const meter = (...links: readonly Partial<CostMeter["links"][number]>[]) =>
  ({ fromMs: 0, toMs: DAY_MS, links: links.map((one) => ({ coverageRatio: 1, bytes: 0, ...one })) }) as CostMeter;
/** Bytes of a day at so many Mbps. */
const dayAt = (mbps: number): number => (mbps * 1e6 * 86_400) / 8;

describe("dashboard/explore/layers", () => {
  it("takes what was metered for traffic, and stretches a day that was counted in part", () => {
    const topology = aTopology([link("a", { bandwidthMbps: 1_000 }), link("b", { bandwidthMbps: 1_000 })]);

    const { values } = readLayer("traffic", {
      topology,
      meter: meter(
        { connectionId: "a", bytes: dayAt(620) },
        { connectionId: "b", bytes: dayAt(100), coverageRatio: 0.25 },
      ),
    });

    expect(values.get("a")?.value).toBeCloseTo(0.62);
    expect(values.get("a")?.says).toBe("62 % of 1 Gbps, the mean of the last day");
    expect(values.get("b")?.value).toBeCloseTo(0.4);
  });

  it("falls back on thirty days, and knows nothing of a link without a capacity or without a count", () => {
    const topology = aTopology([
      link("a", { bandwidthMbps: 100, bytes30d: 30 * dayAt(5) }),
      link("b", { bytes30d: 1e12 }),
      link("c", { bandwidthMbps: 100 }),
    ]);

    const { values } = readLayer("traffic", {
      topology,
      meter: meter({ connectionId: "a", bytes: 1, coverageRatio: 0 }),
    });

    expect(values.get("a")?.says).toBe("5 % of 100 Mbps, the mean of 30 days");
    expect([...values.keys()]).toEqual(["a"]);
  });

  it("adds data to the fee, and says which part is not known instead of taking it for nothing", () => {
    const topology = aTopology([link("a", { monthlyUsd: 1_620 }), link("b"), link("c", { monthlyUsd: 36 }), link("d")]);

    const { values } = readLayer("cost", {
      topology,
      meter: meter({ connectionId: "a", usd: 2 }, { connectionId: "b", usd: 1 }, { connectionId: "d" }),
    });

    expect(values.get("a")).toEqual({
      value: 1_680,
      says: "$1,680 ($1,620 fee, $60 data at the rate of the last day)",
    });
    expect(values.get("b")?.says).toBe("$30 (fee not known, $30 data at the rate of the last day)");
    expect(values.get("c")?.says).toBe("$36 ($36 fee, data not metered)");
    expect(values.has("d")).toBe(false);
  });

  it("shows the slowest of those who probe a link, and nothing where nobody does or in the past", () => {
    const topology = aTopology([link("a"), link("b")]);
    const overview = {
      paths: [{ connectionId: "a", rttP50Ms: 12 }, { connectionId: "a", rttP50Ms: 31.25 }, { connectionId: "b" }],
    } as unknown as Overview;

    expect([...readLayer("latency", { topology, overview }).values]).toEqual([
      ["a", { value: 31.25, says: "31.3 ms" }],
    ]);
    expect(readLayer("latency", { topology }).values.size).toBe(0);
  });

  it("reads a line of several links: costs together, traffic by the fullest, and how many are not known", () => {
    const topology = aTopology([
      link("a", { monthlyUsd: 400, bandwidthMbps: 100, bytes30d: 30 * dayAt(5) }),
      link("b", { monthlyUsd: 300, bandwidthMbps: 100, bytes30d: 30 * dayAt(90) }),
      link("c"),
    ]);

    const cost = readingOf(readLayer("cost", { topology }), topology.connections);
    const traffic = readingOf(readLayer("traffic", { topology }), topology.connections);

    expect(cost).toMatchObject({ step: 2, mark: "$700", says: "Cost a month: together $700, not known of 1" });
    expect(traffic).toMatchObject({ step: 3, mark: "90 %", says: "Capacity used: at most 90 %, not known of 1" });
  });

  it("has no step where nothing is known, so that it is drawn as not known and not as little", () => {
    const topology = aTopology([link("a")]);

    expect(readingOf(readLayer("latency", { topology }), topology.connections)).toEqual({
      mark: "",
      says: "Round trip: not known",
    });
  });

  it("puts a bound into the step it begins", () => {
    const scale = { steps: [0, 10, 50].map((from) => ({ from, says: "" })) };

    expect([0, 9.99, 10, 50, 5_000].map((value) => stepOf(scale, value))).toEqual([0, 0, 1, 2, 2]);
  });
});
