import type { TransferKind } from "@skylane/core";
import { placeIn, rememberedBy } from "../../_shared/billing/transfers.ts";

/** What the names of Oracle's products, lower case, say of bytes. Within a Region and on FastConnect they are not charged. */
const kinds: readonly (readonly [product: RegExp, kind: TransferKind])[] = [
  [/inter[- ]region/, "inter-region"],
  [/outbound data transfer/, "internet"],
  [/nat gateway.*data|network firewall.*data processing|gateway.*gigabyte.*processed/, "processing"],
];

/** What the description of a product says of bytes. */
export const transferOf = rememberedBy(
  ({ description, regionId }) => `${description}|${regionId ?? ""}`,
  ({ description, regionId }) => {
    const kind = kinds.find(([product]) => product.test(description.toLowerCase()))?.[1];
    if (!kind) return undefined;
    const own = placeIn("oci", regionId);
    const other =
      kind === "internet" ? placeIn("internet", undefined) : kind === "processing" ? own : placeIn("oci", undefined);
    return { kind, from: own, to: other };
  },
);
