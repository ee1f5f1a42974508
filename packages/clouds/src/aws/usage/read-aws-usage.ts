import { startScan } from "../../_shared/scan.ts";
import { highestOfHours } from "../../_shared/usage/hours.ts";
import { type MeasuredMachine, POINT_MS, type RatioPoints, type ReadUsage } from "../../_shared/usage/usage.ts";
import { askIn } from "../discover/ask-aws.ts";
import { openAccounts, WrongAccountError } from "../discover/connect-aws.ts";
import { explainAws } from "../discover/explain-aws.ts";
import { type MetricPoints, readMetrics } from "../read-metrics.ts";

const PERCENT = 100;
/** Machines of one call: both their metrics of two weeks are as many points as it gives. */
const CHUNK = 12;

/**
 * Reads CloudWatch, account by account and Region by Region. EC2 tells of processors; of memory its agent does, where it runs and adds
 * up by instance.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html (read 2026-11)
 */
export const readAwsUsage = (): ReadUsage => async (request) => {
  const scan = startScan("aws", request, explainAws);
  const homeRegionId = request.machines[0]?.regionId;
  if (homeRegionId === undefined) return { measured: [], gaps: [] };
  const accounts = new Map((await openAccounts(request, homeRegionId, scan)).map((account) => [account.id, account]));
  const places = Map.groupBy(request.machines, ({ accountId, regionId }) => `${accountId}|${regionId}`);
  const parts = [...places.values()].map(async (machines): Promise<readonly MeasuredMachine[]> => {
    const { accountId = "", regionId = "" } = machines[0] ?? {};
    const place = { accountId, regionId };
    const account = accounts.get(accountId);
    if (!account) {
      await scan.call({ ...place, operation: "sts:AssumeRole" }, async () => {
        throw new WrongAccountError(`account ${accountId} has machines, and is not among those that can be entered`);
      });
      return [];
    }
    const { cloudWatch } = account.clientsIn(regionId);
    const chunks = Array.from({ length: Math.ceil(machines.length / CHUNK) }, (_, i) =>
      machines.slice(i * CHUNK, (i + 1) * CHUNK),
    );
    const read = chunks.map(async (chunk): Promise<readonly MeasuredMachine[]> => {
      const points = await readMetrics(
        cloudWatch,
        chunk.flatMap(({ nativeId }) => [
          metricOf("AWS/EC2", "CPUUtilization", nativeId),
          metricOf("CWAgent", "mem_used_percent", nativeId),
        ]),
        { ...request, periodSeconds: POINT_MS / 1_000 },
        askIn(place, scan, request.signal),
      );
      return chunk.map((machine, i) => {
        const [cpu, memory] = [points[2 * i], points[2 * i + 1]];
        return {
          machine,
          cpuRatio: highestOfHours(ratiosOf(cpu), request),
          ...(memory && memory.size > 0 && { memoryRatio: highestOfHours(ratiosOf(memory), request) }),
        };
      });
    });
    return (await Promise.all(read)).flat();
  });
  return { measured: (await Promise.all(parts)).flat(), gaps: scan.gaps };
};

const metricOf = (namespace: string, metric: string, InstanceId: string) =>
  ({ namespace, metric, dimensions: { InstanceId }, stat: "Average" }) as const;

const ratiosOf = (points: MetricPoints = new Map()): RatioPoints =>
  new Map([...points].map(([startMs, percent]) => [startMs, percent / PERCENT]));
