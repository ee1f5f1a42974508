import type * as z from "zod";
import type { RestAnswer, RestRequest } from "../../rest-api.ts";
import { type ArmResource, armError, armOk, unparsable } from "../arm-answer.ts";
import { etagOf, staleVersion, startWrite } from "../start-write.ts";
import type { ResourceGroup } from "../subscription.ts";
import { putRecord, recordAt, removeRecord, shown } from "./records.ts";

/** Where a call aims. */
export interface MadePlace {
  readonly group: ResourceGroup;
  readonly id: string;
  readonly name: string;
  /** Of what it is a part; of an object of its own the group's. */
  readonly parentId: string;
}

/** What a write leads to: an object, or a refusal. */
export type Made = { readonly resource: ArmResource } | { readonly refusal: RestAnswer };

/** A type of which objects can be made: what is taken, how long it takes, and what it does to the world. */
export interface MadeType<I> {
  /** `Microsoft.Network/publicIPAddresses`. */
  readonly type: string;
  readonly input: z.ZodType<I>;
  /** What real ones take. */
  readonly putMs: number;
  readonly deleteMs: number;
  /** What can be changed by one at a time; by default the object itself. */
  readonly lockOf?: (resource: ArmResource) => string;
  readonly make: (place: MadePlace, input: I, before: ArmResource | undefined) => Made;
  /** Once it is made. */
  readonly done?: (place: MadePlace, resource: ArmResource, input: I) => void;
  /** Why it cannot be removed. */
  readonly keeps?: (place: MadePlace, resource: ArmResource) => RestAnswer | undefined;
  /** Once it is gone. */
  readonly undone?: (place: MadePlace, resource: ArmResource) => void;
}

/** Answers for one object of a type; `undefined` if there is none and none is written. */
export function madeObject<I>(type: MadeType<I>, place: MadePlace, request: RestRequest): RestAnswer | undefined {
  const before = recordAt(place.group.world, type.type, place.id);
  switch (request.method) {
    case "PUT":
      return put(type, place, before, request);
    case "DELETE":
      return before ? remove(type, place, before, request) : { statusCode: 204, body: undefined };
    default:
      return before && armOk(shown(place.group.world, before));
  }
}

function put<I>(
  type: MadeType<I>,
  place: MadePlace,
  before: ArmResource | undefined,
  request: RestRequest,
): RestAnswer {
  const input = type.input.safeParse(request.body);
  if (!input.success) return unparsable(input.error);
  const stale = staleVersion(request, before && etagOf(before));
  if (stale) return stale;
  const made = type.make(place, input.data, before);
  if ("refusal" in made) return made.refusal;
  const { resource } = made;
  const { world } = place.group;
  const answer = startWrite(place.group, request, {
    lock: type.lockOf?.(resource) ?? resource.id.toLowerCase(),
    resourceId: resource.id,
    wanted: resource,
    action: `${type.type}/write`,
    durationMs: () => world.provisioningMs(type.putMs),
    commit: () => type.done?.(place, resource, input.data),
  });
  if (answer.statusCode !== 202) return answer;
  putRecord(world, resource);
  return { ...answer, statusCode: before ? 200 : 201, body: shown(world, resource) };
}

function remove<I>(type: MadeType<I>, place: MadePlace, resource: ArmResource, request: RestRequest): RestAnswer {
  const { world } = place.group;
  const kept = staleVersion(request, etagOf(resource)) ?? type.keeps?.(place, resource);
  if (kept) return kept;
  return startWrite(place.group, request, {
    lock: type.lockOf?.(resource) ?? resource.id.toLowerCase(),
    resourceId: resource.id,
    wanted: undefined,
    action: `${type.type}/delete`,
    durationMs: () => world.provisioningMs(type.deleteMs),
    commit: () => {
      removeRecord(world, resource);
      type.undone?.(place, resource);
    },
  });
}

export const refused = (code: string, message: string): { readonly refusal: RestAnswer } => ({
  refusal: armError(400, code, message),
});

/** A reference in a body to something that is not there. */
export const absent = (id: string, from: string): { readonly refusal: RestAnswer } =>
  refused("InvalidResourceReference", `Resource ${id} referenced by resource ${from} was not found.`);

/** What still refers to an object keeps it. */
export const inUse = (code: string, id: string, by: string): RestAnswer =>
  armError(400, code, `${id} is in use by ${by} and cannot be deleted.`);
