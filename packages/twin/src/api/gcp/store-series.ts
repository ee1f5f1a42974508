import { storeLoad } from "../../world/services/store-load.ts";
import type { World } from "../../world/world.ts";
import type { GcpProject } from "./project.ts";

type Labels = Readonly<Record<string, string>>;

interface StoreSeries {
  readonly labels: { readonly metric: Labels; readonly resource: { readonly type: string; readonly labels: Labels } };
  readonly mean?: (fromMs: number, toMs: number) => number;
  readonly bytes?: (fromMs: number, toMs: number) => number;
}

const STORED = "storage.googleapis.com/storage/total_bytes";
const OBJECTS = "storage.googleapis.com/storage/object_count";
const SENT = "storage.googleapis.com/network/sent_bytes_count";
const RECEIVED = "storage.googleapis.com/network/received_bytes_count";

export const STORE_GAUGES: ReadonlySet<string> = new Set([STORED, OBJECTS]);
export const STORE_COUNTERS: ReadonlySet<string> = new Set([SENT, RECEIVED]);

/** What lies in the buckets of a project, or what they sent and took. */
export const storeSeries = (
  { atlas }: World,
  { id }: GcpProject,
  type: string,
  hiddenRegions: readonly string[],
): readonly StoreSeries[] =>
  atlas.estate.stores
    .filter((one) => one.cloud === "gcp" && one.accountId === id && !hiddenRegions.includes(one.regionId))
    .map((store): StoreSeries => {
      const { bytes, objectCount, read, written } = storeLoad(store);
      const labels = { project_id: id, bucket_name: store.name, location: store.regionId };
      const series = (metric: Labels, more: Omit<StoreSeries, "labels">): StoreSeries => ({
        labels: { metric, resource: { type: "gcs_bucket", labels } },
        ...more,
      });
      switch (type) {
        case STORED:
          return series({ storage_class: store.tier }, { mean: () => bytes });
        case OBJECTS:
          return series({ storage_class: store.tier }, { mean: () => objectCount });
        case SENT:
          return series({ method: "ReadObject", response_code: "OK" }, { bytes: read });
        default:
          return series({ method: "WriteObject", response_code: "OK" }, { bytes: written });
      }
    });
