import { createHash } from "node:crypto";
import * as z from "zod";
import type { EstateGateway } from "../../estate/estate.ts";
import type { RoutePolicy } from "../../world/routing-state.ts";
import type { World } from "../../world/world.ts";
import type { RestAnswer } from "../rest-api.ts";
import { googleError, invalid, notFound } from "./google-error.ts";
import { beginOperation } from "./operations.ts";
import { type GcpProject, routerPath } from "./project.ts";

/** The expressions that are understood here: these prefixes and longer ones, and a MED that is set. */
const MATCH =
  /^destination\.inAnyRange\(\[(prefix\('[\d./]+'\)\.orLonger\(\)(, ?prefix\('[\d./]+'\)\.orLonger\(\))*)\]\)$/;
const ACTION = /^med\.set\((\d{1,10})\)$/;

const Expression = (pattern: RegExp) => z.looseObject({ expression: z.string().regex(pattern) });
const Policy = z.strictObject({
  name: z.string().regex(/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/),
  type: z.literal("ROUTE_POLICY_TYPE_IMPORT"),
  description: z.string().optional(),
  fingerprint: z.string().optional(),
  terms: z.tuple([
    z.strictObject({
      priority: z.int().nonnegative(),
      match: Expression(MATCH),
      actions: z.tuple([Expression(ACTION)]),
    }),
  ]),
});

interface Write {
  readonly requestId: string | null;
  readonly extraMs: number;
}

/** A policy as it is read: with the fingerprint that the next write must name. */
export const policyOf = ({ asWritten }: RoutePolicy) => ({ ...asWritten, fingerprint: fingerprintOf(asWritten) });

const fingerprintOf = (policy: object): string =>
  createHash("sha256").update(JSON.stringify(policy)).digest("base64url").slice(0, 11);

/** `routers.updateRoutePolicy`: makes an import policy, or replaces the one whose fingerprint is named. */
export function updatePolicy(
  world: World,
  project: GcpProject,
  gateway: EstateGateway,
  body: unknown,
  write: Write,
): RestAnswer {
  const parsed = Policy.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return invalid(`Invalid value for field 'resource.${issue?.path.join(".")}': ${issue?.message}.`);
  }
  const { fingerprint, ...asWritten } = parsed.data;
  const known = world.routing.routePolicies.get(gateway.id)?.get(asWritten.name);
  if (known ? fingerprint !== fingerprintOf(known.asWritten) : fingerprint !== undefined)
    return googleError(
      412,
      "FAILED_PRECONDITION",
      "conditionNotMet",
      "Supplied fingerprint does not match current one.",
    );
  const [{ match, actions }] = asWritten.terms;
  const policy: RoutePolicy = {
    name: asWritten.name,
    prefixes: [...match.expression.matchAll(/prefix\('([^']+)'\)/g)].map(([, prefix = ""]) => prefix),
    med: Number(ACTION.exec(actions[0].expression)?.[1]),
    asWritten,
  };
  return begin(world, project, gateway, write, (policies) => policies.set(policy.name, policy));
}

/** `routers.deleteRoutePolicy`: refused while a session still names it. */
export function deletePolicy(
  world: World,
  project: GcpProject,
  gateway: EstateGateway,
  name: string,
  write: Write,
): RestAnswer {
  const path = `${routerPath(gateway)}/routePolicies/${name}`;
  if (!world.routing.routePolicies.get(gateway.id)?.has(name)) return notFound(path);
  const peers = [...(world.routing.cloudRouters.get(gateway.id)?.values() ?? [])];
  if (peers.some(({ importPolicies }) => importPolicies.includes(name)))
    return googleError(
      400,
      "INVALID_ARGUMENT",
      "resourceInUseByAnotherResource",
      `The route policy '${path}' is already being used by a BGP peer`,
    );
  return begin(world, project, gateway, write, (policies) => policies.delete(name));
}

const begin = (
  world: World,
  project: GcpProject,
  gateway: EstateGateway,
  write: Write,
  run: (policies: Map<string, RoutePolicy>) => unknown,
): RestAnswer =>
  beginOperation(world, {
    ...write,
    scope: `projects/${project.id}/regions/${gateway.regionId}`,
    type: "patch",
    targetPath: routerPath(gateway),
    run() {
      const policies = world.routing.routePolicies.get(gateway.id) ?? new Map<string, RoutePolicy>();
      run(policies);
      world.routing.routePolicies.set(gateway.id, policies);
    },
  });
