import { contains, covers, prefixBits } from "../../world/prefix.ts";
import { BLACKHOLE, type TableRoute } from "../../world/select-route.ts";
import { ApiError } from "../api-error.ts";
import type { Attachment } from "./attachments.ts";
import type { Xml } from "./scope.ts";

type Matches = (route: TableRoute) => boolean;

/** The routes that pass every filter of SearchTransitGatewayRoutes. @throws ApiError for a filter it does not have */
export function searchRoutes(
  routes: readonly TableRoute[],
  filters: ReadonlyMap<string, readonly string[]>,
  attachments: readonly Attachment[],
): readonly TableRoute[] {
  const checks = [...filters].map(([name, values]) => matcher(name, values, routes, attachments));
  return routes.filter((route) => checks.every((isMatch) => isMatch(route)));
}

function matcher(
  name: string,
  values: readonly string[],
  routes: readonly TableRoute[],
  attachments: readonly Attachment[],
): Matches {
  const attachmentOf = ({ attachmentId }: TableRoute): Attachment | undefined =>
    attachments.find(({ transitGatewayAttachmentId }) => transitGatewayAttachmentId === attachmentId);
  switch (name) {
    case "type":
      return ({ type }) => values.includes(type);
    case "state":
      return ({ attachmentId }) => values.includes(stateOf(attachmentId));
    case "route-search.exact-match":
      return ({ prefix }) => values.includes(prefix);
    case "route-search.longest-prefix-match": {
      const longest = new Set(values.map((value) => longestMatch(routes, value)));
      return ({ prefix }) => longest.has(prefix);
    }
    case "route-search.subnet-of-match":
      return ({ prefix }) => values.some((value) => covers(value, prefix));
    case "route-search.supernet-of-match":
      return ({ prefix }) => values.some((value) => covers(prefix, value));
    case "attachment.transit-gateway-attachment-id":
      return ({ attachmentId }) => values.includes(attachmentId);
    case "attachment.resource-type":
      return (route) => values.includes(attachmentOf(route)?.resourceType ?? "");
    case "attachment.resource-id":
      return (route) => values.includes(attachmentOf(route)?.resourceId ?? "");
    default:
      throw new ApiError("InvalidParameterValue", `The filter '${name}' is invalid`);
  }
}

const stateOf = (attachmentId: string): string => (attachmentId === BLACKHOLE ? "blackhole" : "active");

/** The one prefix that a packet to the address would use. */
const longestMatch = (routes: readonly TableRoute[], addressOrCidr: string): string | undefined =>
  routes
    .map(({ prefix }) => prefix)
    .filter((prefix) => contains(prefix, addressOrCidr.split("/")[0] ?? ""))
    .sort((one, other) => prefixBits(other) - prefixBits(one))[0];

/** A route of a transit gateway's table as its API words it. */
export function describeRoute(
  { prefix, type, attachmentId }: Pick<TableRoute, "prefix" | "type" | "attachmentId">,
  attachments: readonly Attachment[],
): Xml {
  const attachment = attachments.find((one) => one.transitGatewayAttachmentId === attachmentId);
  return {
    destinationCidrBlock: prefix,
    ...(attachmentId !== BLACKHOLE && {
      transitGatewayAttachments: {
        item: [
          {
            transitGatewayAttachmentId: attachmentId,
            resourceType: attachment?.resourceType,
            resourceId: attachment?.resourceId,
          },
        ],
      },
    }),
    type,
    state: stateOf(attachmentId),
  };
}
