import { billedIn, billedMonths, DAY_MS, HOUR_MS } from "../../../bills/billed-so-far.ts";
import { type Charge, usdText } from "../../../bills/charges.ts";
import { skuId } from "../../../bills/focus-rows.ts";
import { quantityOf } from "../../../bills/row.ts";
import type { World } from "../../../world/world.ts";

/** A column, or a field of a record, as the schema of a table names it. */
export interface Field {
  readonly name: string;
  readonly type: "STRING" | "FLOAT" | "TIMESTAMP" | "RECORD";
  readonly mode: "NULLABLE" | "REPEATED";
  readonly fields?: readonly Field[];
}
/** Moments are microseconds since 1970. */
export type Value = string | number | null | readonly Value[] | { readonly [name: string]: Value };
export type Row = Readonly<Record<string, Value>>;

const text = (...names: readonly string[]): readonly Field[] =>
  names.map((name) => ({ name, type: "STRING", mode: "NULLABLE" }));
const float = (name: string): Field => ({ name, type: "FLOAT", mode: "NULLABLE" });
const time = (name: string): Field => ({ name, type: "TIMESTAMP", mode: "NULLABLE" });
const record = (name: string, fields: readonly Field[], mode: Field["mode"] = "NULLABLE"): Field => ({
  name,
  type: "RECORD",
  mode,
  fields,
});

/** Columns of the detailed export that the twin fills. @see https://cloud.google.com/billing/docs/how-to/export-data-bigquery-tables/detailed-usage (read 2026-11) */
export const exportSchema: readonly Field[] = [
  ...text("billing_account_id"),
  record("service", text("id", "description")),
  record("sku", text("id", "description")),
  time("usage_start_time"),
  time("usage_end_time"),
  record("project", text("id", "number", "name")),
  record("labels", text("key", "value"), "REPEATED"),
  record("location", text("location", "country", "region", "zone")),
  record("resource", text("name", "global_name")),
  time("export_time"),
  float("cost"),
  ...text("currency"),
  float("currency_conversion_rate"),
  record("usage", [float("amount"), ...text("unit"), float("amount_in_pricing_units"), ...text("pricing_unit")]),
  record("credits", [...text("name"), float("amount"), ...text("id", "full_name", "type")], "REPEATED"),
  record("invoice", text("month", "publisher_type")),
  ...text("cost_type"),
  float("cost_at_list"),
];

export const BILLING_ACCOUNT = "01AB23-456789-CDEF01";
export const EXPORT_TABLE = `gcp_billing_export_resource_v1_${BILLING_ACCOUNT.replaceAll("-", "_")}`;
/** How long after an hour its rows are there. */
const LATE_MS = 5 * HOUR_MS;

/** Rows of the billing account that are exported by now, with the day that each came in as `_PARTITIONTIME`. */
export function exportedRows(world: World): readonly Row[] {
  const nowMs = world.clock.nowMs();
  return billedMonths(world)
    .flatMap((monthMs) => billedIn(world, "gcp", monthMs, HOUR_MS))
    .flatMap((charge) => (charge.endMs + LATE_MS <= nowMs ? [rowOf(charge)] : []));
}

function rowOf({ meter, startMs, endMs, count, picoUsd }: Charge): Row {
  const { sku, resource, regionId, accountId, tags } = meter;
  const cost = usdText(picoUsd);
  const exportedMs = endMs + LATE_MS;
  return {
    _PARTITIONTIME: Math.floor(exportedMs / DAY_MS) * DAY_MS * 1_000,
    billing_account_id: BILLING_ACCOUNT,
    service: { id: skuId(sku.service), description: sku.service },
    sku: { id: skuId(sku.meter), description: sku.meter },
    usage_start_time: startMs * 1_000,
    usage_end_time: endMs * 1_000,
    project: { id: accountId, number: null, name: accountId },
    labels: Object.entries(tags).map(([key, value]) => ({ key, value })),
    location: { location: regionId, country: null, region: regionId, zone: null },
    resource: { name: resource.name, global_name: resource.id },
    export_time: exportedMs * 1_000,
    cost,
    currency: "USD",
    currency_conversion_rate: "1",
    usage: {
      amount: String(count),
      unit: sku.unit === "Hours" ? "hours" : "bytes",
      amount_in_pricing_units: quantityOf({ count, meter }),
      pricing_unit: sku.unit === "Hours" ? "hour" : sku.unit === "GB" ? "gigabyte" : "gibibyte",
    },
    credits: [],
    invoice: { month: new Date(startMs).toISOString().slice(0, 7).replace("-", ""), publisher_type: "GOOGLE" },
    cost_type: "regular",
    cost_at_list: cost,
  };
}
