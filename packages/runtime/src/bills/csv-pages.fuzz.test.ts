import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvPages } from "./csv-pages.ts";

const encoder = new TextEncoder();

async function* portions(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size = 7) {
  const pages = await Array.fromAsync(csvPages(portions(text, size)));
  return { header: pages[0]?.header, rows: pages.flatMap(({ rows }) => rows) };
}

const quoted = (field: string): string => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
const fields = fc.string({ unit: fc.constantFrom("a", "é", "🙂", ",", '"', "\n", " ", "0", "=") });

describe("runtime/bills/csv-pages", () => {
  it("reads what was written, however it is cut on its way", async () => {
    const rows = fc.array(fc.tuple(fc.string({ unit: fc.constantFrom("x", "y"), minLength: 1 }), fields, fields), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 40 }), fc.boolean(), async (all, size, endsLine) => {
        const lines = [["A", "B", "C"], ...all].map((one) => one.map(quoted).join(","));
        const seen = await read(lines.join("\n") + (endsLine ? "\n" : ""), size);

        expect(seen.header).toEqual(["A", "B", "C"]);
        expect(seen.rows.map((row) => row.fields)).toEqual(all);
        expect(seen.rows.map(({ rowNumber }) => rowNumber)).toEqual(all.map((_, i) => i + 2));
      }),
    );
  });

  it("an open quote costs its own row and no other", async () => {
    const rows = Array.from({ length: 400 }, (_, i) => `r${i},${i === 7 ? '"never closed' : "x"},1`);
    const { rows: seen } = await read(`A,B,C\n${rows.join("\n")}\n`, 64);

    expect(seen).toHaveLength(400);
    expect(seen.filter(({ fault }) => fault !== undefined).map(({ rowNumber }) => rowNumber)).toEqual([9]);
    expect(seen.at(-1)?.fields).toEqual(["r399", "x", "1"]);
  });

  it("an open quote that a later row seems to close takes none of the rows between", async () => {
    const text = 'A,B,C\na,"open,1\nb,x,2\nc,"quoted, rightly",3\nd,x,4\n';
    const { rows } = await read(text, 1_000);

    expect(rows.filter(({ fault }) => !fault).map(({ fields: [name] }) => name)).toEqual(["b", "c", "d"]);
    expect(rows.filter(({ fault }) => fault).length).toBe(1);
  });

  it.each([
    ["a byte order mark", "\uFEFFA,B\n1,2\n"],
    ["lines that end as on Windows", "A,B\r\n1,2\r\n"],
    ["empty lines", "A,B\n\n1,2\n\n"],
    ["no end of the last line", "A,B\n1,2"],
  ])("copes with %s", async (_, text) => {
    const { header, rows } = await read(text, 3);

    expect(header).toEqual(["A", "B"]);
    expect(rows.map((row) => row.fields)).toEqual([["1", "2"]]);
  });

  it("reads a portion of any size, and letters of several bytes wherever it is cut", async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => [`r${i}`, "é🙂".repeat(i % 7), `"${i}"`]);
    const text = `A,B,C\n${rows.map((one) => one.map(quoted).join(",")).join("\n")}\n`;

    expect((await read(text, text.length * 4)).rows.map((row) => row.fields)).toEqual(rows);
  });

  it("leaves rows with too few and too many fields to be judged", async () => {
    const { rows } = await read("A,B\n1\n1,2,3\n1,2\n");

    expect(rows.map((row) => row.fields.length)).toEqual([1, 3, 2]);
  });

  it("has no rows where there are none", async () => {
    expect(await read("")).toEqual({ header: undefined, rows: [] });
    expect(await read("A,B\n")).toEqual({ header: ["A", "B"], rows: [] });
  });
});
