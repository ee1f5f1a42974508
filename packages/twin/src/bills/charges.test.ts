import { describe, expect, it } from "vitest";
import { loadEstate } from "../estate/load-estate.ts";
import { stoppedClock } from "../world/clock.ts";
import { createWorld } from "../world/world.ts";
import { amountOf, type Charge, chargesOf, usdText } from "./charges.ts";
import { type Meter, metersOf } from "./meters.ts";
import type { Sku } from "./tariff.ts";

const HOUR = 3_600_000;
const MIDNIGHT = Date.UTC(2026, 10, 20);
const estate = loadEstate("globalcart");
const world = createWorld(estate, stoppedClock(MIDNIGHT + 26 * HOUR), () => 0);
const meters = metersOf(world);
const day = { fromMs: MIDNIGHT, toMs: MIDNIGHT + 24 * HOUR, periodMs: HOUR };
const sumOf = (charges: readonly Charge[]): bigint => charges.reduce((sum, { picoUsd }) => sum + picoUsd, 0n);

const counter = (unit: Sku["unit"], steps: Sku["steps"], bytes: number): Meter => ({
  cloud: "aws",
  accountId: "1",
  regionId: "us-east-1",
  resource: { id: "one", name: "one", type: "Thing" },
  sku: { service: "S", category: "Networking", subcategory: "N", meter: "M", unit, steps },
  tags: {},
  bytes: () => bytes,
});

describe("twin/bills/charges", () => {
  it("bills the bytes that a circuit sent, at the price of the list, and its port by the hour", () => {
    const circuit = estate.connections.find(({ id }) => id === "dx-use1-1");
    const own = meters.filter(({ resource }) => resource.id.endsWith(`/${circuit?.providerId}`));
    const charges = [...chargesOf(own, day)];
    const sent = Array.from({ length: 24 }, (_, hour) =>
      Math.round(world.traffic.bytes(circuit?.id ?? "", true, MIDNIGHT + hour * HOUR, MIDNIGHT + (hour + 1) * HOUR)),
    );

    const data = charges.filter(({ meter }) => meter.sku.meter === "DataXfer-Out:dc.3");
    expect(data.map(({ count }) => count)).toEqual(sent);
    // 0.02 dollars a gigabyte are 20 millionths of a millionth a byte
    expect(sumOf(data)).toBe(sent.reduce((sum, bytes) => sum + BigInt(bytes) * 20n, 0n));
    expect(usdText(sumOf(charges.filter(({ meter }) => meter.sku.meter === "PortUsage:10G")))).toBe("54");
  });

  it("counts Google's bytes in GiB, which are seven parts in a hundred more", () => {
    const [gib] = [...chargesOf([counter("GiB", [{ fromUnits: 0, nanoUsd: 20_000_000 }], 2 ** 30)], day)];
    const [gb] = [...chargesOf([counter("GB", [{ fromUnits: 0, nanoUsd: 20_000_000 }], 1e9)], day)];

    expect(usdText(gib?.picoUsd ?? 0n)).toBe("0.02");
    expect(usdText(gb?.picoUsd ?? 0n)).toBe("0.02");
    expect(amountOf(1e9, 20_000_000, 2 ** 30)).toBeLessThan(amountOf(1e9, 20_000_000, 1e9));
  });

  it("cuts a charge where the price steps, and begins each month with the first step", () => {
    const steps = [
      { fromUnits: 0, nanoUsd: 0 },
      { fromUnits: 100, nanoUsd: 90_000_000 },
    ];
    const meter = counter("GB", steps, 60e9);
    const lastHours = { fromMs: Date.UTC(2026, 10, 30, 22), toMs: Date.UTC(2026, 11, 1, 1), periodMs: HOUR };
    const charges = [...chargesOf([meter], lastHours)];

    expect(charges.map(({ count, nanoUsdPerUnit }) => [count / 1e9, nanoUsdPerUnit])).toEqual([
      [60, 0],
      [40, 0],
      [20, 90_000_000],
      [60, 0],
    ]);
  });

  it("bills each link on the side that sends, nothing for what did not send, and every service that stands", () => {
    const charges = [...chargesOf(meters, { ...day, toMs: MIDNIGHT + HOUR })];

    for (const { meter, count } of charges) if (meter.bytes) expect(count).toBeGreaterThan(0);
    expect(charges.filter(({ meter }) => meter.sku.category === "Databases").length).toBe(
      estate.services.filter(({ kind }) => ["rds", "azure-sql", "cloud-sql"].includes(kind)).length,
    );
    expect(new Set(charges.map(({ meter }) => meter.cloud))).toEqual(new Set(["aws", "azure", "gcp"]));
  });

  it("writes amounts as decimals without anything that says nothing", () => {
    expect([0n, 1n, -1_500_000_000_000n, 2_000_000_000_000n].map(usdText)).toEqual([
      "0",
      "0.000000000001",
      "-1.5",
      "2",
    ]);
  });
});
