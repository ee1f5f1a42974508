import type { RouteChange } from "@skylane/core";
import * as z from "zod";
import { type OracleNetwork, parseAnswer } from "./oracle-network.ts";

const Attachment = z.looseObject({
  drgAttachment: z.looseObject({
    id: z.string(),
    lifecycleState: z.string(),
    networkDetails: z.looseObject({ type: z.string() }),
  }),
});
const Rules = z.array(
  z.looseObject({
    id: z.string(),
    destination: z.string(),
    nextHopDrgAttachmentId: z.string().default(""),
    isConflict: z.boolean().default(false),
    isBlackhole: z.boolean().default(false),
  }),
);

/** An attachment of a DRG and what it attaches, e.g. `VCN` or `VIRTUAL_CIRCUIT`. */
export interface DrgAttachment {
  readonly id: string;
  readonly type: string;
  readonly isAttached: boolean;
}

/** A rule of a DRG's route table. */
export type DrgRouteRule = z.infer<typeof Rules>[number];

/** @throws ERR_CLOUD_NOT_FOUND */
export async function readAttachment(oracle: OracleNetwork, change: RouteChange, id: string): Promise<DrgAttachment> {
  const operation = "GetDrgAttachment";
  const answer = await oracle.call(change, operation, id, (network) =>
    network.getDrgAttachment({ drgAttachmentId: id }),
  );
  const { networkDetails, lifecycleState } = parseAnswer(Attachment, answer, operation, id).drgAttachment;
  return { id, type: networkDetails.type, isAttached: lifecycleState === "ATTACHED" };
}

/** All rules of the change's route table of one kind, page by page. */
export async function readRules(
  oracle: OracleNetwork,
  change: RouteChange,
  routeType: "STATIC" | "DYNAMIC",
): Promise<readonly DrgRouteRule[]> {
  const { drgRouteTableId = "" } = change.target;
  const operation = "ListDrgRouteRules";
  const answer = await oracle.call(change, operation, drgRouteTableId, (network) =>
    Array.fromAsync(network.listAllDrgRouteRules({ drgRouteTableId, routeType: routeType as never, limit: 1_000 })),
  );
  return parseAnswer(Rules, answer, operation, drgRouteTableId);
}
