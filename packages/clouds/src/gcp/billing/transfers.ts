import type { TransferKind } from "@skylane/core";
import { placeIn, rememberedBy } from "../../_shared/billing/transfers.ts";

/** What Google's SKUs, lower case, say of bytes; the first that fits counts. */
const kinds: readonly (readonly [sku: RegExp, kind: TransferKind])[] = [
  [/interconnect.*(egress|data transfer out|traffic)|(egress|data transfer out).*interconnect/, "dedicated"],
  [/peering/, "peering"],
  [/inter[- ]?zone|intra[- ]?zone|between zones/, "inter-zone"],
  [/inter[- ]?region|data transfer between|region to region/, "inter-region"],
  [
    /nat gateway.*data processing|cloud nat.*data|load balanc.*data processing|private service connect.*data processing/,
    "processing",
  ],
  [
    /internet (egress|data transfer out)|network egress|internet ingress|internet data transfer in|download worldwide/,
    "internet",
  ],
];

/** What the name of Google's SKU says of bytes, e.g. `Network Internet Data Transfer Out from Americas to EMEA`. */
export const transferOf = rememberedBy(
  ({ meter, description, regionId }) => `${meter ?? description}|${regionId ?? ""}`,
  ({ meter, description, regionId }) => {
    const said = (meter ?? description).toLowerCase();
    const kind = kinds.find(([sku]) => sku.test(said))?.[1];
    if (!kind) return undefined;
    const own = placeIn("gcp", regionId);
    if (kind === "inter-zone" || kind === "processing") return { kind, from: own, to: own };
    const other =
      kind === "internet"
        ? placeIn("internet", undefined)
        : kind === "inter-region"
          ? placeIn("gcp", undefined)
          : undefined;
    return /ingress|data transfer in\b/.test(said) ? { kind, from: other, to: own } : { kind, from: own, to: other };
  },
);
