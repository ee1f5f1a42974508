import type { PriceItem, PriceRow } from "@skylane/core";
import { type PriceSpec, priceRows } from "../../_shared/price-rows.ts";

const TABLES = { source: "Infracost's tables of AWS costs (2026-08)", asOf: "2026-08-01", trust: "secondary" } as const;
const VENDOR = {
  source: "AWS agent toolkit, cost calculation of DynamoDB on demand (2026-10)",
  asOf: "2026-10-01",
  trust: "vendor",
} as const;
const UNCHECKED = { asOf: "2026-11-20", trust: "unverified" } as const;
type Said = Pick<PriceRow, "source" | "asOf" | "trust">;

/** A price in Virginia; in Ohio and Oregon it is taken to be the same, which nobody confirmed. Other Regions are not known. */
const priced = (
  item: PriceItem,
  unit: PriceRow["unit"],
  usd: PriceSpec["usd"],
  { variant, freeUnits, said = TABLES }: { variant?: string; freeUnits?: number; said?: Said } = {},
): readonly PriceRow[] => {
  const what = [item, ...(variant === undefined ? [] : [variant])].join("-");
  const spec = {
    usd,
    ...(variant !== undefined && { variant }),
    ...(freeUnits !== undefined && { allowance: { pool: `aws-${what}`, units: freeUnits } }),
  };
  const begin = variant === undefined ? "" : `${variant}/`;
  return priceRows({ cloud: "aws", item, unit, ...said }, [
    { ...spec, id: `${begin}us-east-1`, regions: ["us-east-1"] },
    {
      ...spec,
      ...UNCHECKED,
      source: "taken to be as in us-east-1 (not checked with the vendor)",
      id: `${begin}us`,
      regions: ["us-east-2", "us-west-2"],
    },
  ]);
};

/**
 * What Skylane's own stack is charged for. Allowances are what AWS gives each account a month; whether they are counted is
 * for who asks to say. An event is one of up to 64 KB; a schedule's call, an assumed role and a standard parameter have no
 * price that matters or none at all.
 */
export const serverlessPrices: readonly PriceRow[] = [
  ...priced("function-time", "GB-second", 0.0000133334, { variant: "arm64", freeUnits: 400_000 }),
  ...priced("function-request", "million", 0.2, { freeUnits: 1 }),
  ...priced("event", "million", 1),
  ...priced("event-archive", "GB", 0.1),
  ...priced("schedule-run", "million", 1, { freeUnits: 14 }),
  ...priced("workflow-transition", "million", 25, { freeUnits: 0.004 }),
  ...priced("table-read", "million", 0.125, { said: VENDOR }),
  ...priced("table-write", "million", 0.625, { said: VENDOR }),
  ...priced("table-storage", "GB-month", 0.25),
  ...priced("table-backup", "GB-month", 0.2),
  ...priced("api-request", "million", 1),
  ...priced("log-data", "GB", 0.5, { freeUnits: 5 }),
  ...priced("log-storage", "GB-month", 0.03),
  ...priced("alarm", "month", 0.1, { freeUnits: 10 }),
  ...priced("dashboard", "month", 3, {
    freeUnits: 3,
    said: { source: "Amazon CloudWatch pricing, dashboards (not checked with the vendor)", ...UNCHECKED },
  }),
  ...priced("queue-request", "million", 0.4, {
    freeUnits: 1,
    said: { source: "Amazon SQS pricing, standard queues (not checked with the vendor)", ...UNCHECKED },
  }),
  ...priced("key", "month", 1, {
    said: { source: "AWS KMS pricing, customer managed keys (not checked with the vendor)", ...UNCHECKED },
  }),
];
