import type { Charge } from "./charges.ts";
import { BYTES_OF } from "./tariff.ts";

/** A row of a delivery: a charge, or what an earlier row of it was wrong by. */
export interface BillRow extends Charge {
  readonly kind: "usage" | "adjustment";
}

/** Units as a decimal; negative where money is given back. */
export function quantityOf({ count, meter }: Pick<Charge, "count" | "meter">): string {
  const { unit } = meter.sku;
  if (unit === "Hours") return String(count);
  // GB are exact; of GiB fifteen digits are told
  return String(Number((count / BYTES_OF[unit]).toPrecision(15)));
}
