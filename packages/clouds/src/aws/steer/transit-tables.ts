import type { RouteChange } from "@skylane/core";
import type { AwsCalls } from "./aws-calls.ts";

/** A route that a table uses: of each prefix only the winner is shown. */
export interface TableRoute {
  readonly prefix: string;
  readonly isPropagated: boolean;
  readonly attachmentIds: readonly string[];
}

/** Every active route of a table of a transit gateway. */
export const routesIn = (aws: AwsCalls, change: RouteChange, tableId: string): Promise<readonly TableRoute[]> =>
  aws.ec2(change, "SearchTransitGatewayRoutes", async (client, sdk) => {
    const pages = sdk.paginateSearchTransitGatewayRoutes(
      { client, pageSize: 1_000 },
      { TransitGatewayRouteTableId: tableId, Filters: [{ Name: "state", Values: ["active"] }] },
    );
    const answers = await Array.fromAsync(pages);
    return answers.flatMap(({ Routes = [] }) =>
      Routes.map(({ DestinationCidrBlock = "", Type, TransitGatewayAttachments = [] }) => ({
        prefix: DestinationCidrBlock,
        isPropagated: Type === "propagated",
        attachmentIds: TransitGatewayAttachments.flatMap((one) => one.TransitGatewayAttachmentId ?? []),
      })),
    );
  });

/** Which of these attachments propagate into a table, or are about to. */
export const propagatingInto = (
  aws: AwsCalls,
  change: RouteChange,
  tableId: string,
  attachmentIds: readonly string[],
): Promise<ReadonlySet<string>> =>
  aws.ec2(change, "GetTransitGatewayRouteTablePropagations", async (client, sdk) => {
    const pages = sdk.paginateGetTransitGatewayRouteTablePropagations(
      { client },
      {
        TransitGatewayRouteTableId: tableId,
        Filters: [{ Name: "transit-gateway-attachment-id", Values: [...attachmentIds] }],
      },
    );
    const answers = await Array.fromAsync(pages);
    return new Set(
      answers
        .flatMap(({ TransitGatewayRouteTablePropagations = [] }) => TransitGatewayRouteTablePropagations)
        .filter(({ State }) => State === "enabled" || State === "enabling")
        .flatMap((one) => one.TransitGatewayAttachmentId ?? []),
    );
  });
