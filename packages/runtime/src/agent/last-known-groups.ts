import type { BuiltGroup, BuiltGroups, Log } from "@skylane/core";

/** Groups that were built, for who must go on probing where the table is out of reach. */
export interface LastKnownGroups extends BuiltGroups {
  /** As they were read last; none before that. */
  last(): readonly BuiltGroup[];
}

/** The groups as `groups` tells them; what it told last while it does not answer. */
export function lastKnownGroups(groups: BuiltGroups, log: Pick<Log, "warn">): LastKnownGroups {
  let known: readonly BuiltGroup[] = [];
  return {
    last: () => known,
    async list() {
      try {
        known = await groups.list();
      } catch (error) {
        log.warn("groups that were built are not read; those of the last time are probed", {
          groupCount: known.length,
          because: error instanceof Error ? error.message : String(error),
        });
      }
      return known;
    },
  };
}
