import { ListMetricsCommand, type Metric } from "@aws-sdk/client-cloudwatch";
import { startScan } from "../../_shared/scan.ts";
import { lastOf, sumOf } from "../../_shared/usage/list-tiers.ts";
import type { ReadStores } from "../../_shared/usage/usage.ts";
import { type Asker, askIn } from "../discover/ask-aws.ts";
import { type AwsClients, openAccounts } from "../discover/connect-aws.ts";
import { explainAws } from "../discover/explain-aws.ts";
import { readMetrics } from "../read-metrics.ts";

const DAY_SECONDS = 86_400;
const DAY_MS = DAY_SECONDS * 1_000;
/** What lies there is told once a day, and late. */
const SIZE_DAYS = 4;
/** The filter that the console and the guides make for a whole bucket; one of another name may leave some of it out. */
const WHOLE_BUCKET = "EntireBucket";
const REQUEST_METRICS = ["AllRequests", "BytesDownloaded", "BytesUploaded"] as const;

/**
 * Reads CloudWatch, account by account and Region by Region. It knows buckets by their metrics; what is read of one only where its owner pays
 * for request metrics of all of it, and has for as long as the window goes.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html (read 2026-11)
 */
export const readAwsStores: ReadStores = async (request) => {
  const scan = startScan("aws", request, explainAws);
  const [homeRegionId] = request.regionIds;
  if (homeRegionId === undefined) return { stores: [], gaps: [] };
  const accounts = await openAccounts(request, homeRegionId, scan);
  const parts = accounts.flatMap((account) =>
    request.regionIds.map(async (regionId) => {
      const place = { accountId: account.id, regionId };
      const { cloudWatch } = account.clientsIn(regionId);
      const found = await storesIn(cloudWatch, askIn(place, scan, request.signal), request);
      return found.map((one) => ({ ...place, ...one }));
    }),
  );
  return { stores: (await Promise.all(parts)).flat(), gaps: scan.gaps };
};

async function storesIn(
  cloudWatch: AwsClients["cloudWatch"],
  ask: Asker,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
) {
  const list = async (MetricName: string): Promise<readonly Metric[]> =>
    (await ask.all(
      "cloudwatch:ListMetrics",
      (NextToken, options) =>
        cloudWatch.send(new ListMetricsCommand({ Namespace: "AWS/S3", MetricName, NextToken }), options),
      (page) => ({ items: page.Metrics, next: page.NextToken }),
    )) ?? [];
  const [sized, asked] = await Promise.all([list("BucketSizeBytes"), list("AllRequests")]);
  const counted = new Set(
    asked.flatMap((one) => (dimensionOf(one, "FilterId") === WHOLE_BUCKET ? [dimensionOf(one, "BucketName")] : [])),
  );
  const classes = [...Map.groupBy(sized, (one) => dimensionOf(one, "BucketName"))].flatMap(([bucket, own]) =>
    bucket !== undefined && counted.has(bucket)
      ? [{ bucket, types: own.flatMap((one) => dimensionOf(one, "StorageType") ?? []) }]
      : [],
  );
  const day = { periodSeconds: DAY_SECONDS };
  const metric = (name: string, stat: "Average" | "Sum", dimensions: Readonly<Record<string, string>>) =>
    ({ namespace: "AWS/S3", metric: name, dimensions, stat }) as const;
  const sizes = await readMetrics(
    cloudWatch,
    classes.flatMap(({ bucket: BucketName, types }) => [
      metric("NumberOfObjects", "Average", { BucketName, StorageType: "AllStorageTypes" }),
      ...types.map((StorageType) => metric("BucketSizeBytes", "Average", { BucketName, StorageType })),
    ]),
    { ...day, fromMs: toMs - SIZE_DAYS * DAY_MS, toMs },
    ask,
  );
  const requests = await readMetrics(
    cloudWatch,
    classes.flatMap(({ bucket: BucketName }) =>
      REQUEST_METRICS.map((name) => metric(name, "Sum", { BucketName, FilterId: WHOLE_BUCKET })),
    ),
    { ...day, fromMs, toMs },
    ask,
  );
  let at = 0;
  return classes.flatMap(({ bucket, types }, i) => {
    const [objects = new Map(), ...own] = sizes.slice(at, at + 1 + types.length);
    at += 1 + types.length;
    const objectCount = lastOf(objects);
    const [all, read, written] = requests.slice(REQUEST_METRICS.length * i);
    // before its first request nobody counted, or nobody asked
    const isCounted = [...(all?.keys() ?? [])].some((startMs) => startMs < fromMs + DAY_MS);
    if (objectCount === undefined || !isCounted || !read || !written) return [];
    const bytesByTier = types.flatMap((type, j) => {
      const bytes = lastOf(own[j] ?? new Map());
      return bytes === undefined ? [] : [[type, bytes] as const];
    });
    return [
      {
        billedAs: bucket,
        bytesByTier: Object.fromEntries(bytesByTier),
        objectCount,
        // a period without a point had no such request
        readBytes: sumOf(read),
        writtenBytes: sumOf(written),
      },
    ];
  });
}

const dimensionOf = ({ Dimensions = [] }: Metric, name: string): string | undefined =>
  Dimensions.find(({ Name }) => Name === name)?.Value;
