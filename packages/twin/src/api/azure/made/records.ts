import type { World } from "../../../world/world.ts";
import type { ArmResource } from "../arm-answer.ts";
import { etagOf, writeTo } from "../start-write.ts";
import type { ResourceGroup } from "../subscription.ts";

/** Objects that calls have made, as they were written: the world keeps them as plain JSON. */

const kindOf = (type: string): string => `azure:${type.toLowerCase()}`;
const keyOf = ({ type, id }: Pick<ArmResource, "type" | "id">): string => `${kindOf(type)}|${id.toLowerCase()}`;

/** All of a type, as they were written. */
export const recordsOf = ({ built }: World, type: string): readonly ArmResource[] =>
  built.objects.values().flatMap(({ kind, data }) => (kind === kindOf(type) ? [data as ArmResource] : []));

export const recordAt = ({ built }: World, type: string, id: string): ArmResource | undefined =>
  built.objects.get(keyOf({ type, id }))?.data as ArmResource | undefined;

export function putRecord({ built }: World, resource: ArmResource): void {
  built.objects.put(keyOf(resource), { kind: kindOf(resource.type), id: resource.id, data: resource });
}

export function removeRecord({ built }: World, resource: Pick<ArmResource, "type" | "id">): void {
  built.objects.remove(keyOf(resource));
}

/** As a read shows one: with a version, and with what it goes through just now. */
export function shown(world: World, resource: ArmResource): ArmResource {
  const write = writeTo(world, resource.id);
  const busy = write && (write.wanted === undefined ? "Deleting" : "Updating");
  return {
    ...resource,
    etag: etagOf(resource),
    properties: { provisioningState: busy ?? "Succeeded", ...resource.properties },
  };
}

/** Those of a type that lie in a group, as a list shows them. */
export function madeIn(group: ResourceGroup, type: string): readonly ArmResource[] {
  const prefix = `${groupPath(group)}/`.toLowerCase();
  return recordsOf(group.world, type)
    .filter(({ id }) => id.toLowerCase().startsWith(prefix))
    .map((resource) => shown(group.world, resource));
}

export const groupPath = ({ subscriptionId, name }: ResourceGroup): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${name}`;

export const isSameId = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && one.toLowerCase() === other?.toLowerCase();
