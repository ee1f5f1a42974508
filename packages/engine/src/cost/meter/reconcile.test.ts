import { type Charge, METER_SLOT_MS, type MeteredSlot, type PriceRow, tieredUsd } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../test/support/bill-lines.ts";
import { aSighting } from "../../../../../test/support/sightings.ts";
import { aLink, aTopology, places } from "../../../../../test/support/topologies.ts";
import { type ReconcileInput, reconcile } from "./reconcile.ts";
import { slotSums } from "./slot-sums.ts";

const GB = 1e9;
const START_MS = Date.UTC(2026, 10, 1);
const { aws, azure, dc } = places;
const seen = (key: string, at: string, aliases: string[] = []) => aSighting({ key, at, aliases });
const topology = aTopology([
  aLink({
    id: "dx",
    from: aws,
    to: dc,
    kind: "direct-connect",
    sightings: [seen("aws/dxvif-1", aws[0], ["dxvif-1", "dxcon-9"])],
  }),
  aLink({
    id: "dx2",
    from: aws,
    to: dc,
    kind: "direct-connect",
    sightings: [seen("aws/dxvif-2", aws[0], ["dxvif-2", "dxcon-9"])],
  }),
  aLink({ id: "vpn", from: aws, to: azure, sightings: [seen("aws/vpn-1", aws[0])] }),
]);
const aRow = (id: string, item: PriceRow["item"], tiers: PriceRow["tiers"]): PriceRow => ({
  id: `aws/${item}/${id}`,
  cloud: "aws",
  item,
  regions: ["*"],
  unit: "GB",
  tiers,
  source: "a list",
  asOf: "2026-11-01",
  trust: "vendor",
});
const [dedicated, internet, transit] = [
  aRow("dx", "egress-dedicated", [{ usd: 0.02 }]),
  aRow("out", "egress-internet", [{ upTo: 10, usd: 0.09 }, { usd: 0.05 }]),
  aRow("tgw", "transit-data", [{ usd: 0.02 }]),
];
/** AWS asks for what leaves it and for what its gateway handles, the others for nothing. */
const charges: ReconcileInput["estimates"]["charges"] = ({ kind, from, to }): readonly Charge[] =>
  from.cloud !== "aws"
    ? []
    : [kind === "vpn" ? internet : dedicated, transit].map((row) => ({
        query: { cloud: "aws", item: row.item, regionId: from.regionId, to },
        row,
      }));
const slot = (connectionId: string, gb: number, i = 0, fromKey: string = aws[0]): MeteredSlot => ({
  startMs: START_MS + i * METER_SLOT_MS,
  connectionId,
  fromKey,
  toKey: "there",
  bytes: gb * GB,
  coverageRatio: 1,
  priceRowIds: [],
});
const out = { kind: "dedicated", from: { cloud: "aws", regionId: "us-east-1" } } as const;
const line = (usd: string, more: Partial<Parameters<typeof aBillLine>[0]> = {}) =>
  aBillLine({ billed: money(usd), ...more });
const run = ({ slots = [], ...more }: Partial<ReconcileInput> & { readonly slots?: readonly MeteredSlot[] }) => {
  const metered = slotSums("2026-11");
  for (const one of slots) metered.add([one]);
  return reconcile({
    month: "2026-11",
    lines: [],
    metered,
    topology,
    config: { connections: [] },
    estimates: { charges },
    ...more,
  });
};

describe("engine/cost/meter/reconcile", () => {
  it("holds a link against what the bill names it for, and leaves the gateway's part where the bill has it", () => {
    const { rows, unplaced, notes } = run({
      slots: [slot("dx", 60, 0), slot("dx", 40, 1)],
      lines: [
        line("2", {
          resourceId: "arn:aws:directconnect:us-east-1:1:dxvif/dxvif-1",
          transfer: out,
          usage: { quantity: 100, unit: "GB" },
        }),
        line("7.5", { resourceId: "dxvif-1" }),
        line("2", { resourceId: "arn:aws:ec2:us-east-1:1:transit-gateway/tgw-1", transfer: { kind: "processing" } }),
      ],
    });

    expect(rows).toEqual([
      {
        billingMonth: "2026-11",
        connectionId: "dx",
        meteredUsd: 2,
        billedUsd: 2,
        residualUsd: 0,
        residualRatio: 0,
        meteredGb: 100,
        billedGb: 100,
        reasons: ["the bill asks $7.50 for the link itself, which is not for data and not compared"],
      },
    ]);
    expect(unplaced).toEqual([
      { cloud: "aws", kind: "processing", regionId: "us-east-1", billedUsd: 2, meteredUsd: 2, connectionIds: ["dx"] },
    ]);
    expect(notes).toEqual([]);
  });

  it("shows a residual and what is known of it, and spreads it over nothing", () => {
    const halfCounted = { ...slot("dx", 40, 0), coverageRatio: 0.5 };
    const { rows } = run({
      slots: [halfCounted],
      lines: [line("2", { resourceId: "dxvif-1", transfer: out, usage: { quantity: 100, unit: "GB" } })],
    });

    expect(rows).toMatchObject([{ meteredUsd: 0.8, billedUsd: 2, residualUsd: 1.2, residualRatio: 0.6 }]);
    expect(rows[0]?.reasons).toEqual([
      "the meter counted 50 % of the time: the clouds' counters lack points",
      "the bill counts 100.00 GB, the meter 40.00 GB",
    ]);
  });

  it("tells a price that differs from a volume that differs, and a price by volume from a flat one", () => {
    const { rows } = run({
      slots: [slot("vpn", 100)],
      lines: [
        line("3", {
          resourceId: "vpn-1",
          transfer: { kind: "internet" },
          usage: { quantity: 93.132257, unit: "GiB" },
        }),
      ],
    });

    expect(rows).toMatchObject([{ meteredUsd: 5.4, billedUsd: 3, residualUsd: -2.4 }]);
    expect(rows[0]?.reasons).toEqual([
      "the volume is the same, the price is not: $0.030 a GB on the bill, $0.054 by the price list",
      "the price falls with the volume of all that is billed together, and the meter knows what links carry alone",
    ]);
  });

  it("says what a bill asks without naming a link, beside the links it may be for", () => {
    const { rows, unplaced } = run({
      slots: [slot("dx", 50), slot("dx2", 50)],
      lines: [
        // the port is of both interfaces, so it names neither
        line("2.5", { resourceId: "dxcon-9", transfer: out }),
        line("0", { transfer: { kind: "internet", to: { cloud: "aws" } } }),
      ],
    });

    expect(rows).toEqual([]);
    expect(unplaced).toEqual([
      {
        cloud: "aws",
        kind: "dedicated",
        regionId: "us-east-1",
        billedUsd: 2.5,
        meteredUsd: 2,
        connectionIds: ["dx", "dx2"],
      },
      {
        cloud: "aws",
        kind: "processing",
        regionId: "us-east-1",
        billedUsd: 0,
        meteredUsd: 2,
        connectionIds: ["dx", "dx2"],
      },
    ]);
  });

  it("puts links under data between clouds where the bill has such rows", () => {
    const { unplaced } = run({
      slots: [slot("vpn", 10)],
      lines: [line("1", { regionId: undefined, transfer: { kind: "cross-cloud", to: { cloud: "azure" } } })],
    });

    expect(unplaced).toContainEqual({
      cloud: "aws",
      kind: "cross-cloud",
      billedUsd: 1,
      meteredUsd: 0.9,
      connectionIds: ["vpn"],
    });
  });

  it("leaves out other months, says what is in another currency, and what has no price", () => {
    const { rows, unplaced, notes } = run({
      slots: [slot("vpn", 1, -1), slot("vpn", 1, 0), slot("gone", 5)],
      lines: [
        line("5", { billingMonth: "2026-10", transfer: out }),
        line("5", { currency: "EUR", transfer: out, rowCount: 3 }),
        line("0.09", { resourceId: "vpn-1", transfer: { kind: "internet" } }),
      ],
    });

    expect(rows).toMatchObject([{ connectionId: "vpn", meteredUsd: 0.09, residualUsd: 0 }]);
    expect(unplaced.map(({ kind }) => kind)).toEqual(["processing"]);
    expect(notes).toEqual(["3 rows for data are in another currency than USD and are not compared"]);
  });

  it("loses nothing of either side, whatever bills and meters say", () => {
    const links = ["dx", "dx2", "vpn"] as const;
    const slots = fc.uniqueArray(fc.record({ id: fc.constantFrom(...links), i: fc.nat(20), mb: fc.nat(9_000) }), {
      selector: ({ id, i }) => `${id} ${i}`,
    });
    const lines = fc.array(
      fc.record({
        cents: fc.integer({ min: -500, max: 5_000 }),
        resourceId: fc.constantFrom("dxvif-1", "vpn-1", "dxcon-9", "i-0abc", undefined),
        kind: fc.constantFrom("dedicated", "internet", "processing", "cross-cloud" as const),
        regionId: fc.constantFrom("us-east-1", "eu-west-1", undefined),
      }),
    );
    fc.assert(
      fc.property(slots, lines, (metered, billed) => {
        const { rows, unplaced } = run({
          slots: metered.map(({ id, i, mb }) => slot(id, mb / 1_000, i)),
          lines: billed.map(({ cents, resourceId, kind, regionId }) =>
            line(String(cents / 100), { resourceId, regionId, transfer: { kind } }),
          ),
        });
        const all = [...rows, ...unplaced];
        const sum = (pick: (one: (typeof all)[number]) => number): number =>
          all.reduce((total, one) => total + pick(one), 0);
        const gbOf = (ids: readonly string[]): number =>
          metered.filter(({ id }) => ids.includes(id)).reduce((total, { mb }) => total + mb / 1_000, 0);

        expect(sum(({ billedUsd }) => billedUsd)).toBeCloseTo(
          billed.reduce((total, { cents }) => total + cents, 0) / 100,
          4,
        );
        expect(sum(({ meteredUsd }) => meteredUsd)).toBeCloseTo(
          tieredUsd(internet, gbOf(["vpn"])) +
            tieredUsd(dedicated, gbOf(["dx", "dx2"])) +
            tieredUsd(transit, gbOf(links)),
          4,
        );
      }),
    );
  });
});
