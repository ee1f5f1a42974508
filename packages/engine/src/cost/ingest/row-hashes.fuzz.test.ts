import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RowHashes } from "./row-hashes.ts";

const fields = fc.string({ unit: fc.constantFrom("a", "b", "é", "🙂"), maxLength: 3 });
const rows = fc.array(fc.array(fields, { minLength: 1, maxLength: 4 }), { maxLength: 200 });

describe("engine/cost/ingest/row-hashes", () => {
  it("knows the rows that were there before, in whatever order and length they come", () => {
    fc.assert(
      fc.property(rows, (all) => {
        const hashes = new RowHashes();
        const seen = new Set<string>();
        for (const row of all) {
          const key = JSON.stringify(row);

          expect(hashes.hasOrAdd(row)).toBe(seen.has(key));
          seen.add(key);
        }
      }),
    );
  });

  it("takes none of 200,000 rows for another, though each differs from the one before in a digit", () => {
    const hashes = new RowHashes();
    let repeated = 0;
    for (let i = 0; i < 200_000; i += 1)
      if (hashes.hasOrAdd(["USD", String(i % 100), `i-${Math.floor(i / 100)}`, ""])) repeated += 1;

    expect(repeated).toBe(0);
    expect(hashes.hasOrAdd(["USD", "7", "i-12", ""])).toBe(true);
    expect(hashes.hasOrAdd(["7", "USD", "i-12", ""])).toBe(false);
  });
});
