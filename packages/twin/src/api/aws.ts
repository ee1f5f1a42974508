import type { RoutingState } from "../world/routing-state.ts";
import type { World } from "../world/world.ts";
import { ApiError } from "./api-error.ts";
import { callCloudWatch } from "./cloud-watch.ts";
import { callCostExplorer } from "./cost-explorer.ts";
import { callDirectConnect } from "./direct-connect.ts";
import { callEc2, ec2Error, type XmlAnswer } from "./ec2/ec2.ts";
import { callInterconnect } from "./interconnect.ts";
import { callLambda } from "./lambda.ts";
import { callNetworkManager } from "./network-manager.ts";
import { callRds, rdsError } from "./rds.ts";
import type { Realism } from "./realism.ts";
import { callRoute53 } from "./route53/route53.ts";
import { accountOfKey, callSts, stsError } from "./security-token.ts";

/** A signed request to one of AWS's services, and how it is to be treated. */
export interface AwsRequest {
  /** Of the signature's scope; empty without a signature. */
  readonly accessKeyId: string;
  readonly regionId: string;
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Of `x-amz-target`, for the services that have it. */
  readonly operation: string;
  readonly text: string;
  readonly realism: Realism;
  readonly isThrottled: boolean;
}

type Answer = XmlAnswer | { readonly body: unknown };

/** AWS's control plane: what the signature names answers. @throws ApiError for the services that speak JSON */
export function callAws(world: World, request: AwsRequest): Answer {
  const { accessKeyId, regionId, service, realism, isThrottled } = request;
  const accountId = accountOfKey(world, accessKeyId);
  if (service === "" || accountId === undefined) return unknownCaller(service);
  const caller = { regionId, accountId };
  if (service === "ec2")
    return isThrottled
      ? ec2Error(503, "RequestLimitExceeded", "Request limit exceeded.")
      : callEc2(world, caller, new URLSearchParams(request.text), realism);
  if (service === "route53") {
    const { method, path, query, text } = request;
    const { deniedActions } = realism;
    return callRoute53(world, { accountId, method, path, query, text, deniedActions }, isThrottled);
  }
  const isDenied = realism.deniedScopes.includes(`aws:${regionId}`);
  if (service === "sts") {
    if (isThrottled) return stsError(400, "Throttling", "Rate exceeded");
    return callSts(world, accountId, new URLSearchParams(request.text));
  }
  if (service === "rds") {
    if (isThrottled) return rdsError(400, "Throttling", "Rate exceeded");
    return callRds(world, caller, new URLSearchParams(request.text), isDenied ? ["rds:*"] : realism.deniedActions);
  }
  if (isThrottled) throw new ApiError("ThrottlingException", "Rate exceeded");
  const action = `${service === "monitoring" ? "cloudwatch" : service}:${request.operation || request.path}`;
  if (isDenied || realism.deniedActions.includes(action))
    throw new ApiError(
      "AccessDeniedException",
      `User: arn:aws:sts::${accountId}:assumed-role/reader/session is not authorized to perform: ${action}`,
      service === "directconnect" ? 400 : 403,
    );
  switch (service) {
    case "directconnect":
      return {
        body: callDirectConnect(world, caller, request.operation, jsonOf(request.text), readOf(world, realism)),
      };
    case "monitoring":
      return { body: callCloudWatch(world, caller, request.operation, jsonOf(request.text)) };
    case "ce":
      return { body: callCostExplorer(world, caller, request.operation, jsonOf(request.text)) };
    case "networkmanager":
      return { body: callNetworkManager(world, caller, request.path, jsonOf(request.text)) };
    case "lambda":
      return { body: callLambda(world, caller, request, realism.deniedActions) };
    case "interconnect":
      return { body: callInterconnect(world, caller, request.operation, jsonOf(request.text)) };
    default:
      throw new ApiError(
        "UnknownOperationException",
        `the twin serves ce, ec2, directconnect, interconnect, lambda, monitoring, networkmanager, rds, route53 and sts, not "${service}"`,
        404,
      );
  }
}

/** Routing as reads show it now. */
const readOf = (world: World, { consistencyMs }: Realism): RoutingState =>
  consistencyMs === 0 ? world.routing : world.routingAsOf(consistencyMs);

/** Who does not sign, or with a key of an account that is not there: in each protocol's own words. */
function unknownCaller(service: string): XmlAnswer {
  if (service === "sts")
    return stsError(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
  if (service === "ec2" || service === "")
    return ec2Error(401, "AuthFailure", "AWS was not able to validate the provided access credentials");
  throw new ApiError("UnrecognizedClientException", "The security token included in the request is invalid.", 403);
}

function jsonOf(text: string): Readonly<Record<string, unknown>> {
  if (text === "") return {};
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    throw new ApiError("SerializationException", "the body must be JSON");
  }
}
