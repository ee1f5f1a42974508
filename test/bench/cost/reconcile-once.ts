import { argv, stdout } from "node:process";
import { estimatesOf } from "@skylane/clouds";
import { METER_SLOT_MS, type MeteredSlot } from "@skylane/core";
import { showReconciliation } from "@skylane/engine";
import { meterStore } from "../../../packages/runtime/src/store/state/meter-store.ts";
import { aBillLine, money } from "../../support/bill-lines.ts";
import { memoryTable } from "../../support/memory-table.ts";
import { aSighting } from "../../support/sightings.ts";
import { aLink, anInventory, aTopology, places } from "../../support/topologies.ts";

// Meter against bill of a month, in a process of its own: what it took is what the process took beyond its bill.
const [, , links = "127"] = argv;
const linkCount = Number(links);
const LINE_COUNT = 100_000;
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 9, 1);
const { aws, dc } = places;
const ids = Array.from({ length: linkCount }, (_, i) => `link-${i}`);
const topology = aTopology(
  ids.map((id) =>
    aLink({ id, from: aws, to: dc, sightings: [aSighting({ key: `aws/vpn-${id}`, at: aws[0], aliases: [] })] }),
  ),
);
const lines = Array.from({ length: LINE_COUNT }, (_, i) =>
  aBillLine({
    cloud: "aws",
    billingMonth: "2026-10",
    day: new Date(START_MS + (i % 31) * DAY_MS).toISOString().slice(0, 10),
    resourceId: i < linkCount * 31 ? `vpn-link-${i % linkCount}` : `i-${i % 5_000}`,
    ...(i < linkCount * 31 && { transfer: { kind: "internet", from: { cloud: "aws" as const }, to: undefined } }),
    billed: money("0.125"),
  }),
);
const directions = [
  [aws[0], dc[0]],
  [dc[0], aws[0]],
] as const;
const slotsOf = (fromMs: number): readonly MeteredSlot[] =>
  Array.from({ length: DAY_MS / METER_SLOT_MS }, (_, i) => fromMs + i * METER_SLOT_MS).flatMap((startMs) =>
    ids.flatMap((connectionId, i) =>
      directions.map(([fromKey, toKey], j) => ({
        startMs,
        connectionId,
        fromKey,
        toKey,
        // other bytes in each quarter of an hour, as the worst case has it
        bytes: ((startMs / METER_SLOT_MS) * 7_919 + i * 104_729 + j) % 999_983_777,
        coverageRatio: 1,
        usd: ((startMs / METER_SLOT_MS + i) % 9_973) / 100_000,
        priceRowIds: ["aws/egress-internet/us-east-1"],
      })),
    ),
  );
const store = meterStore(memoryTable());
for (let day = 0; day < 31; day += 1) await store.put(slotsOf(START_MS + day * DAY_MS), []);
const nowMs = START_MS + 45 * DAY_MS;
const before = process.resourceUsage();
const startMs = performance.now();
const { rows } = await showReconciliation(
  {
    billStore: { lines: async () => lines } as never,
    clock: { nowMs: () => nowMs, monotonicMs: () => 0 } as never,
    config: anInventory(),
    estimates: estimatesOf(),
    meterStore: store,
    topologies: { latest: async () => ({ topology }) } as never,
  },
  { month: "2026-10" },
);
const after = process.resourceUsage();
stdout.write(
  `${JSON.stringify({
    linkCount,
    rowCount: rows.length,
    elapsedMs: Math.round(performance.now() - startMs),
    cpuMs: Math.round((after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1_000),
    keptMemoryMb: Math.round(before.maxRSS / 1_024),
    peakMemoryMb: Math.round(after.maxRSS / 1_024),
  })}\n`,
);
