import type { CloudContext } from "../../_shared/define-cloud.ts";
import { startScan } from "../../_shared/scan.ts";
import type { ReadStores } from "../../_shared/usage/usage.ts";
import { bytesOf, type TimeSeries } from "../discover/answers.ts";
import { explainFailure } from "../discover/explain-failure.ts";
import { authOf, createGcpClient } from "../discover/gcp-client.ts";
import { listReader } from "../discover/read-lists.ts";
import { readSeries, type SeriesWindow } from "../discover/read-series.ts";
import { type Wait, withRetries } from "../discover/with-retries.ts";

const DAY_MS = 86_400_000;
/** What lies there is told once a day, and late. */
const STORED_DAYS = 2;
const STORED = "storage.googleapis.com/storage/total_bytes";
const OBJECTS = "storage.googleapis.com/storage/object_count";
const SENT = "storage.googleapis.com/network/sent_bytes_count";
const RECEIVED = "storage.googleapis.com/network/received_bytes_count";

/**
 * Reads Cloud Monitoring, four lists for each project. It names buckets itself, and counts what every one of them sends and takes.
 * @see https://cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-storage (read 2026-11)
 */
export const readGcpStores =
  (
    { endpoints, federation }: Pick<CloudContext, "endpoints" | "federation">,
    {
      environment = process.env,
      wait,
    }: { readonly environment?: Readonly<Record<string, string | undefined>>; readonly wait?: Wait } = {},
  ): ReadStores =>
  async ({ fromMs, toMs, ...request }) => {
    const scan = withRetries(startScan("gcp", request, explainFailure), request.signal, wait);
    const auth = await scan.call({ accountId: "", regionId: "", operation: "credentials" }, () =>
      authOf({ environment, endpoint: endpoints?.gcp, federation }),
    );
    if (!auth) return { stores: [], gaps: scan.gaps };
    const client = createGcpClient(auth, endpoints?.gcp, request.signal);
    const parts = request.accounts.map(async ({ id: accountId }) => {
      const reader = listReader(scan, accountId);
      const read = (type: string, window: SeriesWindow) =>
        readSeries(client, reader, accountId, type, { ...window, isOptional: true });
      const day = {
        fromMs: toMs - STORED_DAYS * DAY_MS,
        toMs,
        periodSeconds: DAY_MS / 1_000,
        aligner: "ALIGN_MEAN",
      } as const;
      const month = { fromMs, toMs, periodSeconds: (toMs - fromMs) / 1_000 };
      const [stored, objects, sent, received] = [
        await read(STORED, day),
        await read(OBJECTS, day),
        await read(SENT, month),
        await read(RECEIVED, month),
      ];
      // what nobody may read is not nothing
      if (!stored || !objects || !sent || !received) return { stores: [], oddities: reader.oddities };
      const stores = [...Map.groupBy(stored, bucketOf)].flatMap(([bucket, own]) => {
        const regionId = own[0]?.resource?.labels?.location;
        if (bucket === undefined || !regionId) return [];
        return [
          {
            accountId,
            regionId: regionId.toLowerCase(),
            billedAs: bucket,
            bytesByTier: Object.fromEntries(
              own.flatMap((one) => {
                const tier = one.metric?.labels?.storage_class;
                return tier ? [[tier, newestOf(one)] as const] : [];
              }),
            ),
            objectCount: objects.filter((one) => bucketOf(one) === bucket).reduce((sum, one) => sum + newestOf(one), 0),
            readBytes: totalOf(sent, bucket),
            writtenBytes: totalOf(received, bucket),
          },
        ];
      });
      return { stores, oddities: reader.oddities };
    });
    const read = await Promise.all(parts);
    return {
      stores: read.flatMap(({ stores }) => stores),
      gaps: [...scan.gaps, ...read.flatMap(({ oddities }) => oddities)],
    };
  };

const bucketOf = ({ resource }: TimeSeries): string | undefined => resource?.labels?.bucket_name;

/** Points come newest first. */
const newestOf = ({ points: [newest] }: TimeSeries): number => (newest && bytesOf(newest)) || 0;

/** A bucket that has no series of a counter sent or took nothing. */
const totalOf = (series: readonly TimeSeries[], bucket: string): number =>
  series
    .filter((one) => bucketOf(one) === bucket)
    .flatMap(({ points }) => points)
    .reduce((sum, point) => sum + (bytesOf(point) || 0), 0);
