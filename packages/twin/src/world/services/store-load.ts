import type { EstateStore } from "../../estate/estate.ts";

const MONTH_MS = 30 * 86_400_000;

/** What lies in a store, and what it sends and takes in a time; it does the same at every moment. */
export function storeLoad({ gb, objectKib, monthlyReadGb, monthlyWrittenGb }: EstateStore) {
  const objectBytes = objectKib * 1_024;
  const moved =
    (monthlyGb: number) =>
    (fromMs: number, toMs: number): number =>
      (monthlyGb * 1e9 * (toMs - fromMs)) / MONTH_MS;
  const [read, written] = [moved(monthlyReadGb), moved(monthlyWrittenGb)];
  return {
    bytes: gb * 1e9,
    objectCount: Math.ceil((gb * 1e9) / objectBytes),
    read,
    written,
    /** One for each object that comes or goes. */
    requests: (fromMs: number, toMs: number): number => (read(fromMs, toMs) + written(fromMs, toMs)) / objectBytes,
  };
}
