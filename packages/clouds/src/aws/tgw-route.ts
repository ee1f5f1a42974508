import type { TransitGatewayRoute } from "@aws-sdk/client-ec2";
import {
  CreateTransitGatewayRouteCommand,
  DeleteTransitGatewayRouteCommand,
  EC2Client,
  ReplaceTransitGatewayRouteCommand,
  SearchTransitGatewayRoutesCommand,
} from "@aws-sdk/client-ec2";
import type { Actuator, MoveRequest, PreImage, RouteChange } from "@skylane/core";
import * as z from "zod";
import { cloudError } from "../_shared/errors.ts";
import { awsCode, fromAwsError } from "./errors.ts";

const Settings = z.strictObject({
  regionId: z.string().min(1),
  transitGatewayRouteTableId: z.string().startsWith("tgw-rtb-"),
});
const Handle = z.strictObject({ transitGatewayAttachmentId: z.string().startsWith("tgw-attach-") });

/**
 * Sends a prefix from a transit gateway to one attachment by a static route, which beats what is propagated. Undo deletes
 * it, and the propagated route is back by itself. Static routes may name VPC, VPN and peering attachments, not a Direct
 * Connect gateway: a fail back to Direct Connect is a delete, never a replace (clouds.md 3.5, A1).
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html (read 2026-11)
 */
export function tgwRoute(): Actuator {
  const clientIn = clientsByRegion();
  const find = (change: RouteChange): Promise<TransitGatewayRoute | undefined> =>
    findStatic(clientIn(regionOf(change)), change);

  return {
    id: "aws.tgw-route",
    settings: Settings,
    handle: Handle,
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
      await write(clientIn(regionOf(change)), change, desiredOf(change), present !== undefined);
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
        throw cloudError(
          "ERR_CLOUD_CONFLICT",
          `${change.id}: the static route now points to ${present}, which Skylane did not set; look at it by hand`,
          {
            changeId: change.id,
          },
        );
      if (wanted === undefined) await remove(clientIn(regionOf(change)), change);
      else await write(clientIn(regionOf(change)), change, wanted, present !== undefined);
      return "restored";
    },
    isRestored: async (change, before: PreImage) =>
      attachmentOf(await find(change)) === before.state?.transitGatewayAttachmentId,
  };
}

/** One change per prefix: in this route table, to the backup's attachment. */
export function planTgwRoutes({ groupId, sideId, prefixes, settings, to }: MoveRequest): readonly RouteChange[] {
  const { regionId, transitGatewayRouteTableId } = Settings.parse(settings);
  const { transitGatewayAttachmentId } = Handle.parse(to);
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

function clientsByRegion(): (regionId: string) => EC2Client {
  const clients = new Map<string, EC2Client>();
  return (regionId) => {
    const known = clients.get(regionId);
    if (known) return known;
    const made = new EC2Client({ region: regionId, maxAttempts: 4, retryMode: "adaptive" });
    clients.set(regionId, made);
    return made;
  };
}

const regionOf = (change: RouteChange): string => change.target.regionId ?? "";
const tableOf = (change: RouteChange): string => change.target.transitGatewayRouteTableId ?? "";
const desiredOf = (change: RouteChange): string => change.desired.transitGatewayAttachmentId ?? "";
const attachmentOf = (route: TransitGatewayRoute | undefined): string | undefined =>
  route?.TransitGatewayAttachments?.[0]?.TransitGatewayAttachmentId;

async function findStatic(client: EC2Client, change: RouteChange): Promise<TransitGatewayRoute | undefined> {
  const answer = await call(change, "SearchTransitGatewayRoutes", () =>
    client.send(
      new SearchTransitGatewayRoutesCommand({
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

async function write(client: EC2Client, change: RouteChange, attachmentId: string, exists: boolean): Promise<void> {
  const input = {
    TransitGatewayRouteTableId: tableOf(change),
    DestinationCidrBlock: change.prefix,
    TransitGatewayAttachmentId: attachmentId,
  };
  if (exists) {
    await call(change, "ReplaceTransitGatewayRoute", () => client.send(new ReplaceTransitGatewayRouteCommand(input)));
    return;
  }
  try {
    await client.send(new CreateTransitGatewayRouteCommand(input));
  } catch (error) {
    // A read may lag behind our own earlier write: the route is there, make it point to the right place.
    if (awsCode(error) !== "RouteAlreadyExists")
      throw fromAwsError(error, "CreateTransitGatewayRoute", regionOf(change));
    await call(change, "ReplaceTransitGatewayRoute", () => client.send(new ReplaceTransitGatewayRouteCommand(input)));
  }
}

async function remove(client: EC2Client, change: RouteChange): Promise<void> {
  try {
    await client.send(
      new DeleteTransitGatewayRouteCommand({
        TransitGatewayRouteTableId: tableOf(change),
        DestinationCidrBlock: change.prefix,
      }),
    );
  } catch (error) {
    if (awsCode(error) !== "InvalidRoute.NotFound")
      throw fromAwsError(error, "DeleteTransitGatewayRoute", regionOf(change));
  }
}

async function call<T>(change: RouteChange, operation: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw fromAwsError(error, operation, regionOf(change));
  }
}
