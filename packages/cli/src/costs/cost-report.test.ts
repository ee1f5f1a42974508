import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { CostSettings } from "@skylane/core";
import { onDemandBook, tagNamesAsked } from "@skylane/engine";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asJson, costReport } from "./cost-report.ts";
import { readBills } from "./read-bills.ts";

const HEADER = [
  "BilledCost",
  "EffectiveCost",
  "ListCost",
  "BillingAccountId",
  "BillingCurrency",
  "BillingPeriodStart",
  "ChargeCategory",
  "ChargePeriodStart",
  "ChargePeriodEnd",
  "ProviderName",
  "ServiceName",
  "ServiceCategory",
  "PricingCategory",
  "ResourceId",
  "RegionId",
  "Tags",
];
const settings = CostSettings.parse({
  scopes: ["web", "data"].map((id) => ({ kind: "team", id, match: [{ tags: { team: id } }] })),
  budgets: [{ id: "web", scope: { kind: "team", id: "web" }, monthlyUsd: 600 }],
  savings: {
    faultTolerant: [{ tags: { team: "data" } }],
    offers: [{ id: "plan", match: [{ tags: { team: "web" } }], discountRatio: 0.3, termMonths: 12 }],
  },
});

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skylane-bills-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Hours of October and of November to the 20th: a dollar an hour of `web`; `data` on demand, and as much on spot for 40 cents. */
function writeMonths(): void {
  mkdirSync(join(folder, "aws"));
  for (const [month, days] of [
    ["2026-10", 31],
    ["2026-11", 20],
  ] as const) {
    const rows = Array.from({ length: days * 24 }, (_, i) => {
      const day = `${month}-${String(Math.floor(i / 24) + 1).padStart(2, "0")}`;
      const startMs = Date.parse(`${day}T00:00:00Z`) + (i % 24) * 3_600_000;
      const at = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
      const row = (billed: number, team: string, pricing: string) =>
        [
          billed,
          billed,
          1,
          "111111111111",
          "USD",
          `${month}-01T00:00:00Z`,
          "Usage",
          at(startMs),
          at(startMs + 3_600_000),
          "AWS",
          "Amazon EC2",
          "Compute",
          pricing,
          `i-${team}-${pricing}`,
          "us-east-1",
          `"{""team"":""${team}""}"`,
        ].join(",");
      return [row(1, "web", "Standard"), row(1, "data", "Standard"), row(0.4, "data", "Dynamic")].join("\n");
    });
    const text = `${HEADER.join(",")}\n${rows.join("\n")}\n`;
    if (month === "2026-10") writeFileSync(join(folder, "aws", `${month}.csv.gz`), gzipSync(text));
    else writeFileSync(join(folder, "aws", `${month}.csv`), `${text}broken,row\n`);
  }
}

async function reportOf(month: string) {
  const onDemand = onDemandBook(settings.savings.offers);
  const tagNames = tagNamesAsked(settings);
  const { lines, reports } = await readBills(folder, { tagNames, onTaken: onDemand.add });
  return { made: costReport(lines, onDemand, { month, by: "team", settings }), reports };
}

describe("cli/costs/cost-report", () => {
  it("makes of files who pays what, where the month ends, which budget is passed and what could be saved", async () => {
    writeMonths();

    const { made, reports } = await reportOf("2026-11");
    const json = asJson(made);

    expect(reports.map(({ billingMonth, setAsideCount }) => [billingMonth, setAsideCount])).toEqual([
      ["2026-10", 0],
      ["2026-11", 1],
    ]);
    expect(json.lastDay).toBe("2026-11-20");
    expect(json.allocations).toMatchObject([
      {
        currency: "USD",
        total: "1152",
        shares: [
          { id: "data", billed: "672" },
          { id: "web", billed: "480" },
        ],
      },
    ]);
    const web = json.forecasts.find(({ scope }) => scope.id === "web");
    expect(web?.monthEndUsd).toBeCloseTo(720, 6);
    // the parts of the month that are spent, and the whole that will be
    expect(json.budgets.map(({ threshold, ratio }) => [threshold, ratio])).toEqual([
      ["monthly", 0.8],
      ["monthly-foreseen", 1],
    ]);
    const found = Object.fromEntries(json.recommendations.map(({ kind, savingUsd }) => [kind, savingUsd]));
    expect(Object.keys(found).toSorted()).toEqual(["commitment", "spot"]);
    expect(found.commitment).toBeCloseTo(0.3 * 730, 6);
    // thirty days at 24 dollars, of which the bill says that spot capacity costs 60 % less
    expect(found.spot).toBeCloseTo(30 * 24 * 0.6 * (730 / 24 / 30), 6);
    expect(() => JSON.stringify(json)).not.toThrow();
  });

  it("foresees nothing of a month that is over", async () => {
    writeMonths();

    const { made } = await reportOf("2026-10");

    expect(made.forecasts).toEqual([]);
    expect(made.budgets.map(({ threshold, ratio, period }) => [threshold, ratio, period])).toEqual([
      ["monthly", 1, "2026-10"],
    ]);
    expect(made.lastDay).toBe("2026-10-31");
  });

  it.each([
    ["a folder without bills", () => undefined, /There is no bill in .*\.csv/],
    ["a file that is no bill", () => writeFileSync(join(folder, "x.csv"), "a,b\n1,2\n"), /header lacks/],
    ["a file that is no gzip", () => writeFileSync(join(folder, "x.csv.gz"), "a,b\n"), /incorrect header check/],
  ])("refuses %s, and says why", async (_, write, message) => {
    write();
    await expect(readBills(folder, { tagNames: new Set(), onTaken: () => undefined })).rejects.toThrow(message);
  });

  it("refuses a folder that is not there", async () => {
    await expect(readBills(join(folder, "nowhere"), { tagNames: new Set(), onTaken: () => undefined })).rejects.toThrow(
      /cannot be read/,
    );
  });
});
