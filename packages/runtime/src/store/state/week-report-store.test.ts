import { describe, expect, it } from "vitest";
import { memoryTable } from "../../../../../test/support/memory-table.ts";
import { aWeekReport } from "../../../../../test/support/week-reports.ts";
import { weekReportStore } from "./week-report-store.ts";

describe("runtime/store/state/week-report-store", () => {
  it("gives back a week as it was kept first, and no other week", async () => {
    const store = weekReportStore(memoryTable());
    await store.save(aWeekReport());
    await store.save(aWeekReport({ estate: "other" }));

    expect(await store.find("2026-W47")).toEqual(aWeekReport());
    expect(await store.find("2026-W46")).toBeUndefined();
  });

  it("keeps a thousand paths within an item of the table", async () => {
    const table = memoryTable();
    const report = aWeekReport();
    const [path] = report.availability.paths;
    if (!path) throw new Error("no path");
    // figures that differ, as they do
    const paths = Array.from({ length: 1_000 }, (_, i) => ({
      ...path,
      pathId: `path-${i}` as typeof path.pathId,
      availabilityRatio: 1 - 1 / (i + 1_000.3),
      downMinutes: i * 0.37,
      days: path.days.map((day, j) => ({ ...day, downMinutes: (i * j) / 7.1 })),
    }));
    const whole = { ...report, availability: { ...report.availability, paths } };

    await weekReportStore(table).save(whole);

    const [item] = [...table.items.values()] as { readonly bytes: Uint8Array }[];
    console.log(`${item?.bytes.byteLength} bytes of 1,000 paths`);
    expect(item?.bytes.byteLength).toBeLessThan(350_000);
    expect(await weekReportStore(table).find("2026-W47")).toEqual(whole);
  });
});
