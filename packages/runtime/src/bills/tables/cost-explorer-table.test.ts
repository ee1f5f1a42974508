import type { BillPage } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { costExplorerTable } from "./cost-explorer-table.ts";

const at = (text: string): number => Date.parse(text);
const nothing = async function* (): AsyncGenerator<BillPage> {};
const monthsAt = (now: string, since = "2026-09") =>
  costExplorerTable("111122223333", nothing, () => at(now)).months(since);

describe("runtime/bills/cost-explorer-table", () => {
  it("asks for nothing to know which months have changed: each day for those that are open, once more when they are final", async () => {
    expect(await monthsAt("2026-11-10T08:00:00Z")).toEqual([
      { month: "2026-11", version: "2026-11-10", writtenAtMs: at("2026-11-10") },
      { month: "2026-10", version: "2026-11-10", writtenAtMs: at("2026-11-10") },
      { month: "2026-09", version: "final", writtenAtMs: at("2026-10-16") },
    ]);
    const [, october] = await monthsAt("2026-11-16T00:00:00Z");
    expect(october).toEqual({ month: "2026-10", version: "final", writtenAtMs: at("2026-11-16") });
    expect(await monthsAt("2026-11-10T23:00:00Z")).toEqual(await monthsAt("2026-11-10T01:00:00Z"));
  });

  it("a month begins when its first day is over, and goes back no further than AWS answers", async () => {
    expect((await monthsAt("2026-11-01T12:00:00Z")).map(({ month }) => month)).toEqual(["2026-10", "2026-09"]);
    const all = await monthsAt("2026-11-02T00:00:00Z", "0000-01");
    expect([all.length, all[0]?.month, all.at(-1)?.month]).toEqual([13, "2026-11", "2025-11"]);
  });

  it("asks for whole days, up to those that are over", async () => {
    const asked: object[] = [];
    const table = costExplorerTable(
      "111122223333",
      async function* (period) {
        asked.push(period);
        yield* [];
      },
      () => at("2026-11-10T08:00:00Z"),
    );
    for (const month of ["2026-10", "2026-11"]) await Array.fromAsync(table.rows(month));

    expect(asked).toEqual([
      { billingMonth: "2026-10", fromDay: "2026-10-01", toDay: "2026-11-01" },
      { billingMonth: "2026-11", fromDay: "2026-11-01", toDay: "2026-11-10" },
    ]);
  });

  it("says what went wrong, and that an export costs nothing", async () => {
    const table = costExplorerTable(
      "111122223333",
      // biome-ignore lint/correctness/useYield: it fails before it has a page
      async function* () {
        throw Object.assign(new Error("no"), { name: "AccessDeniedException" });
      },
      () => at("2026-11-10T08:00:00Z"),
    );

    await expect(Array.fromAsync(table.rows("2026-11"))).rejects.toMatchObject({
      name: "ERR_BILL_UNREADABLE",
      message: expect.stringMatching(/2026-11: AccessDeniedException: no\. .*ce:GetCostAndUsage.*data export/),
    });
  });
});
