import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import { unlessRefused } from "../sdk-calls.ts";
import { type AwsBuilder, placeOf } from "./aws-builder.ts";
import { TransitGatewayAttachmentId, TransitGatewayRouteTableId } from "./aws-words.ts";
import { unlessGone } from "./take-away.ts";

const Desired = z.strictObject({
  routeTableId: TransitGatewayRouteTableId,
  prefix: z.cidrv4(),
  attachmentId: TransitGatewayAttachmentId,
});
type Desired = z.infer<typeof Desired>;

const BLACKHOLE = "blackhole";

/**
 * A static route of a transit gateway: the only way over a peering, which propagates nothing. It bears no tags: what was there
 * before is kept, and put back where the table still says what was written here.
 */
export function transitRoute(aws: AwsBuilder): Provisioner {
  /** The attachment that a static route leads to; `""` = there is none. */
  const look = async (step: ResolvedStep, { routeTableId, prefix }: Desired): Promise<string> => {
    const { Routes = [] } = await aws.ec2(placeOf(step), "SearchTransitGatewayRoutes", (client, sdk) =>
      client.send(
        new sdk.SearchTransitGatewayRoutesCommand({
          TransitGatewayRouteTableId: routeTableId,
          Filters: [
            { Name: "route-search.exact-match", Values: [prefix] },
            { Name: "type", Values: ["static"] },
          ],
          MaxResults: 5,
        }),
      ),
    );
    const found = Routes.find((route) => route.DestinationCidrBlock === prefix && route.Type === "static");
    if (!found) return "";
    return found.TransitGatewayAttachments?.[0]?.TransitGatewayAttachmentId ?? BLACKHOLE;
  };
  const write = async (step: ResolvedStep, wanted: Desired, attachmentId: string, exists: boolean) => {
    const input = { ...routeOf(wanted), ...targetOf(attachmentId) };
    const create = () =>
      aws.ec2(placeOf(step), "CreateTransitGatewayRoute", (client, sdk) =>
        client.send(new sdk.CreateTransitGatewayRouteCommand(input)),
      );
    // a read may lag behind our own earlier write
    if (!exists && (await unlessRefused(["RouteAlreadyExists"], create))) return;
    await aws.ec2(placeOf(step), "ReplaceTransitGatewayRoute", (client, sdk) =>
      client.send(new sdk.ReplaceTransitGatewayRouteCommand(input)),
    );
  };
  return {
    resource: "aws.transit-route",
    desired: Desired,
    typicalMs: 5_000,
    async observe(step) {
      const wanted = readDesired(Desired, step);
      return (await look(step, wanted)) === wanted.attachmentId ? THERE : undefined;
    },
    async snapshot(step) {
      const attachmentId = await look(step, readDesired(Desired, step));
      return attachmentId === "" ? null : { attachmentId };
    },
    async ensure(step) {
      const wanted = readDesired(Desired, step);
      const present = await look(step, wanted);
      if (present === wanted.attachmentId) return THERE;
      await write(step, wanted, wanted.attachmentId, present !== "");
      return (await look(step, wanted)) === wanted.attachmentId ? THERE : { ...THERE, state: "pending" };
    },
    async remove(step, { before }) {
      const wanted = readDesired(Desired, step);
      const present = await unlessGone(() => look(step, wanted));
      const wasThere = before?.attachmentId;
      // what somebody else has written meanwhile is theirs
      if (present !== wanted.attachmentId || present === wasThere) return "removed";
      if (wasThere !== undefined) await write(step, wanted, wasThere, true);
      else
        await unlessRefused(["InvalidRoute.NotFound"], () =>
          aws.ec2(placeOf(step), "DeleteTransitGatewayRoute", (client, sdk) =>
            client.send(new sdk.DeleteTransitGatewayRouteCommand(routeOf(wanted))),
          ),
        );
      return "removed";
    },
  };
}

const THERE: ObservedResource = { state: "ready", isOurs: true, ids: {}, outputs: {}, differs: [] };

const routeOf = ({ routeTableId, prefix }: Desired) => ({
  TransitGatewayRouteTableId: routeTableId,
  DestinationCidrBlock: prefix,
});
const targetOf = (attachmentId: string): object =>
  attachmentId === BLACKHOLE ? { Blackhole: true } : { TransitGatewayAttachmentId: attachmentId };
