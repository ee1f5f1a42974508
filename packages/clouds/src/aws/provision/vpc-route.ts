import type { Route } from "@aws-sdk/client-ec2";
import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import { unlessRefused } from "../sdk-calls.ts";
import { type AwsBuilder, placeOf } from "./aws-builder.ts";
import { PeeringId, RouteTableId, TransitGatewayId, VpcId } from "./aws-words.ts";
import { unlessGone } from "./take-away.ts";

const common = { vpcId: VpcId, routeTableIds: z.array(RouteTableId).min(1), prefix: z.cidrv4() };
const Desired = z.union([
  z.strictObject({ ...common, transitGatewayId: TransitGatewayId }),
  z.strictObject({ ...common, peeringId: PeeringId }),
]);
type Desired = z.infer<typeof Desired>;

/** Next hops of one prefix by table, as ids; `""` = the table has no route of its own for it. */
type NextHops = Readonly<Record<string, string>>;

/**
 * The way to a prefix out of a VPC, in each of its tables that are named. Routes bear no tags: what a table said before is kept,
 * and put back where it still says what was written here.
 */
export function vpcRoute(aws: AwsBuilder): Provisioner {
  const look = async (step: ResolvedStep, { routeTableIds, prefix }: Desired): Promise<NextHops> => {
    const { RouteTables = [] } = await aws.ec2(placeOf(step), "DescribeRouteTables", (client, sdk) =>
      client.send(new sdk.DescribeRouteTablesCommand({ RouteTableIds: routeTableIds })),
    );
    return Object.fromEntries(
      routeTableIds.map((id) => {
        const table = RouteTables.find(({ RouteTableId }) => RouteTableId === id);
        return [id, nextHopOf(table?.Routes?.find((route) => isOwn(route) && route.DestinationCidrBlock === prefix))];
      }),
    );
  };
  const write = async (step: ResolvedStep, tableId: string, prefix: string, hop: string, exists: boolean) => {
    const input = { RouteTableId: tableId, DestinationCidrBlock: prefix, ...targetOf(hop) };
    const create = () =>
      aws.ec2(placeOf(step), "CreateRoute", (client, sdk) => client.send(new sdk.CreateRouteCommand(input)));
    // a read may lag behind our own earlier write
    if (!exists && (await unlessRefused(["RouteAlreadyExists"], create))) return;
    await aws.ec2(placeOf(step), "ReplaceRoute", (client, sdk) => client.send(new sdk.ReplaceRouteCommand(input)));
  };
  const erase = (step: ResolvedStep, RouteTableId: string, DestinationCidrBlock: string) =>
    unlessRefused(["InvalidRoute.NotFound"], () =>
      aws.ec2(placeOf(step), "DeleteRoute", (client, sdk) =>
        client.send(new sdk.DeleteRouteCommand({ RouteTableId, DestinationCidrBlock })),
      ),
    );
  return {
    resource: "aws.vpc-route",
    desired: Desired,
    typicalMs: 3_000,
    async observe(step) {
      const wanted = readDesired(Desired, step);
      return shown(await look(step, wanted), wanted);
    },
    snapshot: (step) => look(step, readDesired(Desired, step)),
    async ensure(step) {
      const wanted = readDesired(Desired, step);
      const hops = await look(step, wanted);
      for (const [tableId, hop] of Object.entries(hops))
        if (hop !== hopOf(wanted)) await write(step, tableId, wanted.prefix, hopOf(wanted), hop !== "");
      return (
        shown(await look(step, wanted), wanted) ?? { state: "pending", isOurs: true, ids: {}, outputs: {}, differs: [] }
      );
    },
    async remove(step, { before }) {
      const wanted = readDesired(Desired, step);
      const hops = (await unlessGone(() => look(step, wanted))) ?? {};
      for (const [tableId, hop] of Object.entries(hops)) {
        const wasThere = before?.[tableId] ?? "";
        // what somebody else has written meanwhile is theirs
        if (hop !== hopOf(wanted) || hop === wasThere) continue;
        if (wasThere === "") await erase(step, tableId, wanted.prefix);
        else await write(step, tableId, wanted.prefix, wasThere, true);
      }
      return "removed";
    },
  };
}

/** Routes that were written; what a gateway propagates is not in anybody's way. */
const isOwn = ({ Origin }: Route): boolean => Origin !== "EnableVgwRoutePropagation";

const hopOf = (wanted: Desired): string => ("peeringId" in wanted ? wanted.peeringId : wanted.transitGatewayId);

const nextHopOf = (route: Route | undefined): string =>
  route?.TransitGatewayId ??
  route?.VpcPeeringConnectionId ??
  route?.NatGatewayId ??
  route?.NetworkInterfaceId ??
  route?.CoreNetworkArn ??
  route?.GatewayId ??
  "";

/** Field of a route call for a next hop, by the form of its id. */
function targetOf(hop: string): object {
  if (hop.startsWith("tgw-")) return { TransitGatewayId: hop };
  if (hop.startsWith("pcx-")) return { VpcPeeringConnectionId: hop };
  if (hop.startsWith("nat-")) return { NatGatewayId: hop };
  if (hop.startsWith("eni-")) return { NetworkInterfaceId: hop };
  return hop.startsWith("arn:") ? { CoreNetworkArn: hop } : { GatewayId: hop };
}

/** `undefined` = none of the tables leads there. */
function shown(hops: NextHops, wanted: Desired): ObservedResource | undefined {
  const all = Object.values(hops);
  if (!all.includes(hopOf(wanted))) return undefined;
  const isEverywhere = all.every((hop) => hop === hopOf(wanted));
  return {
    state: isEverywhere ? "ready" : "pending",
    isOurs: true,
    ids: {},
    outputs: {},
    differs: isEverywhere ? [] : ["routeTableIds"],
  };
}
