import { join } from "node:path";
import { billRules } from "@skylane/clouds/bills";
import { addMoney, type FocusColumnRule, focusColumns, moneyText, readMoney, ZERO } from "@skylane/core";
import { takeDelivery } from "@skylane/engine";
import { describe, expect, it } from "vitest";
import {
  converted,
  datasetOf,
  exportsThere,
  folder,
  isThere,
  readModel,
  readTable,
  type Table,
  unsupportedBy,
} from "./data.ts";
import { errata } from "./errata.ts";
import { everyKind } from "./every-kind.ts";
import { interpret, summary } from "./interpret.ts";
import { type Check, isCheck } from "./model.ts";

if (!isThere)
  console.warn("FOCUS: skipped, because the requirements model and the exports are not beside this repository");

const COST = { "aws-cur": "lineItem/UnblendedCost", "azure-cost": "CostInBillingCurrency", "oci-cost": "cost/myCost" };

const sumOf = ({ header, rows }: Table, column: string): string => {
  const at = header.indexOf(column);
  return moneyText(addMoney(...rows.map((fields) => readMoney(fields[at] ?? "") ?? ZERO)));
};

describe.skipIf(!isThere)("conformance/focus", () => {
  it.each(exportsThere)(
    "every row of a real export of $format is taken, and they come to what it says",
    async ({ format, file, month }) => {
      const table = await readTable(join(folder, file));
      const { lines, report } = await takeDelivery(
        {
          async *rows() {
            yield { header: table.header, rows: table.rows.map((fields, i) => ({ fields, rowNumber: i + 2 })) };
          },
        },
        {
          id: `real/${month}/1`,
          source: "real",
          format,
          billingMonth: month,
          files: [{ name: file, version: "1", bytes: 1 }],
          writtenAtMs: 0,
        },
        { ...billRules(format), tagNames: new Set(), nowMs: 0 },
      );
      const native = sumOf(table, COST[format]);

      expect(table.rows.length).toBeGreaterThan(20);
      expect(report).toMatchObject({ takenCount: table.rows.length, setAsideCount: 0, deviations: [] });
      expect(Object.values(report.billed)).toEqual([native]);
      expect(moneyText(addMoney(...lines.map(({ billed }) => billed)))).toBe(native);
    },
  );

  it.each(exportsThere)(
    "what is made of a real export of $format keeps every rule that can be checked",
    async ({ format, file }) => {
      const data = converted(format, await readTable(join(folder, file)));
      const result = summary(interpret(readModel(), data, unsupportedBy(format)));

      expect(result).toMatchObject({ rules: 621, mustFailing: [], shouldFailing: [] });
      expect(result.checked).toBeGreaterThan(250);
    },
  );

  it.each(everyKind)(
    "what is made of every kind of charge of $format keeps every rule that can be checked",
    ({ format, header, rows }) => {
      const result = summary(interpret(readModel(), converted(format, { header, rows }), unsupportedBy(format)));

      expect(result.mustFailing).toEqual([]);
      expect(result.checked).toBeGreaterThan(250);
    },
  );

  it("where AWS names the Regions that bytes went between, the usage type says the same", async () => {
    const table = await readTable(join(folder, exportsThere[0].file));
    const at = (name: string): number => table.header.indexOf(name);
    const { transferOf } = billRules("aws-cur");
    const seen = table.rows.flatMap((fields) => {
      const [from = "", to = "", type] = ["fromRegionCode", "toRegionCode", "transferType"].map(
        (name) => fields[at(`product/${name}`)],
      );
      if (!type) return [];
      const charge = { cloud: "aws", meter: fields[at("lineItem/UsageType")], regionId: fields[at("product/region")] };
      const transfer = transferOf(charge as Parameters<typeof transferOf>[0]);
      // AWS names the Region that is billed first, also where the bytes came to it
      const said = type === "InterRegion Inbound" ? [to, from] : [from, to];
      return [{ type, said, read: [transfer?.from?.regionId ?? "", transfer?.to?.regionId ?? ""] }];
    });

    expect(seen.length).toBeGreaterThan(400);
    expect(seen.filter(({ said, read }) => said.join() !== read.join())).toEqual([]);
  });

  it("finds what is wrong with the foundation's own sample of FOCUS 1.0", async () => {
    const sample = datasetOf(await readTable(join(folder, "focus_1.0_sample.csv")));
    const { mustFailing } = summary(interpret(readModel(), sample, new Set()));

    expect(mustFailing.map(({ ruleId }) => ruleId)).toEqual(
      expect.arrayContaining(["BillingPeriodStart-C-002-M", "ContractedCost-C-003-M", "ContractedUnitPrice-C-009-C"]),
    );
  });

  it("what the product checks of columns is what the model asks, where the model asks what the specification says", () => {
    const leaves = Object.entries(readModel().ModelRules).filter(([id]) => errata[id] === undefined);
    const asks = (column: string, is: (check: Check) => boolean): boolean =>
      leaves.some(
        ([
          ,
          {
            Reference,
            ValidationCriteria: { Requirement, Condition, Keyword },
          },
        ]) =>
          Reference === column &&
          Keyword.startsWith("MUST") &&
          !isCheck(Condition) &&
          isCheck(Requirement) &&
          is(Requirement),
      );
    const allowed = (column: string): readonly unknown[] =>
      leaves.flatMap(
        ([
          ,
          {
            Reference,
            ValidationCriteria: { Requirement },
          },
        ]) =>
          Reference === column &&
          isCheck(Requirement) &&
          Requirement.CheckFunction === "OR" &&
          Requirement.Items?.every(({ ColumnName }) => ColumnName === column)
            ? [Requirement.Items.map(({ Value }) => Value).toSorted()]
            : [],
      )[0] ?? [];
    const wrong = Object.entries<FocusColumnRule>(focusColumns).flatMap(([column, rule]) => {
      const isNumber = asks(column, ({ CheckFunction }) => CheckFunction === "FormatNumeric");
      const isTime = asks(column, ({ CheckFunction }) => CheckFunction === "FormatDateTime");
      const isMap = asks(column, ({ CheckFunction }) => CheckFunction === "FormatKeyValue");
      const kind = isNumber ? "number" : isTime ? "time" : isMap ? "map" : "text";
      const values = allowed(column);
      return [
        ...(kind === rule.kind ? [] : [`${column} is ${rule.kind}, the model says ${kind}`]),
        ...(values.length > 0 && String(values) !== String(rule.oneOf?.toSorted())
          ? [`${column} allows ${rule.oneOf}`]
          : []),
      ];
    });

    expect(wrong).toEqual([]);
  });
});
