import type { TransferKind } from "@skylane/core";
import { placeIn, rememberedBy } from "../../_shared/billing/transfers.ts";

/** What Azure's meters, lower case, say of bytes: what they cross; `in` = they came. The first that fits counts. */
const kinds: readonly (readonly [meter: RegExp, kind: TransferKind, direction: "out" | "in"])[] = [
  [/intra-region ingress|global.*ingress|inter-region ingress/, "peering", "in"],
  [/intra-region egress|global.*egress|inter-region egress/, "peering", "out"],
  [/expressroute.*data transfer in|metered data - data transfer in/, "dedicated", "in"],
  [/expressroute.*data transfer out|metered data - data transfer out/, "dedicated", "out"],
  [/availability zone data transfer|inter-availability zone/, "inter-zone", "out"],
  [
    /(intra-continent|inter-continent|inter-region|geo-replication).*data transfer|inter continent data transfer/,
    "inter-region",
    "out",
  ],
  [/data processed|data processing/, "processing", "out"],
  [/data transfer in/, "internet", "in"],
  [/data transfer out|bandwidth.*egress|internet egress/, "internet", "out"],
];

/** What Azure's meter says of bytes; to which Region or cloud they go it does not. */
export const transferOf = rememberedBy(
  ({ meter, description, serviceName, regionId }) => `${serviceName}|${meter ?? ""}|${description}|${regionId ?? ""}`,
  ({ meter, description, serviceName, regionId }) => {
    const said = `${serviceName} ${description} ${meter ?? ""}`.toLowerCase();
    const found = kinds.find(([pattern]) => pattern.test(said));
    if (!found) return undefined;
    const [, kind, direction] = found;
    const own = placeIn("azure", regionId);
    if (kind === "inter-zone" || kind === "processing") return { kind, from: own, to: own };
    const other =
      kind === "internet"
        ? placeIn("internet", undefined)
        : kind === "inter-region" || kind === "peering"
          ? /intra-region/.test(said)
            ? own
            : placeIn("azure", undefined)
          : undefined;
    return direction === "out" ? { kind, from: own, to: other } : { kind, from: other, to: own };
  },
);
