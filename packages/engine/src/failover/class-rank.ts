import type { Flow } from "@skylane/core";

/** Most important first. */
export const CLASS_RANK: Readonly<Record<Flow["class"], number>> = { critical: 0, standard: 1, bulk: 2 };

/** Rank of a group's most important flow; one without flows comes last. */
export const rankOf = (groupId: string, flows: readonly Flow[]): number =>
  Math.min(
    CLASS_RANK.bulk + 1,
    ...flows.filter((flow) => flow.groupId === groupId).map((flow) => CLASS_RANK[flow.class]),
  );
