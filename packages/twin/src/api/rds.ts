import { randomUUID } from "node:crypto";
import { XMLBuilder } from "fast-xml-parser";
import type { World } from "../world/world.ts";
import type { Ec2Caller, XmlAnswer } from "./ec2/ec2.ts";
import { subnetIdsOf } from "./ec2/scope.ts";
import { servicesOf } from "./service-hosts.ts";

const builder = new XMLBuilder({ suppressEmptyNode: false });
const MAX_PAGE = 100;

/** RDS's query API: the databases of an account in a Region. */
export function callRds(
  world: World,
  caller: Ec2Caller,
  form: URLSearchParams,
  deniedActions: readonly string[],
): XmlAnswer {
  const action = form.get("Action") ?? "";
  if (action !== "DescribeDBInstances") return rdsError(400, "InvalidAction", `Could not find operation ${action}`);
  if (deniedActions.includes(`rds:${action}`) || deniedActions.includes("rds:*"))
    return rdsError(
      403,
      "AccessDenied",
      `User: arn:aws:sts::${caller.accountId}:assumed-role/reader/session is not authorized to perform: rds:${action}`,
    );
  const size = Number(form.get("MaxRecords") ?? String(MAX_PAGE));
  if (!Number.isInteger(size) || size < 20 || size > MAX_PAGE)
    return rdsError(400, "InvalidParameterValue", `MaxRecords must be 20 to ${MAX_PAGE}`);
  const from = Number(form.get("Marker") ?? "0");
  const all = servicesOf(world, caller, "rds");
  const page = all.slice(from, from + size).map(({ service, network }) => ({
    DBInstanceIdentifier: service.name,
    DBInstanceArn: `arn:aws:rds:${service.regionId}:${caller.accountId}:db:${service.name.toLowerCase()}`,
    DBInstanceStatus: "available",
    Engine: service.port === 3306 ? "mysql" : "postgres",
    Endpoint: { Address: service.dnsName, Port: service.port },
    PubliclyAccessible: service.publicAddress !== undefined,
    VpcSecurityGroups: {
      VpcSecurityGroupMembership: service.securityGroupIds.map((VpcSecurityGroupId) => ({
        VpcSecurityGroupId,
        Status: "active",
      })),
    },
    ...(network && {
      DBSubnetGroup: {
        DBSubnetGroupName: `${network.id}-databases`,
        VpcId: network.providerId,
        Subnets: {
          Subnet: subnetIdsOf(network).map((SubnetIdentifier) => ({ SubnetIdentifier, SubnetStatus: "Active" })),
        },
      },
    }),
    TagList: { Tag: Object.entries(service.tags).map(([Key, Value]) => ({ Key, Value })) },
  }));
  const next = from + size;
  return {
    statusCode: 200,
    xml: builder.build({
      DescribeDBInstancesResponse: {
        DescribeDBInstancesResult: {
          DBInstances: { DBInstance: page },
          ...(next < all.length && { Marker: String(next) }),
        },
        ResponseMetadata: { RequestId: randomUUID() },
      },
    }),
  };
}

/** An error as RDS words it. */
export const rdsError = (statusCode: number, code: string, message: string): XmlAnswer => ({
  statusCode,
  xml: builder.build({
    ErrorResponse: { Error: { Type: "Sender", Code: code, Message: message }, RequestId: randomUUID() },
  }),
});
