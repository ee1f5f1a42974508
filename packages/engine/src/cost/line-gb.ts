import type { BillLine } from "@skylane/core";

const GB_OF_UNIT: Readonly<Record<string, number>> = {
  gb: 1,
  gigabytes: 1,
  gib: 1.073741824,
  gibibytes: 1.073741824,
  tb: 1_000,
  tib: 1_099.511627776,
  bytes: 1e-9,
  mb: 1e-3,
};

/** Decimal gigabytes that a line of a bill counts; `undefined` = it counts something else, or does not say. */
export function gbOfLine({ usage }: Pick<BillLine, "usage">): number | undefined {
  // Azure counts in "1 GB"
  const size = usage && GB_OF_UNIT[usage.unit.toLowerCase().replace(/^1 /, "")];
  return size === undefined ? undefined : usage && usage.quantity * size;
}
