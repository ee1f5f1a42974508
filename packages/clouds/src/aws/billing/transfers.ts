import type { TransferKind } from "@skylane/core";
import { placeIn, rememberedBy } from "../../_shared/billing/transfers.ts";
import { regionOfCode } from "./region-codes.ts";

/** The Regions that a usage type begins with, and what is left of it. */
const TYPE = /^(?:([A-Z]{2}|[A-Z]{2,3}\d)-)?(?:(EU|[A-Z]{2,3}\d)-)?(.+)$/;
/** What is left, and what its bytes crossed; `in` = they came. */
const kinds: readonly (readonly [left: RegExp, kind: TransferKind, direction: "out" | "in"])[] = [
  [/^AWS-Out-[AO]?Bytes/, "inter-region", "out"],
  [/^AWS-In-[AO]?Bytes/, "inter-region", "in"],
  [/^DataTransfer-(Regional|xAZ-(In|Out)|AZ-(In|Out))-[AO]?Bytes/, "inter-zone", "out"],
  [/^DataTransfer-Out-[AO]?Bytes/, "internet", "out"],
  [/^DataTransfer-In-[AO]?Bytes/, "internet", "in"],
  // a location of Direct Connect stands before it: USE1-EqDC2-DataXfer-Out:dc.3
  [/(^|-)DataXfer-Out(:|$)/, "dedicated", "out"],
  [/(^|-)DataXfer-In(:|$)/, "dedicated", "in"],
  [/^VpcPeering-Out-Bytes/, "peering", "out"],
  [/^VpcPeering-In-Bytes/, "peering", "in"],
  [/^(TransitGateway|NatGateway|VpcEndpoint|CloudWAN|VPCLattice)[\w-]*-Bytes/, "processing", "out"],
];

/** What AWS's usage type says of bytes, e.g. `USE1-EUC1-AWS-Out-Bytes`. To which cloud bytes leave it never says. */
export const transferOf = rememberedBy(
  ({ meter, regionId }) => `${meter ?? ""} ${regionId ?? ""}`,
  ({ meter = "", regionId }) => {
    const [, first = "", second = "", left = ""] = TYPE.exec(meter) ?? [];
    const found = kinds.find(([pattern]) => pattern.test(left));
    if (!found) return undefined;
    const [, kind, direction] = found;
    const own = placeIn("aws", regionOfCode(first) ?? regionId);
    if (kind === "inter-zone" || kind === "processing") return { kind, from: own, to: own };
    const other =
      kind === "inter-region"
        ? placeIn("aws", regionOfCode(second))
        : kind === "internet"
          ? placeIn("internet", undefined)
          : undefined;
    return direction === "out" ? { kind, from: own, to: other } : { kind, from: other, to: own };
  },
);
