import type { BillCharge } from "@skylane/core";

type Transfer = NonNullable<BillCharge["transfer"]>;

/** The same place of the same cloud, without a Region where none is known. */
export const placeIn = (
  cloud: NonNullable<Transfer["from"]>["cloud"],
  regionId: string | undefined,
): Transfer["from"] => (regionId === undefined || regionId === "" ? { cloud } : { cloud, regionId });

const REMEMBERED = 20_000;

/** A reading that is made once for each key: bills say the same few meters a million times, and the same answer is the same object. */
export function rememberedBy(
  keyOf: (charge: BillCharge) => string,
  read: (charge: BillCharge) => Transfer | undefined,
): (charge: BillCharge) => Transfer | undefined {
  const known = new Map<string, Transfer | undefined>();
  return (charge) => {
    const key = keyOf(charge);
    if (known.has(key)) return known.get(key);
    const transfer = read(charge);
    if (known.size < REMEMBERED) known.set(key, transfer);
    return transfer;
  };
}
