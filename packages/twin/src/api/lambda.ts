import type { World } from "../world/world.ts";
import { ApiError } from "./api-error.ts";
import type { Ec2Caller } from "./ec2/ec2.ts";
import { servicesOf } from "./service-hosts.ts";

const MAX_PAGE = 50;

/** Lambda: the functions of an account in a Region. */
export function callLambda(
  world: World,
  caller: Ec2Caller,
  { method, path, query }: { readonly method: string; readonly path: string; readonly query: URLSearchParams },
  deniedActions: readonly string[],
): object {
  if (method !== "GET" || !/^\/2015-03-31\/functions\/?$/.test(path))
    throw new ApiError("UnknownOperationException", `${method} ${path}`, 404);
  if (deniedActions.includes("lambda:ListFunctions"))
    throw new ApiError(
      "AccessDeniedException",
      "User is not authorized to perform: lambda:ListFunctions because no identity-based policy allows the lambda:ListFunctions action",
      403,
    );
  const asked = Number(query.get("MaxItems") ?? String(MAX_PAGE));
  if (!Number.isInteger(asked) || asked < 1 || asked > 10_000)
    throw new ApiError("InvalidParameterValueException", "MaxItems must be 1 to 10,000");
  const size = Math.min(asked, MAX_PAGE);
  const from = Number(Buffer.from(query.get("Marker") ?? "", "base64url").toString("latin1") || "0");
  if (!Number.isInteger(from)) throw new ApiError("InvalidParameterValueException", "Marker is invalid");
  const all = servicesOf(world, caller, "lambda");
  const page = all.slice(from, from + size).map(({ service, network, subnetId }) => ({
    FunctionName: service.name,
    FunctionArn: `arn:aws:lambda:${service.regionId}:${caller.accountId}:function:${service.name}`,
    Runtime: "nodejs24.x",
    PackageType: "Zip",
    ...(network && {
      VpcConfig: {
        VpcId: network.providerId,
        SubnetIds: [subnetId],
        SecurityGroupIds: service.securityGroupIds,
        Ipv6AllowedForDualStack: false,
      },
    }),
  }));
  const next = from + size;
  return {
    Functions: page,
    ...(next < all.length && { NextMarker: Buffer.from(String(next)).toString("base64url") }),
  };
}
