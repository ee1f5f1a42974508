import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BillDelivery, BillLine, IngestReport, Money } from "@skylane/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileBillStore } from "./file-bill-store.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "taken-"));
});
afterEach(() => rm(folder, { recursive: true }));

const delivery = (billingMonth: string, run: string): BillDelivery => ({
  id: `aws/${billingMonth}/${run}`,
  source: "aws",
  format: "focus",
  billingMonth,
  files: [{ name: "1.csv", version: "1", bytes: 1 }],
  writtenAtMs: 1,
});
const report = (billingMonth: string, run: string): IngestReport => ({
  deliveryId: `aws/${billingMonth}/${run}`,
  billingMonth,
  status: "taken",
  rowCount: 1,
  takenCount: 1,
  setAsideCount: 0,
  byFault: {},
  deviations: [],
  setAside: [],
  billed: { USD: "1" },
  setAsideBilled: {},
  atMs: 1,
});
const amount = 12_345_678_901_234_567_890n as Money;
const line = (billingMonth: string): BillLine => ({
  providerName: "AWS",
  billingAccountId: "1",
  currency: "USD",
  billingMonth,
  day: `${billingMonth}-01`,
  category: "Usage",
  isCorrection: false,
  serviceCategory: "Compute",
  serviceName: "EC2",
  tags: { team: "shop" },
  rowCount: 1,
  billed: amount,
  effective: -amount as Money,
  list: amount,
  contracted: amount,
});

describe("runtime/bills/file-bill-store", () => {
  it("keeps what it was given, exactly, and puts a later delivery in its place", async () => {
    const store = fileBillStore(folder);
    await store.replace(delivery("2026-10", "a"), [line("2026-10")], report("2026-10", "a"));
    await store.replace(delivery("2026-11", "a"), [line("2026-11"), line("2026-11")], report("2026-11", "a"));
    await store.replace(delivery("2026-11", "b"), [line("2026-11")], report("2026-11", "b"));

    expect(await store.lines("2026-11")).toEqual([line("2026-11")]);
    expect(await store.taken("aws", "2026-11")).toEqual(report("2026-11", "b"));
    expect((await store.reports("2026-11")).map(({ deliveryId }) => deliveryId)).toEqual(["aws/2026-11/b"]);
    expect(await readdir(folder)).toHaveLength(2);
  });

  it("has nothing before anything was taken, and says when a file is not its own", async () => {
    const store = fileBillStore(join(folder, "later"));
    expect([await store.taken("aws", "2026-11"), await store.lines("2026-11"), await store.reports("2026-01")]).toEqual(
      [undefined, [], []],
    );

    await writeFile(join(folder, "aws.2026-11.json"), '{"lines":3}');
    await expect(fileBillStore(folder).taken("aws", "2026-11")).rejects.toMatchObject({ name: "ERR_BILL_UNREADABLE" });
  });
});
