import type { SpanBatch, TraceSpan } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { memoryTable } from "../../../../../test/support/memory-table.ts";
import { traceStore } from "./trace-store.ts";

const batch = (n: number, count = 1): SpanBatch => ({
  spans: Array.from(
    { length: count },
    (_, i): TraceSpan => ({
      traceId: "a".repeat(32),
      spanId: (n * 1_000 + i).toString(16).padStart(16, "0"),
      parentSpanId: "b".repeat(16),
      name: "onprem.local-preference read back",
      kind: "client",
      startMs: 1_795_212_000_000 + n + i,
      durationMs: 12.345,
      isError: false,
      attributes: { "skylane.side": "onprem", "skylane.change.id": `change-${i}`, "skylane.outcome": true },
    }),
  ),
  droppedCount: 0,
});

describe("runtime/store/state/trace-store", () => {
  it("gives back what was kept, each invocation once, in the order of time, and of no other incident", async () => {
    const store = traceStore(memoryTable());
    for (const n of [2, 1, 2]) await store.keep("fo-a-1", batch(n));
    await store.keep("fo-a-10", batch(3));

    expect(await store.list("fo-a-1")).toEqual([batch(1), batch(2)]);
    expect(await store.list("fo-nowhere-1")).toEqual([]);
  });

  it("keeps the fullest invocation in few units of writing", async () => {
    const table = memoryTable();
    await traceStore(table).keep("fo-a-1", batch(1, 128));

    const [item] = [...table.items.values()] as { readonly bytes: Uint8Array }[];
    expect(item?.bytes.byteLength).toBeLessThan(4_096);
  });

  it("writes nothing of an invocation without spans", async () => {
    const table = memoryTable();
    await traceStore(table).keep("fo-a-1", { spans: [], droppedCount: 0 });

    expect(table.items.size).toBe(0);
  });
});
