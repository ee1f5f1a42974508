import { createReadStream } from "node:fs";
import { argv, stdout } from "node:process";
import { addMoney, CostSettings, moneyText, readMoney, ScopeKind, ZERO } from "@skylane/core";
import { allocate, takeDelivery } from "@skylane/engine";
import { csvPages } from "@skylane/runtime/bills";

// One bill, from the file to its allocation by each kind, in a process of its own: what it took is what the process took.
const [, , file = ""] = argv;
const settings = CostSettings.parse({
  scopes: ["shop", "data", "search", "payments"].map((id) => ({ kind: "team", id, match: [{ tags: { team: id } }] })),
  shared: [{ kind: "team", match: [{ tags: { team: "platform" } }], by: "cost" }],
});
const startMs = performance.now();
const { lines, report } = await takeDelivery(
  { rows: () => csvPages(createReadStream(file)) },
  {
    id: "bench/2026-11/1",
    source: "bench",
    format: "focus",
    billingMonth: "2026-11",
    files: [{ name: file, version: "1", bytes: 0 }],
    writtenAtMs: 0,
  },
  { tagNames: new Set(["team"]), cloudOf: () => undefined, nowMs: 0 },
);
const ingestedMs = performance.now() - startMs;
const allocations = ScopeKind.options.flatMap((kind) => allocate(lines, "2026-11", kind, settings));
const totalMs = performance.now() - startMs;
const total = readMoney(report.billed.USD ?? "") ?? ZERO;
const isExact = allocations.every(
  ({ total: own, shares }) => own === total && addMoney(...shares.map(({ billed }) => billed)) === total,
);
stdout.write(
  `${JSON.stringify({
    ingestedMs,
    totalMs,
    peakMemoryMb: process.resourceUsage().maxRSS / 1_024,
    cpuMs: (process.resourceUsage().userCPUTime + process.resourceUsage().systemCPUTime) / 1_000,
    rowCount: report.rowCount,
    setAsideCount: report.setAsideCount,
    lineCount: lines.length,
    billed: moneyText(total),
    isExact,
  })}\n`,
);
