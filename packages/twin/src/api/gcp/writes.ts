import type { EstateGateway } from "../../estate/estate.ts";
import type { World } from "../../world/world.ts";
import type { Realism } from "../realism.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { buildOf } from "./builds.ts";
import { denied, notFound } from "./google-error.ts";
import { begunBefore } from "./operations.ts";
import { type GcpProject, networkPath } from "./project.ts";
import { addPeering, removePeering } from "./write-peering.ts";
import { deletePolicy, updatePolicy } from "./write-policy.ts";
import { deleteRoute, insertRoute } from "./write-route.ts";
import { patchRouter } from "./write-router.ts";

/** Permissions that a write needs, all of them. */
const PATCH_ROUTER = ["compute.routers.update"];
const UPDATE_POLICY = ["compute.routers.updateRoutePolicy"];
const DELETE_POLICY = ["compute.routers.deleteRoutePolicy"];
const INSERT_ROUTE = ["compute.routes.create", "compute.networks.updatePolicy"];
const DELETE_ROUTE = ["compute.routes.delete", "compute.networks.updatePolicy"];

const PEERING_VERBS: Readonly<Record<string, typeof addPeering>> = { addPeering, removePeering };

/** The permission among those that the caller lacks. */
export const lacking = (permissions: readonly string[], { deniedActions }: Realism): string | undefined =>
  permissions.find((permission) => deniedActions.includes(`gcp:${permission}`));

/** What a write is answered with; `undefined` where this path takes none. */
export function writeOf(
  world: World,
  project: GcpProject,
  parts: readonly string[],
  { method, query, body }: Pick<RestRequest, "method" | "query" | "body">,
  realism: Realism,
): RestAnswer | undefined {
  const [place, name = "", collection = "", id = "", ...more] = parts;
  const write = { requestId: query.get("requestId"), extraMs: realism.consistencyMs };
  const begin = (permissions: readonly string[], isDenied: boolean, run: () => RestAnswer): RestAnswer => {
    const permission = isDenied ? permissions[0] : lacking(permissions, realism);
    if (permission !== undefined) return denied(permission, `projects/${project.id}/${parts.join("/")}`);
    return begunBefore(world, write.requestId) ?? run();
  };
  if (place === "regions" && collection === "routers" && id !== "" && method !== "DELETE") {
    const gateway = project.gateways.find(({ regionId, providerId }) => regionId === name && providerId === id);
    const isHidden = realism.deniedScopes.includes(`gcp:${name}`);
    const onRouter = (permissions: readonly string[], run: (at: EstateGateway) => RestAnswer): RestAnswer =>
      begin(permissions, isHidden, () =>
        gateway ? run(gateway) : notFound(`projects/${project.id}/regions/${name}/routers/${id}`),
      );
    const [verb, ...none] = more;
    if (none.length > 0) return undefined;
    if (method === "PATCH" && verb === undefined)
      return onRouter(PATCH_ROUTER, (at) => patchRouter(world, project, at, body, write));
    if (method === "POST" && verb === "updateRoutePolicy")
      return onRouter(UPDATE_POLICY, (at) => updatePolicy(world, project, at, body, write));
    if (method === "POST" && verb === "deleteRoutePolicy")
      return onRouter(DELETE_POLICY, (at) => deletePolicy(world, project, at, query.get("policy") ?? "", write));
    return undefined;
  }
  const build = buildOf(world, project, parts, { method, query, body }, realism);
  if (build) return begin(build.permissions, realism.deniedScopes.includes(`gcp:${build.regionId}`), build.answer);
  if (place === "global" && name === "networks" && method === "POST") {
    const network = project.networks.find(
      (one) => networkPath(one) === `projects/${project.id}/global/networks/${collection}`,
    );
    const verb = PEERING_VERBS[id];
    if (!network || !verb || more.length > 0) return undefined;
    return begin([`compute.networks.${id}`], false, () => verb(world, project, network, body, write));
  }
  if (place !== "global" || name !== "routes") return undefined;
  if (method === "POST" && collection === "")
    return begin(INSERT_ROUTE, false, () => insertRoute(world, project, body, write));
  if (method === "DELETE" && collection !== "" && id === "")
    return begin(DELETE_ROUTE, false, () => deleteRoute(world, project, collection, write));
  return undefined;
}
