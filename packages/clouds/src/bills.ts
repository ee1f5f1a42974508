import type { BillFormat, Billing, BillRules, CloudId } from "@skylane/core";
import { allBilling } from "./_billing.gen.ts";

const allBillings: readonly Billing[] = allBilling;
const byProvider = new Map(
  allBilling.flatMap(({ cloud, providerNames }) => providerNames.map((name) => [name.toLowerCase(), cloud] as const)),
);
const byCloud = new Map<CloudId, Billing>(allBilling.map((one) => [one.cloud, one]));

/** How to read a bill of that format. FOCUS needs no converter, and its rows say whose they are. */
export function billRules(format: BillFormat): BillRules {
  const billing = allBillings.find((one) => one.format === format);
  const converterFor = billing?.converterFor ?? allBillings.find(({ more }) => more?.[format])?.more?.[format];
  return {
    cloudOf: (providerName) => byProvider.get(providerName.toLowerCase()),
    ...(converterFor && { converterFor, jsonColumns: billing?.jsonColumns }),
    transferOf: (charge) => (charge.cloud === undefined ? undefined : byCloud.get(charge.cloud)?.transferOf(charge)),
  };
}
