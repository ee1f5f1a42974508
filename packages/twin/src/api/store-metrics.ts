import type { EstateStore } from "../estate/estate.ts";
import { storeLoad } from "../world/services/store-load.ts";
import type { World } from "../world/world.ts";
import type { ByteCounter, Gauge } from "./byte-samples.ts";
import type { Ec2Caller } from "./ec2/ec2.ts";

const NAMESPACE = "AWS/S3";
const ALL_TYPES = "AllStorageTypes";
const FILTER = "EntireBucket";

/** A metric of CloudWatch, as ListMetrics shows it, and what it measures. */
export interface StoreMetric {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly measures: ByteCounter | Gauge;
}

/** Metrics of the buckets of the caller's Region and account: requests only of those whose owner pays for that. */
export const storeMetrics = ({ atlas }: World, { regionId, accountId }: Ec2Caller): readonly StoreMetric[] =>
  atlas.estate.stores
    .filter((one) => one.cloud === "aws" && one.regionId === regionId && one.accountId === accountId)
    .flatMap(metricsOf);

function metricsOf(store: EstateStore): readonly StoreMetric[] {
  const { bytes, objectCount, read, written, requests } = storeLoad(store);
  const BucketName = store.name;
  const level = (metric: string, StorageType: string, value: number): StoreMetric => ({
    namespace: NAMESPACE,
    metric,
    dimensions: { BucketName, StorageType },
    measures: { unit: "level", mean: () => value },
  });
  const counter = (metric: string, count: ByteCounter["bytes"]): StoreMetric => ({
    namespace: NAMESPACE,
    metric,
    dimensions: { BucketName, FilterId: FILTER },
    measures: { unit: "bytes", bytes: count },
  });
  return [
    level("BucketSizeBytes", store.tier, bytes),
    level("NumberOfObjects", ALL_TYPES, objectCount),
    ...(store.isCounted
      ? [counter("AllRequests", requests), counter("BytesDownloaded", read), counter("BytesUploaded", written)]
      : []),
  ];
}

/** The metric of exactly these dimensions. */
export const storeMetricAt = (
  metrics: readonly StoreMetric[],
  namespace: string,
  metric: string,
  dimensions: ReadonlyMap<string, string>,
): StoreMetric["measures"] | undefined =>
  metrics.find((one) => {
    const own = Object.entries(one.dimensions);
    return (
      one.namespace === namespace &&
      one.metric === metric &&
      own.length === dimensions.size &&
      own.every(([name, value]) => dimensions.get(name) === value)
    );
  })?.measures;
