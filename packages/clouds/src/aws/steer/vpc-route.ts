import { isDeepStrictEqual } from "node:util";
import type { Actuator, MoveRequest, PreImage, RouteChange } from "@skylane/core";
import { cloudError } from "../../_shared/errors.ts";
import { refuseOneWay } from "../../_shared/refuse-one-way.ts";
import { unlessRefused } from "../sdk-calls.ts";
import type { AwsCalls } from "./aws-calls.ts";
import { NextHopHandle, VpcRouteTables } from "./aws-ids.ts";
import { conflict } from "./refusals.ts";
import { idOfHop, type NextHop, namedHop, readTable, type VpcRoute } from "./vpc-tables.ts";

/**
 * Sends a prefix from the subnets of a route table to a transit gateway, a peering, a virtual private gateway or an
 * interface, by a static route. It beats a propagated route of the same prefix, and undo puts back what was there: another
 * static route, or none (clouds.md 3.5, A4).
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html (read 2026-11)
 */
export function vpcRoute(aws: AwsCalls): Actuator {
  const find = async (change: RouteChange): Promise<VpcRoute | undefined> => {
    const { routes } = await readTable(aws, change);
    return known(
      change,
      routes.find(({ prefix, isStatic }) => isStatic && prefix === change.prefix),
    );
  };

  return {
    id: "aws.vpc-route",
    settings: VpcRouteTables,
    handle: NextHopHandle,
    plan: planVpcRoutes,
    async snapshot(change) {
      const present = await find(change);
      return { changeId: change.id, state: present ? { ...present.nextHop } : null };
    },
    async apply(change) {
      const present = await find(change);
      if (isSame(present, change.desired)) return "already";
      await put(aws, change, change.desired, present !== undefined);
      return "applied";
    },
    async isApplied(change) {
      const present = await find(change);
      return present?.isActive === true && isSame(present, change.desired);
    },
    async restore(change, before) {
      const present = await find(change);
      if (isSame(present, before.state)) return "already";
      // Neither ours nor what was before: somebody changed it meanwhile, and we do not fight.
      if (present && !isSame(present, change.desired))
        throw conflict(change, `the static route now points to ${idOfHop(present.nextHop)}`);
      if (before.state) await put(aws, change, before.state, present !== undefined);
      else await remove(aws, change);
      return "restored";
    },
    isRestored: async (change, before: PreImage) => isSame(await find(change), before.state),
  };
}

/** One change for each prefix in each table. */
function planVpcRoutes(request: MoveRequest): readonly RouteChange[] {
  refuseOneWay(request);
  const { groupId, sideId, prefixes, settings, to } = request;
  const { regionId, routeTableIds } = VpcRouteTables.parse(settings);
  const { nextHopId } = NextHopHandle.parse(to);
  return routeTableIds.split(",").flatMap((routeTableId) =>
    prefixes.map((prefix) => ({
      id: `${groupId}:${sideId}:${routeTableId}:${prefix}`,
      sideId,
      cloud: "aws" as const,
      actuator: "aws.vpc-route",
      prefix,
      target: { regionId, routeTableId },
      desired: namedHop(nextHopId),
      summary: `in ${routeTableId} (${regionId}) send ${prefix} to ${nextHopId} by a static route`,
    })),
  );
}

/** A route that could not be written again as it is, is not touched. @throws ERR_ACTUATOR_UNKNOWN */
function known(change: RouteChange, route: VpcRoute | undefined): VpcRoute | undefined {
  if (!route || idOfHop(route.nextHop) !== "") return route;
  throw cloudError(
    "ERR_ACTUATOR_UNKNOWN",
    `${change.id}: the static route in ${change.target.routeTableId} points to something that Skylane could not put back; change it by hand`,
    { changeId: change.id, actuator: "aws.vpc-route" },
  );
}

const isSame = (route: VpcRoute | undefined, hop: NextHop | null): boolean =>
  isDeepStrictEqual(route?.nextHop ?? null, hop);

const routeOf = ({ target, prefix }: RouteChange) => ({
  RouteTableId: target.routeTableId,
  DestinationCidrBlock: prefix,
});

async function put(aws: AwsCalls, change: RouteChange, hop: NextHop, exists: boolean): Promise<void> {
  const input = { ...routeOf(change), ...hop };
  const create = () => aws.ec2(change, "CreateRoute", (client, sdk) => client.send(new sdk.CreateRouteCommand(input)));
  // A read may lag behind our own earlier write: the route is there, make it point to the right place.
  if (!exists && (await unlessRefused(["RouteAlreadyExists"], create))) return;
  await aws.ec2(change, "ReplaceRoute", (client, sdk) => client.send(new sdk.ReplaceRouteCommand(input)));
}

const remove = (aws: AwsCalls, change: RouteChange): Promise<boolean> =>
  unlessRefused(["InvalidRoute.NotFound"], () =>
    aws.ec2(change, "DeleteRoute", (client, sdk) => client.send(new sdk.DeleteRouteCommand(routeOf(change)))),
  );
