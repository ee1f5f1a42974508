interface Versioned {
  readonly groupId: string;
  readonly version: number;
}

/** One record a group in memory; it is written on condition that it is still the one that was seen, as the table does. */
export function memoryVersions<T extends Versioned>(byGroup: Map<string, T>, ownerOf: (record: T) => string) {
  const isUnchanged = (groupId: string, seen: T | undefined): boolean => {
    const present = byGroup.get(groupId);
    if (!present || !seen) return present === seen;
    return ownerOf(present) === ownerOf(seen) && present.version === seen.version;
  };
  return {
    listGroupIds: async () => [...byGroup.keys()],
    find: async (groupId: string) => byGroup.get(groupId),
    async put(next: T, seen: T | undefined) {
      if (!isUnchanged(next.groupId, seen)) return undefined;
      const written = { ...next, version: (seen?.version ?? 0) + 1 };
      byGroup.set(next.groupId, written);
      return written;
    },
    remove: async (seen: T) => isUnchanged(seen.groupId, seen) && byGroup.delete(seen.groupId),
  };
}
