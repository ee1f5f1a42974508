import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { billRules } from "@skylane/clouds/bills";
import { addMoney, type BillLine, type IngestReport, type Money, moneyText, readMoney, ZERO } from "@skylane/core";
import { ingestBills } from "@skylane/engine";
import { billReader } from "@skylane/runtime/bills";
import { loadEstate, type WrittenBills, writeBills } from "@skylane/twin";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { oracleEstate } from "../support/oracle-estate.ts";

const END = Date.UTC(2026, 10, 3, 7);
interface Taken {
  readonly reports: readonly IngestReport[];
  readonly failures: readonly unknown[];
  readonly lines: readonly BillLine[];
}

/** Takes what lies in a folder as an owner would, and again, and answers what is in force. */
async function take({ folder, format, cloud }: WrittenBills): Promise<Taken & { readonly again: Taken["reports"] }> {
  const lines = new Map<string, readonly BillLine[]>();
  const inForce = new Map<string, IngestReport>();
  const ports = {
    reader: billReader([{ id: cloud, format, at: `file:${folder}` }], () => undefined),
    store: {
      replace: async (delivery: { billingMonth: string }, own: readonly BillLine[], report: IngestReport) => {
        lines.set(delivery.billingMonth, own);
        inForce.set(delivery.billingMonth, report);
      },
      taken: async (_: string, month: string) => inForce.get(month),
    },
    nowMs: () => END,
  };
  const request = {
    sourceIds: [cloud],
    sinceMonth: "0000-01",
    tagNames: new Set(["owner", "team"]),
    offers: [],
    rulesFor: billRules,
  };
  const { reports, failures } = await ingestBills(ports, request);
  const again = await ingestBills(ports, request);
  return { reports, failures, lines: [...lines.values()].flat(), again: again.reports };
}
const sum = (amounts: readonly Money[]): Money => amounts.reduce((all, one) => addMoney(all, one), ZERO);

describe("the twin's bills", () => {
  let folder = "";
  const bills: WrittenBills[] = [];
  const taken = new Map<string, Awaited<ReturnType<typeof take>>>();
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "skylane-bills-"));
    bills.push(
      ...(await writeBills(loadEstate("globalcart"), join(folder, "globalcart"), { days: 5, endMs: END })),
      ...(await writeBills(oracleEstate, join(folder, "oracle"), { days: 60, endMs: END })),
    );
    for (const bill of bills) taken.set(bill.cloud, await take(bill));
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const each = (check: (bill: WrittenBills, taken: Awaited<ReturnType<typeof take>>) => void): void => {
    for (const bill of bills) check(bill, taken.get(bill.cloud) as Awaited<ReturnType<typeof take>>);
  };

  it("are of four clouds, over the end of a month, and every row of them is taken", () => {
    expect(bills.map(({ cloud }) => cloud)).toEqual(["aws", "azure", "gcp", "oci"]);
    each(({ cloud, months, rowCount }, { reports, failures }) => {
      const own = reports.filter(({ status }) => status === "taken");
      expect(failures, cloud).toEqual([]);
      expect(own.map(({ billingMonth }) => billingMonth).toSorted(), cloud).toEqual(months);
      expect(
        own.flatMap(({ setAside }) => setAside),
        cloud,
      ).toEqual([]);
      expect(
        own.reduce((all, { takenCount }) => all + takenCount, 0),
        cloud,
      ).toBe(rowCount);
    });
  });

  it("come to what was billed, to the last decimal, and their lines to the same", () => {
    each(({ cloud, billedUsd }, { reports, lines }) => {
      const billed = sum(
        reports.filter(({ status }) => status === "taken").map(({ billed: all }) => readMoney(all.USD ?? "") ?? ZERO),
      );
      expect(moneyText(billed), cloud).toBe(billedUsd);
      expect(moneyText(sum(lines.map((line) => line.billed))), cloud).toBe(billedUsd);
    });
  });

  it("say of every byte that costs something where it went, so that transfer comes to what bytes cost", () => {
    each(({ cloud, transferUsd }, { lines }) => {
      const transfers = lines.filter(({ transfer }) => transfer !== undefined);
      expect(moneyText(sum(transfers.map(({ billed }) => billed))), cloud).toBe(transferUsd);
      expect(Number(transferUsd), cloud).toBeGreaterThan(0);
    });
  });

  it("come a second time with what was late and wrong: where a month is written again, the first is older", () => {
    each(({ cloud, months }, { reports, again }) => {
      const older = reports.filter(({ status }) => status === "older-than-taken");
      expect(older.length, cloud).toBe(cloud === "aws" || cloud === "azure" ? months.length : 0);
      expect(
        again.filter(({ status }) => status === "taken"),
        cloud,
      ).toEqual([]);
    });
    const { lines = [] } = taken.get("oci") ?? {};
    const adjusted = lines.filter(({ category }) => category === "Adjustment");
    expect(adjusted.length).toBeGreaterThan(0);
    expect(Number(moneyText(sum(adjusted.map(({ billed }) => billed))))).toBeGreaterThan(0);
  });

  it("keep to FOCUS: nothing is said of rows but what Oracle's older version lacks", () => {
    each(({ cloud }, { reports }) => {
      const said = reports.flatMap(({ deviations }) => deviations.map(({ column, says }) => `${column} ${says}`));
      expect(
        [...new Set(said)].filter((one) => !one.startsWith("(delivery)")),
        cloud,
      ).toEqual([]);
    });
  });

  it("carry the estate's tags, whatever is written in them", () => {
    const { lines = [] } = taken.get("oci") ?? {};
    expect(lines.find(({ serviceName, tags }) => serviceName === "NETWORK" && tags.team !== undefined)?.tags).toEqual({
      owner: "books, and so on",
      team: 'the "ledger"',
    });
  });
});
