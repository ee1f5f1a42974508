import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../test/support/bill-lines.ts";
import {
  aDelivery,
  aReport,
  testBillStore,
  testBudgetToldStore,
  testCostFindingStore,
  testMeterStore,
} from "../../../../../test/support/cost-store-contract.ts";
import { memoryTable } from "../../../../../test/support/memory-table.ts";
import { fileBillStore } from "../../bills/file-bill-store.ts";
import { billStore } from "./bill-store.ts";
import { budgetToldStore } from "./budget-told-store.ts";
import { costFindingStore } from "./cost-finding-store.ts";
import { meterStore } from "./meter-store.ts";

const NOW_MS = Date.UTC(2026, 10, 22);
/** Names nobody can compress. */
const lines = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    aBillLine({ billed: money(String(i)), resourceId: randomBytes(150).toString("hex") }),
  );

describe("runtime/store/state/bill-store", () => {
  testBillStore(async () => billStore(memoryTable()));

  it("keeps a bill larger than an item may be in pieces, and removes those of the one before it", async () => {
    const table = memoryTable();
    const store = billStore(table);
    const large = lines(6_000);
    const pieceCount = (): number => [...table.items.keys()].filter((key) => key.startsWith("BILL-LINES#")).length;

    await store.replace(aDelivery(), large, aReport());
    expect(pieceCount()).toBeGreaterThan(2);
    expect(await store.lines("2026-11")).toEqual(large);

    await store.replace(aDelivery({ id: "aws-main/2026-11/run-2" }), lines(1), aReport());
    expect(pieceCount()).toBe(1);
  });

  it("keeps a month of hours small, and none of the delivery before", async () => {
    const table = memoryTable();
    const store = billStore(table);
    const pool = (id: string) => ({
      offerIds: [id],
      startMs: 0,
      // machines come and go: of twelve prices, a thousand sums
      hourlyUsd: Array.from({ length: 744 }, (_, i) => ((i * 7_919) % 1_013) * 0.0416),
    });
    const kept = () => [...table.items].filter(([key]) => key.startsWith("BILL-HOURS#"));
    await store.replace(aDelivery(), [], aReport(), { rules: "r", pools: ["a", "b", "c"].map(pool) });
    expect(kept()).toHaveLength(3);

    await store.replace(aDelivery(), [], aReport(), { rules: "r", pools: [pool("a")] });
    expect(kept()).toHaveLength(1);
    for (const [, doc] of kept()) expect((doc as { bytes: Uint8Array }).bytes.byteLength).toBeLessThan(6_000);
  });

  it("keeps the delivery before as it is while a new one is cut off at any write, and takes the new one after that", async () => {
    const table = memoryTable();
    const before = lines(10);
    const hours = (usd: number) => ({ rules: "r", pools: [{ offerIds: ["ec2"], startMs: 0, hourlyUsd: [usd] }] });
    await billStore(table).replace(aDelivery(), before, aReport(), hours(1));
    const next = lines(3_000);

    for (let allowed = 0; ; allowed += 1) {
      let count = 0;
      const failing = {
        ...table,
        put: async (...[key, doc]: Parameters<typeof table.put>) => {
          if (count++ >= allowed) throw new Error("cut off");
          await table.put(key, doc);
        },
      };
      const isDone = await billStore(failing)
        .replace(aDelivery({ id: "aws-main/2026-11/run-2" }), next, aReport(), hours(2))
        .then(
          () => true,
          () => false,
        );
      expect(await billStore(table).lines("2026-11")).toEqual(isDone ? next : before);
      expect(await billStore(table).onDemand("2026-11")).toEqual([hours(isDone ? 2 : 1)]);
      if (isDone) break;
      expect(allowed).toBeLessThan(20);
    }
  });

  it("gives who reads while a delivery is replaced one of the two, whole", async () => {
    const table = memoryTable();
    const store = billStore(table);
    const [old, fresh] = [lines(3), lines(2)];
    await store.replace(aDelivery(), old, aReport());
    let isReplaced = false;
    const racing = billStore({
      ...table,
      query: async (...asked: Parameters<typeof table.query>) => {
        if (asked[0].startsWith("BILL-LINES#") && !isReplaced) {
          isReplaced = true;
          await store.replace(aDelivery({ id: "aws-main/2026-11/run-2" }), fresh, aReport());
        }
        return table.query(...asked);
      },
    } as typeof table);

    expect(await racing.lines("2026-11")).toEqual(fresh);
  });

  it("says so if pieces are gone, rather than a smaller bill", async () => {
    const table = memoryTable();
    const store = billStore(table);
    await store.replace(aDelivery(), lines(6_000), aReport());
    table.items.delete([...table.items.keys()].find((key) => key.startsWith("BILL-LINES#")) ?? "");

    await expect(store.lines("2026-11")).rejects.toThrow(/take it again/);
  });
});

describe("runtime/bills/file-bill-store", () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  testBillStore(async () => {
    const folder = mkdtempSync(join(tmpdir(), "bills-"));
    folders.push(folder);
    return fileBillStore(folder);
  });
});

describe("runtime/store/state/meter-store", () => {
  testMeterStore(async () => meterStore(memoryTable()));

  it("keeps a day of a large estate in items that are small enough, and loses nothing to another writer", async () => {
    const table = memoryTable();
    const [one, other] = [meterStore(table), meterStore(table)];
    const startMs = Date.UTC(2026, 10, 21);
    const slots = Array.from({ length: 2_000 }, (_, i) => ({
      startMs: startMs + (i % 24) * 900_000,
      connectionId: `aws-azure-vpn-${i % 500}`,
      fromKey: `aws/111111111111/us-east-1/vpc-${i % 500}`,
      toKey: `azure/sub/vnet-${i % 500}`,
      bytes: i * 1_000_003,
      coverageRatio: 1,
      usd: i / 7,
      priceRowIds: ["a"],
    }));

    await Promise.all([one.put(slots.slice(0, 1_000), []), other.put(slots.slice(1_000), [])]);

    expect((await one.read({ fromMs: startMs, toMs: startMs + 86_400_000 })).slots).toHaveLength(2_000);
  });
});

describe("runtime/store/state/cost-finding-store", () => {
  testCostFindingStore(async () => costFindingStore(memoryTable(), () => NOW_MS));
});

describe("runtime/store/state/budget-told-store", () => {
  testBudgetToldStore(async () => budgetToldStore(memoryTable(), () => NOW_MS));
});
