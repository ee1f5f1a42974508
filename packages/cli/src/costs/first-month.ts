import { type BillDelivery, BillingMonth, type BillReader, type BillRules } from "@skylane/core";

/** The month that the first row of a file that says one is billed in; `undefined` = none does. */
export async function firstMonth(
  reader: Pick<BillReader, "rows">,
  delivery: BillDelivery,
  fileName: string,
  { converterFor }: Pick<BillRules, "converterFor">,
): Promise<BillingMonth | undefined> {
  for await (const page of reader.rows(delivery, fileName)) {
    const converter = converterFor?.(page.header);
    const at = (converter?.header ?? page.header).findIndex(
      (name) => name.replace(/^\uFEFF/, "").trim() === "BillingPeriodStart",
    );
    if (at < 0) return undefined;
    for (const { fields } of page.rows) {
      const row = converter ? converter.convert(fields) : fields;
      const read = BillingMonth.safeParse("fault" in row ? "" : (row[at] ?? "").slice(0, 7));
      if (read.success) return read.data;
    }
  }
  return undefined;
}
