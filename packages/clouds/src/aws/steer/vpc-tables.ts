import type { Route, RouteTable } from "@aws-sdk/client-ec2";
import type { RouteChange } from "@skylane/core";
import { cloudError } from "../../_shared/errors.ts";
import type { AwsCalls } from "./aws-calls.ts";

/** A next hop as the API's own field names it, e.g. `{ TransitGatewayId: "tgw-…" }`. */
export type NextHop = Readonly<Record<string, string>>;

/** A route of one route table of a VPC. */
export interface VpcRoute {
  readonly prefix: string;
  readonly nextHop: NextHop;
  /** Written by somebody, not local and not propagated. */
  readonly isStatic: boolean;
  readonly isActive: boolean;
}

/** A route table of a VPC. */
export interface VpcTable {
  readonly routes: readonly VpcRoute[];
  /** Virtual private gateways whose routes it takes. */
  readonly propagatingIds: readonly string[];
}

/** The table that a change is made in. @throws ERR_CLOUD_NOT_FOUND */
export async function readTable(aws: AwsCalls, change: RouteChange): Promise<VpcTable> {
  const { routeTableId = "" } = change.target;
  const answer = await aws.ec2(change, "DescribeRouteTables", (client, sdk) =>
    client.send(new sdk.DescribeRouteTablesCommand({ RouteTableIds: [routeTableId] })),
  );
  const found = answer.RouteTables?.find((table: RouteTable) => table.RouteTableId === routeTableId);
  if (!found)
    throw cloudError("ERR_CLOUD_NOT_FOUND", `there is no route table ${routeTableId}. Check the id in skylane.yaml`, {
      cloud: "aws",
      routeTableId,
    });
  return {
    routes: (found.Routes ?? []).map((route) => ({
      prefix: route.DestinationCidrBlock ?? "",
      nextHop: nextHopOf(route),
      isStatic: route.Origin === "CreateRoute",
      isActive: route.State === "active",
    })),
    propagatingIds: (found.PropagatingVgws ?? []).flatMap(({ GatewayId }) => GatewayId ?? []),
  };
}

/** In this order: a route to an interface names its machine too. */
const FIELDS = [
  "TransitGatewayId",
  "VpcPeeringConnectionId",
  "NetworkInterfaceId",
  "NatGatewayId",
  "LocalGatewayId",
  "CarrierGatewayId",
  "CoreNetworkArn",
  "GatewayId",
] as const;

/** What the route points to, as a call would name it. */
function nextHopOf(route: Route): NextHop {
  for (const field of FIELDS) {
    const id = route[field];
    // an endpoint is shown as a gateway and written as an endpoint
    if (id !== undefined) return id.startsWith("vpce-") ? { VpcEndpointId: id } : { [field]: id };
  }
  return {};
}

const FIELD_OF: Readonly<Record<string, string>> = {
  tgw: "TransitGatewayId",
  pcx: "VpcPeeringConnectionId",
  vgw: "GatewayId",
  eni: "NetworkInterfaceId",
};

/** The next hop of a path. */
export const namedHop = (id: string): NextHop => ({ [FIELD_OF[id.split("-")[0] ?? ""] ?? ""]: id });

/** Its id alone. */
export const idOfHop = (hop: NextHop): string => Object.values(hop).join();
