import type { ConnectionGroup, Incident, SkylaneConfig } from "@skylane/core";
import { rankOf } from "./class-rank.ts";
import { type Sighting, worstState } from "./sighting.ts";

/** The path that carries each group's flows now, or will in a moment, by group; a group that is not there carries nothing. */
export type Whereabouts = ReadonlyMap<string, string>;

/**
 * Where the other groups' flows are, as `group` must reckon with them; pure. One that was moved, or is being moved, is where its
 * incident says. One whose primary is down is nowhere; but if it is more important, it is taken to be on its next path that is
 * not down already: several links of one site fail together, and room on what is left goes to the more important first.
 */
export function whereabouts(
  group: ConnectionGroup,
  { groups, flows }: Pick<SkylaneConfig, "groups" | "flows">,
  active: readonly Incident[],
  seen: readonly Pick<Sighting, "pathId" | "state">[],
): Whereabouts {
  const ownRank = rankOf(group.id, flows);
  const at = groups.flatMap((other): readonly (readonly [string, string])[] => {
    if (other.id === group.id) return [];
    const moved = active.find(({ groupId, toPathId }) => groupId === other.id && toPathId !== undefined)?.toPathId;
    if (moved !== undefined) return [[other.id, moved]];
    const [home, ...backups] = other.paths;
    if (home === undefined) return [];
    if (worstState(seen, home.id) !== "down") return [[other.id, home.id]];
    const next = rankOf(other.id, flows) < ownRank && backups.find(({ id }) => worstState(seen, id) !== "down");
    return next ? [[other.id, next.id]] : [];
  });
  return new Map(at);
}
