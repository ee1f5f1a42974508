import type { Actuator, MoveRequest, PreImage, RouteChange } from "@skylane/core";
import { cloudError } from "../../_shared/errors.ts";
import { refuseOneWay } from "../../_shared/refuse-one-way.ts";
import type { AwsCalls } from "./aws-calls.ts";
import { NextHopHandle, VpcRouteTables } from "./aws-ids.ts";
import { longestCover } from "./covers.ts";
import { conflict, noBackup } from "./refusals.ts";
import { idOfHop, readTable, type VpcTable } from "./vpc-tables.ts";

const ID = "aws.vgw-propagation";

/**
 * Takes all routes of a virtual private gateway out of one route table of its VPC, so that what is written there for the
 * same ranges carries them: a route to a transit gateway or a peering (clouds.md 3.5, A5).
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html (read 2026-11)
 */
export function vgwPropagation(aws: AwsCalls): Actuator {
  const isOn = async (change: RouteChange): Promise<boolean> => propagates(change, await readTable(aws, change));

  return {
    id: ID,
    settings: VpcRouteTables,
    handle: NextHopHandle,
    plan: planPropagation,
    snapshot: async (change) => ({
      changeId: change.id,
      state: { propagation: (await isOn(change)) ? "enabled" : "disabled" },
    }),
    async apply(change) {
      const table = await readTable(aws, change);
      if (!propagates(change, table)) return "already";
      const lost = withoutBackup(change, table);
      if (lost.length > 0)
        throw noBackup(
          change,
          `${change.target.routeTableId} has no active route to ${backupOf(change)} for ${lost.join(", ")}`,
        );
      await aws.ec2(change, "DisableVgwRoutePropagation", (client, sdk) =>
        client.send(new sdk.DisableVgwRoutePropagationCommand(propagationOf(change))),
      );
      return "applied";
    },
    async isApplied(change) {
      const table = await readTable(aws, change);
      return !propagates(change, table) && withoutBackup(change, table).length === 0;
    },
    async restore(change, before) {
      const isNow = await isOn(change);
      if (isNow === wasOn(before)) return "already";
      if (isNow) throw conflict(change, `${gatewayOf(change)} now propagates into ${change.target.routeTableId}`);
      await aws.ec2(change, "EnableVgwRoutePropagation", (client, sdk) =>
        client.send(new sdk.EnableVgwRoutePropagationCommand(propagationOf(change))),
      );
      return "restored";
    },
    isRestored: async (change, before) => (await isOn(change)) === wasOn(before),
  };
}

/** One change for each table, for all prefixes. @throws ERR_ACTUATOR_UNKNOWN where the path to leave is no virtual private gateway */
function planPropagation(request: MoveRequest): readonly RouteChange[] {
  refuseOneWay(request);
  const { groupId, sideId, prefixes, from, to } = request;
  const { regionId, routeTableIds } = VpcRouteTables.parse(request.settings);
  const { nextHopId: gatewayId } = NextHopHandle.parse(from);
  const { nextHopId: backupId } = NextHopHandle.parse(to);
  if (!gatewayId.startsWith("vgw-"))
    throw cloudError(
      "ERR_ACTUATOR_UNKNOWN",
      `group ${groupId}, side ${sideId}: the path to leave goes over ${gatewayId}, and only virtual private gateways propagate. Choose another knob for this side`,
      { groupId, sideId, actuator: ID },
    );
  const [prefix] = prefixes;
  if (prefix === undefined) return [];
  return routeTableIds.split(",").map((routeTableId) => ({
    id: `${groupId}:${sideId}:${routeTableId}:${gatewayId}`,
    sideId,
    cloud: "aws",
    actuator: ID,
    prefix,
    target: { regionId, routeTableId, gatewayId },
    desired: { propagation: "disabled", backupId, prefixes: prefixes.join(",") },
    summary: `in ${routeTableId} (${regionId}) take no routes from ${gatewayId}, so that ${prefixes.join(", ")} goes to ${backupId} by the route that is there`,
  }));
}

const gatewayOf = ({ target }: RouteChange): string => target.gatewayId ?? "";
const backupOf = ({ desired }: RouteChange): string => desired.backupId ?? "";
const wasOn = ({ state }: PreImage): boolean => state?.propagation === "enabled";
const propagationOf = ({ target }: RouteChange) => ({ RouteTableId: target.routeTableId, GatewayId: target.gatewayId });
const propagates = (change: RouteChange, { propagatingIds }: VpcTable): boolean =>
  propagatingIds.includes(gatewayOf(change));

/** Prefixes of the move that the table's own routes would not send to the backup. */
const withoutBackup = (change: RouteChange, { routes }: VpcTable): readonly string[] => {
  const written = routes.filter(({ isStatic, isActive }) => isStatic && isActive);
  return (change.desired.prefixes ?? "")
    .split(",")
    .filter((prefix) => idOfHop(longestCover(written, prefix)?.nextHop ?? {}) !== backupOf(change));
};
