import type { World } from "../../world/world.ts";
import type { Realism } from "../realism.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { firewallBuildable } from "./build-firewall.ts";
import { vpnBuildables } from "./build-vpn.ts";
import type { Buildable } from "./buildable.ts";
import { Name } from "./built-objects.ts";
import { googleError, invalid, notFound } from "./google-error.ts";
import { globalLookups, scopedLookups } from "./lookups.ts";
import { beginOperation } from "./operations.ts";
import type { GcpProject } from "./project.ts";

const buildables: Readonly<Record<string, Buildable>> = { ...vpnBuildables, firewalls: firewallBuildable };

/** A write of an object that can be made here: what it needs, and what answers it. */
export interface Build {
  readonly permissions: readonly string[];
  readonly regionId: string | undefined;
  readonly answer: () => RestAnswer;
}

/** The write that a path stands for; `undefined` where nothing of that kind can be made. */
export function buildOf(
  world: World,
  project: GcpProject,
  parts: readonly string[],
  { method, query, body }: Pick<RestRequest, "method" | "query" | "body">,
  realism: Realism,
): Build | undefined {
  const isGlobal = parts[0] === "global";
  const [collection = "", name, ...more] = isGlobal ? parts.slice(1) : parts.slice(2);
  const kind = buildables[collection];
  if (!kind || kind.isGlobal !== isGlobal || more.length > 0) return undefined;
  const regionId = isGlobal ? undefined : parts[1];
  const scope = `projects/${project.id}/${isGlobal ? "global" : `regions/${regionId}`}`;
  const begin = (
    type: "insert" | "patch" | "delete",
    path: string,
    run: Parameters<typeof beginOperation>[1]["run"],
  ): RestAnswer =>
    beginOperation(world, {
      scope,
      type,
      targetPath: path,
      requestId: query.get("requestId"),
      extraMs: realism.consistencyMs,
      realSeconds: kind.insertSeconds,
      run,
    });

  if (method === "POST" && name === undefined)
    return {
      permissions: kind.permissions.insert,
      regionId,
      answer() {
        const named = Name.safeParse((body as { readonly name?: unknown }).name);
        if (!named.success) return invalid("Invalid value for field 'resource.name': must be a name such as one-1.");
        if (regionId !== undefined && !project.regions.includes(regionId)) return notFound(scope);
        const path = `${scope}/${collection}/${named.data}`;
        if (isThere(world, project, collection, path))
          return googleError(409, "ALREADY_EXISTS", "alreadyExists", `The resource '${path}' already exists`);
        const effect = kind.insert(world, project, path, body);
        return "run" in effect ? begin("insert", path, effect.run) : effect;
      },
    };
  if (name === undefined) return undefined;
  const path = `${scope}/${collection}/${name}`;
  const { patch } = kind;
  if (method === "PATCH" && patch)
    return {
      permissions: [`compute.${collection}.update`],
      regionId,
      answer() {
        const effect = patch(world, project, path, body);
        return "run" in effect ? begin("patch", path, effect.run) : effect;
      },
    };
  if (method !== "DELETE") return undefined;
  return {
    permissions: kind.permissions.remove,
    regionId,
    answer() {
      const effect = kind.remove(world, project, path);
      if (effect) return "run" in effect ? begin("delete", path, effect.run) : effect;
      return isThere(world, project, collection, path)
        ? googleError(400, "INVALID_ARGUMENT", "resourceInUseByAnotherResource", `The resource '${path}' is in use`)
        : notFound(path);
    },
  };
}

/** True if there is an object at that path, of the estate or made. */
function isThere(world: World, project: GcpProject, collection: string, path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const scope = /regions\/[^/]+/.exec(path)?.[0];
  const all =
    scope === undefined
      ? (globalLookups[collection]?.all(world, project) ?? [])
      : (scopedLookups[collection]?.all(world, project) ?? [])
          .filter((one) => one.scope === scope)
          .map(({ item }) => item());
  return all.some((one) => (one as { readonly name?: unknown }).name === name);
}
