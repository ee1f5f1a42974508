import type { EstateStore } from "../estate/estate.ts";
import { balancersOf } from "../world/services/balancer-load.ts";
import { storeLoad } from "../world/services/store-load.ts";
import type { World } from "../world/world.ts";
import type { ByteCounter, Gauge } from "./byte-samples.ts";
import type { Ec2Caller } from "./ec2/ec2.ts";

const NAMESPACE = "AWS/S3";
const ALL_TYPES = "AllStorageTypes";
const FILTER = "EntireBucket";

/** A metric of CloudWatch, as ListMetrics shows it, and what it measures. */
export interface NamedMetric {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly measures: ByteCounter | Gauge;
}

/** Metrics of the buckets of the caller's Region and account: requests only of those whose owner pays for that. */
export const storeMetrics = ({ atlas }: World, { regionId, accountId }: Ec2Caller): readonly NamedMetric[] =>
  atlas.estate.stores
    .filter((one) => one.cloud === "aws" && one.regionId === regionId && one.accountId === accountId)
    .flatMap(metricsOf);

function metricsOf(store: EstateStore): readonly NamedMetric[] {
  const { bytes, objectCount, read, written, requests } = storeLoad(store);
  const BucketName = store.name;
  const level = (metric: string, StorageType: string, value: number): NamedMetric => ({
    namespace: NAMESPACE,
    metric,
    dimensions: { BucketName, StorageType },
    measures: { unit: "level", mean: () => value },
  });
  const counter = (metric: string, count: ByteCounter["bytes"]): NamedMetric => ({
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

/** Metrics of the load balancers of the caller's Region and account. */
export const balancerMetrics = (world: World, { regionId, accountId }: Ec2Caller): readonly NamedMetric[] =>
  balancersOf(world).flatMap(({ id, asked, answered, requests }) => {
    const [, LoadBalancer = ""] = id.split(`:elasticloadbalancing:${regionId}:${accountId}:loadbalancer/`);
    if (LoadBalancer === "") return [];
    const counter = (metric: string, count: ByteCounter["bytes"]): NamedMetric => ({
      namespace: "AWS/ApplicationELB",
      metric,
      dimensions: { LoadBalancer },
      measures: { unit: "bytes", bytes: count },
    });
    return [
      counter("RequestCount", requests),
      counter("ProcessedBytes", (fromMs, toMs) => asked(fromMs, toMs) + answered(fromMs, toMs)),
    ];
  });

/** The metric of exactly these dimensions. */
export const metricAt = (
  metrics: readonly NamedMetric[],
  namespace: string,
  metric: string,
  dimensions: ReadonlyMap<string, string>,
): NamedMetric["measures"] | undefined =>
  metrics.find((one) => {
    const own = Object.entries(one.dimensions);
    return (
      one.namespace === namespace &&
      one.metric === metric &&
      own.length === dimensions.size &&
      own.every(([name, value]) => dimensions.get(name) === value)
    );
  })?.measures;
