import type { BillLine, StoreUse } from "@skylane/core";
import type { AdviceSources } from "./gather-inputs.ts";
import type { StorageUse } from "./inputs.ts";

/** What came in these days may all still lie there. What lies there beyond that is older. */
const WINDOW_DAYS = 30;

/**
 * Stores that were measured and that the bill names, by the tier that most of each lies in. How old data is nobody measures: older than the window is at
 * least what lies there beyond all that was written in it. What was read may all have been old, so it counts as that. `undefined` = nothing was
 * measured, or nothing is billed.
 */
export function gatherStores({
  stores,
  lines,
  config: { costs },
}: Pick<AdviceSources, "config" | "lines" | "stores">): readonly StorageUse[] | undefined {
  if (stores.length === 0 || lines.length === 0 || costs.currency !== "USD") return undefined;
  const billed = lines.filter(({ resourceId, serviceCategory }) => resourceId && serviceCategory === "Storage");
  return stores.flatMap((store): readonly StorageUse[] => {
    const own = billed.filter((line) => isFor(line, store));
    const [first] = own;
    const [tierId, bytes = 0] = Object.entries(store.bytesByTier).toSorted(([, a], [, b]) => b - a)[0] ?? [];
    // in another currency the list says nothing of what is paid
    if (!first || own.some(({ currency }) => currency !== "USD") || tierId === undefined || bytes === 0) return [];
    const all = Object.values(store.bytesByTier).reduce((sum, one) => sum + one, 0);
    const objectBytes = all / store.objectCount;
    const oldBytes = Math.max(0, bytes - store.writtenBytes);
    const countOf = (part: number): number => part / objectBytes;
    return [
      {
        resourceId: store.billedAs,
        scope: { kind: "service", id: first.serviceName.slice(0, 400) },
        tierId,
        // what is small costs more there than it says
        tiers: store.tiers.filter(({ id, minObjectBytes }) => id === tierId || objectBytes >= minObjectBytes),
        ages: [
          { minAgeDays: 0, gb: (bytes - oldBytes) / 1e9, objectCount: countOf(bytes - oldBytes), readGb30d: 0 },
          {
            minAgeDays: WINDOW_DAYS,
            gb: oldBytes / 1e9,
            objectCount: countOf(oldBytes),
            readGb30d: store.readBytes / 1e9,
          },
        ],
      },
    ];
  });
}

/** Bills name a store by its name, or by a path or ARN that ends in it. */
function isFor({ cloud, resourceId = "", subAccountId }: BillLine, store: StoreUse): boolean {
  const [said, id] = [resourceId.toLowerCase(), store.billedAs.toLowerCase()];
  return (
    cloud === store.cloud &&
    (subAccountId === undefined || subAccountId.toLowerCase() === store.accountId.toLowerCase()) &&
    (said === id || (!id.startsWith("/") && (said.endsWith(`/${id}`) || said.endsWith(`:${id}`))))
  );
}
