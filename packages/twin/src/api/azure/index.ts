import type { World } from "../../world/world.ts";
import type { RestAnswer, RestApi, RestRequest, Temper } from "../rest-api.ts";
import { applicationGateway } from "./application-gateways.ts";
import { type ArmResource, armError, armOk, armPage, forbidden, throttled } from "./arm-answer.ts";
import { computeInGroup, virtualMachines } from "./compute-provider.ts";
import { readOperation } from "./long-operations.ts";
import { inGroup, isMetrics, subscriptionWide } from "./network-provider.ts";
import { sqlServers, storageAccounts } from "./services.ts";
import { sqlInGroup } from "./sql-provider.ts";
import { storageInGroup } from "./storage-provider.ts";
import { groupsOf, type ResourceGroup, subscriptionsOf } from "./subscription.ts";

/** Azure Resource Manager: subscriptions, resource groups (one a region), the Microsoft.Network provider and what of others is connected; networks' parts, gateways, tunnels, peerings, rules and names can be written. */
export const azureApi: RestApi = {
  prefix: "azure",
  call(world, request, temper) {
    if (!/^Bearer \S/.test(request.headers.authorization ?? ""))
      return armError(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.", {
        "www-authenticate": 'Bearer authorization_uri="https://login.microsoftonline.com/common"',
      });
    if (!request.query.has("api-version"))
      return armError(
        400,
        "MissingApiVersionParameter",
        "The api-version query parameter (?api-version=) is required for all requests.",
      );
    if (temper.isThrottled) return throttled();
    return subscriptions(world, request, temper);
  },
};

function subscriptions(world: World, request: RestRequest, temper: Temper): RestAnswer {
  const [root, subscriptionId, ...rest] = segmentsOf(request.path);
  if (root?.toLowerCase() !== "subscriptions") return noRoute(request);
  if (subscriptionId === undefined) return armPage(subscriptionsOf(world).map(subscriptionOf), request);
  const known = subscriptionsOf(world).find((id) => id.toLowerCase() === subscriptionId.toLowerCase());
  if (known === undefined)
    return armError(404, "SubscriptionNotFound", `The subscription '${subscriptionId}' could not be found.`);
  const groups = groupsOf(world, known);
  const isDenied = ({ regionId }: Pick<ResourceGroup, "regionId">): boolean =>
    temper.realism.deniedScopes.includes(`azure:${regionId}`);
  const [part, ...more] = rest;
  switch (part?.toLowerCase()) {
    case undefined:
      return armOk(subscriptionOf(known));
    case "resourcegroups": {
      const [name, ...inside] = more;
      if (name === undefined) return armPage(groups.map(groupOf), request);
      const group = groups.find((one) => one.name.toLowerCase() === name.toLowerCase());
      if (!group) return armError(404, "ResourceGroupNotFound", `Resource group '${name}' could not be found.`);
      const action = actionOf(inside, request.method);
      if (isDenied(group) || temper.realism.deniedActions.includes(`azure:${action}`))
        return forbidden(action, groupOf(group).id);
      if (inside.length === 0) return armOk(groupOf(group));
      const [, provider = ""] = inside;
      if (provider.toLowerCase() === "microsoft.sql") return sqlInGroup(group, inside.slice(2), request);
      if (provider.toLowerCase() === "microsoft.compute") return computeInGroup(group, inside.slice(2), request);
      if (provider.toLowerCase() === "microsoft.storage") return storageInGroup(group, inside.slice(2), request);
      if (inside[2]?.toLowerCase() === "applicationgateways")
        return applicationGateway(group, inside.slice(2), request);
      return inGroup(group, inside, request);
    }
    case "providers": {
      const [provider, type = "", regionId = "", what, id = ""] = more;
      const services = servicesByType.get(`${provider}/${type}`.toLowerCase());
      const action = `${provider}/${type}/read`;
      if (services && temper.realism.deniedActions.includes(`azure:${action}`))
        return forbidden(action, `/subscriptions/${known}`);
      if (services) return armPage(groups.filter((group) => !isDenied(group)).flatMap(services), request);
      if (provider?.toLowerCase() !== "microsoft.network") return noRoute(request);
      if (type.toLowerCase() !== "locations")
        return subscriptionWide(
          groups.filter((group) => !isDenied(group)),
          more,
          request,
        );
      if (isDenied({ regionId })) return forbidden(actionOf(rest, request.method), `/subscriptions/${known}`);
      return what === "operations" || what === "operationResults" ? readOperation(world, what, id) : noRoute(request);
    }
    default:
      return noRoute(request);
  }
}

/** Lists over a subscription besides those of the network. */
const servicesByType: ReadonlyMap<string, (group: ResourceGroup) => readonly ArmResource[]> = new Map([
  ["microsoft.compute/virtualmachines", virtualMachines],
  ["microsoft.sql/servers", sqlServers],
  ["microsoft.storage/storageaccounts", storageAccounts],
]);

const segmentsOf = (path: string): readonly string[] => path.split("/").filter(Boolean).map(decoded);

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const subscriptionOf = (subscriptionId: string) => ({
  id: `/subscriptions/${subscriptionId}`,
  subscriptionId,
  displayName: subscriptionId,
  state: "Enabled",
});
const groupOf = ({ subscriptionId, name, regionId }: ResourceGroup) => ({
  id: `/subscriptions/${subscriptionId}/resourceGroups/${name}`,
  name,
  type: "Microsoft.Resources/resourceGroups",
  location: regionId,
  properties: { provisioningState: "Succeeded" },
});

/** `Microsoft.Network/virtualNetworks/read`: what a caller would need to be allowed. */
function actionOf(inside: readonly string[], method: string): string {
  const [, provider, type, , child] = inside;
  if (provider === undefined || type === undefined) return "Microsoft.Resources/subscriptions/resourceGroups/read";
  if (isMetrics(inside.slice(-3))) return "Microsoft.Insights/metrics/read";
  if (method === "POST") return `${provider}/${type}/${child ?? ""}/action`;
  const verb = method === "PUT" ? "write" : method === "DELETE" ? "delete" : "read";
  return `${provider}/${type}/${child === undefined ? "" : `${child}/`}${verb}`;
}

const noRoute = ({ path }: RestRequest): RestAnswer =>
  armError(404, "InvalidResourceType", `The resource type could not be found for '${path}'.`);
