import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BULK_COLUMNS } from "./columns.ts";
import { type BulkRow, parseBulk, parseBulkJson } from "./parse-bulk.ts";

const table = (...rows: readonly (readonly string[])[]): readonly BulkRow[] =>
  rows.map((cells, i) => ({ row: i + 1, cells }));

describe("engine/intent/bulk/parse-bulk", () => {
  it("makes a request of each row, whatever the order and spelling of its headers", () => {
    const { requests, issues } = parseBulk(
      table(
        [
          "Destination",
          "Source",
          "Source Cloud",
          "source-region",
          "Source Kind",
          "Destination Cloud",
          "destination_region",
          "destination kind",
          "Max RTT ms",
          "Monthly GB",
          "Compliance",
          "Public Internet",
          "Owner",
        ],
        [
          "orderdb",
          "OrderProcessor",
          "AWS",
          "N. Virginia",
          "Lambda",
          "Microsoft Azure",
          "East US",
          "sql",
          "20",
          "500",
          "PCI; soc 2",
          "forbidden",
          "shop@globalcart.example",
        ],
        ["", "", "", "", "", "", "", "", "", "", "", "", ""],
        ["erp", "warehouse", "", "", "", "on-prem", "dc1", "host", "", "", "none", "", ""],
      ),
    );

    expect(issues).toEqual([]);
    expect(requests).toMatchObject([
      {
        row: 2,
        request: {
          owner: "shop@globalcart.example",
          slots: {
            source: { cloud: "aws", regionId: "us-east-1", kind: "lambda", name: "OrderProcessor" },
            destination: { cloud: "azure", regionId: "eastus", kind: "azure-sql", name: "orderdb" },
            requirements: { maxRttMs: 20, monthlyGb: 500, compliance: ["pci-dss", "soc2"], isPublicForbidden: true },
          },
        },
      },
      {
        row: 4,
        request: {
          slots: {
            source: { name: "warehouse" },
            destination: { cloud: "onprem", regionId: "dc1", kind: "host", name: "erp" },
            requirements: { compliance: [] },
          },
        },
      },
    ]);
  });

  it("has every header in its page", () => {
    const page = readFileSync(join(import.meta.dirname, "../../../../../docs/requests.md"), "utf8");

    expect(BULK_COLUMNS.filter((column) => !page.includes(`\`${column}\``))).toEqual([]);
  });

  it("takes requests in plain words", () => {
    const { requests } = parseBulk(
      table(["text", "cost_centre"], ["Connect OrderProcessor to orderdb, 20 ms", "checkout"]),
    );

    expect(requests).toMatchObject([
      { row: 2, request: { text: "Connect OrderProcessor to orderdb, 20 ms", costCentre: "checkout" } },
    ]);
  });

  it("says by row and column what a row breaks, and takes the others", () => {
    const { requests, issues } = parseBulk(
      table(
        ["source", "destination", "port", "priority", "encryption", "source_cloud", "needed_by"],
        ["a", "b", "many", "", "", "", ""],
        ["a", "b", "70000", "", "", "", ""],
        ["a", "b", "", "very", "", "", ""],
        ["a", "b", "", "", "maybe", "", ""],
        ["a", "b", "", "", "", "mars", ""],
        ["a", "b", "", "", "", "", "tomorrow"],
        ["", "b", "", "", "", "aws", ""],
        ["a", "b", "22", "high", "required", "aws", "2026-12-31"],
      ),
    );

    expect(issues.map(({ row, column }) => [row, column])).toEqual([
      [2, "port"],
      [3, "port"],
      [4, "priority"],
      [5, "encryption"],
      [6, "source_cloud"],
      [7, "needed_by"],
      [8, "source"],
    ]);
    for (const { rule, message, example } of issues)
      expect([rule, message, example].every((part) => part !== "")).toBe(true);
    expect(requests.map(({ row }) => row)).toEqual([9]);
  });

  it.each(['=HYPERLINK("http://evil.example")', "+1+1", "@SUM(A1)", "-2+3", "=1"])(
    "turns away a cell that is a formula: %s",
    (cell) => {
      const { requests, issues } = parseBulk(table(["source", "destination"], [cell, "orderdb"]));

      expect(requests).toEqual([]);
      expect(issues).toMatchObject([{ row: 2, column: "source", rule: "must be a value, not a formula" }]);
      expect(JSON.stringify(issues)).not.toContain("evil");
    },
  );

  it("turns away a header that nobody knows, or that is there twice, without repeating it", () => {
    expect(parseBulk(table(["source", "<script>"], ["a", "b"])).issues).toMatchObject([{ row: 1, column: "B" }]);
    expect(JSON.stringify(parseBulk(table(["source", "<script>"], ["a", "b"])))).not.toContain("script");
    expect(parseBulk(table(["source", "Source"], ["a", "b"])).issues).toMatchObject([{ row: 1, column: "source" }]);
    expect(parseBulk(table(["__proto__"], ["a"])).issues).toHaveLength(1);
  });

  it("turns away what is no table, an empty one, and one that is too long", () => {
    expect(parseBulk([]).issues).toHaveLength(1);
    expect(parseBulk(table(["source"])).issues).toHaveLength(1);
    const long = table(["source"], ...Array.from({ length: 1_001 }, () => ["a"]));
    expect(parseBulk(long)).toMatchObject({ requests: [], issues: [{ rule: "must have 1000 rows at most" }] });
  });

  it("says it where a row has both words and slots", () => {
    expect(parseBulk(table(["text", "port"], ["Connect a to b", "22"])).issues).toMatchObject([
      { row: 2, column: "text" },
    ]);
  });

  it("takes a JSON list of request bodies, and says which of them is wrong", () => {
    const json = JSON.stringify([
      { text: "Connect a to b" },
      { text: "Connect a to b", approved: true },
      { slots: { source: { name: "a" }, port: 0 } },
    ]);
    const { requests, issues } = parseBulkJson(json);

    expect(requests.map(({ row }) => row)).toEqual([1]);
    expect(issues.map(({ row, column }) => [row, column])).toEqual([
      [2, "(body)"],
      [3, "slots.port"],
    ]);
    for (const bad of ["", "{}", "[]", "null", "[", '"x"']) expect(parseBulkJson(bad).issues).toHaveLength(1);
  });
});
