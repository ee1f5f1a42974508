import { createHash } from "node:crypto";
import { mapByWorld } from "../world/kept-by-world.ts";
import type { World } from "../world/world.ts";

/** Files that commands wrote on routers. Their text is kept apart: there are secrets in some, and the state shows digests only. */
const textsOf = mapByWorld<string>();
const KIND = "onprem:file";
const keyOf = (routerId: string, path: string): string => `${routerId}|${path}`;

export const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

export const fileAt = (world: World, routerId: string, path: string): string | undefined =>
  textsOf(world).get(keyOf(routerId, path));

/** Paths of a router's files in a folder, with what is in them. */
export const filesIn = (world: World, routerId: string, folder: string): readonly (readonly [string, string])[] =>
  [...textsOf(world)]
    .filter(([key]) => key.startsWith(keyOf(routerId, `${folder}/`)))
    .map(([key, text]) => [key.slice(routerId.length + 1), text] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));

export function putFile(world: World, routerId: string, path: string, text: string): void {
  textsOf(world).set(keyOf(routerId, path), text);
  world.built.objects.put(`${KIND}|${keyOf(routerId, path)}`, {
    kind: KIND,
    id: keyOf(routerId, path),
    data: { sha256: digestOf(text) },
  });
}

export function removeFile(world: World, routerId: string, path: string): void {
  textsOf(world).delete(keyOf(routerId, path));
  world.built.objects.remove(`${KIND}|${keyOf(routerId, path)}`);
}
