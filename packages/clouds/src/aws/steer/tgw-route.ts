import type { TransitGatewayRoute } from "@aws-sdk/client-ec2";
import type { Actuator, MoveRequest, PreImage, RouteChange } from "@skylane/core";
import * as z from "zod";
import { unlessRefused } from "../sdk-calls.ts";
import type { AwsCalls } from "./aws-calls.ts";
import { AttachmentHandle, RegionId, TransitGatewayRouteTableId } from "./aws-ids.ts";
import { conflict } from "./refusals.ts";

const Settings = z.strictObject({
  regionId: RegionId,
  transitGatewayRouteTableId: TransitGatewayRouteTableId,
});

/**
 * Sends a prefix from a transit gateway to one attachment by a static route, which beats what is propagated. Undo deletes
 * it, and the propagated route is back by itself. Static routes may name VPC, VPN and peering attachments, not a Direct
 * Connect gateway: a fail back to Direct Connect is a delete, never a replace (clouds.md 3.5, A1).
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html (read 2026-11)
 */
export function tgwRoute(aws: AwsCalls): Actuator {
  const find = (change: RouteChange): Promise<TransitGatewayRoute | undefined> => findStatic(aws, change);

  return {
    id: "aws.tgw-route",
    settings: Settings,
    handle: AttachmentHandle,
    plan: planTgwRoutes,

    async snapshot(change) {
      const attachmentId = attachmentOf(await find(change));
      return {
        changeId: change.id,
        state: attachmentId === undefined ? null : { transitGatewayAttachmentId: attachmentId },
      };
    },
    async apply(change) {
      const present = await find(change);
      if (attachmentOf(present) === desiredOf(change)) return "already";
      await write(aws, change, desiredOf(change), present !== undefined);
      return "applied";
    },
    async isApplied(change) {
      const present = await find(change);
      return present?.State === "active" && attachmentOf(present) === desiredOf(change);
    },
    async restore(change, before) {
      const present = attachmentOf(await find(change));
      const wanted = before.state?.transitGatewayAttachmentId;
      if (present === wanted) return "already";
      // Neither ours nor what was before: somebody changed it meanwhile, and we do not fight.
      if (present !== undefined && present !== desiredOf(change))
        throw conflict(change, `the static route now points to ${present}`);
      if (wanted === undefined) await remove(aws, change);
      else await write(aws, change, wanted, present !== undefined);
      return "restored";
    },
    isRestored: async (change, before: PreImage) =>
      attachmentOf(await find(change)) === before.state?.transitGatewayAttachmentId,
  };
}

/** One change per prefix: in this route table, to the backup's attachment. */
function planTgwRoutes({ groupId, sideId, prefixes, settings, to }: MoveRequest): readonly RouteChange[] {
  const { regionId, transitGatewayRouteTableId } = Settings.parse(settings);
  const { transitGatewayAttachmentId } = AttachmentHandle.parse(to);
  return prefixes.map((prefix) => ({
    id: `${groupId}:${sideId}:${prefix}`,
    sideId,
    cloud: "aws",
    actuator: "aws.tgw-route",
    prefix,
    target: { regionId, transitGatewayRouteTableId },
    desired: { transitGatewayAttachmentId },
    summary: `in ${transitGatewayRouteTableId} (${regionId}) send ${prefix} to ${transitGatewayAttachmentId} by a static route`,
  }));
}

const tableOf = (change: RouteChange): string => change.target.transitGatewayRouteTableId ?? "";
const desiredOf = (change: RouteChange): string => change.desired.transitGatewayAttachmentId ?? "";
const attachmentOf = (route: TransitGatewayRoute | undefined): string | undefined =>
  route?.TransitGatewayAttachments?.[0]?.TransitGatewayAttachmentId;

async function findStatic(aws: AwsCalls, change: RouteChange): Promise<TransitGatewayRoute | undefined> {
  const answer = await aws.ec2(change, "SearchTransitGatewayRoutes", (client, sdk) =>
    client.send(
      new sdk.SearchTransitGatewayRoutesCommand({
        TransitGatewayRouteTableId: tableOf(change),
        Filters: [
          { Name: "route-search.exact-match", Values: [change.prefix] },
          { Name: "type", Values: ["static"] },
        ],
        MaxResults: 5,
      }),
    ),
  );
  return answer.Routes?.find((route) => route.DestinationCidrBlock === change.prefix && route.Type === "static");
}

async function write(aws: AwsCalls, change: RouteChange, attachmentId: string, exists: boolean): Promise<void> {
  const input = { ...routeOf(change), TransitGatewayAttachmentId: attachmentId };
  const create = () =>
    aws.ec2(change, "CreateTransitGatewayRoute", (client, sdk) =>
      client.send(new sdk.CreateTransitGatewayRouteCommand(input)),
    );
  // A read may lag behind our own earlier write: the route is there, make it point to the right place.
  if (!exists && (await unlessRefused(["RouteAlreadyExists"], create))) return;
  await aws.ec2(change, "ReplaceTransitGatewayRoute", (client, sdk) =>
    client.send(new sdk.ReplaceTransitGatewayRouteCommand(input)),
  );
}

const remove = (aws: AwsCalls, change: RouteChange): Promise<boolean> =>
  unlessRefused(["InvalidRoute.NotFound"], () =>
    aws.ec2(change, "DeleteTransitGatewayRoute", (client, sdk) =>
      client.send(new sdk.DeleteTransitGatewayRouteCommand(routeOf(change))),
    ),
  );

const routeOf = (change: RouteChange) => ({
  TransitGatewayRouteTableId: tableOf(change),
  DestinationCidrBlock: change.prefix,
});
