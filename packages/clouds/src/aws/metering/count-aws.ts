import { BITS_PER_BYTE, type CountBytes, type CountedSpan, POINT_MS } from "../../_shared/metering/metering.ts";
import { startScan } from "../../_shared/scan.ts";
import { askIn } from "../discover/ask-aws.ts";
import { openAccounts, WrongAccountError } from "../discover/connect-aws.ts";
import { explainAws } from "../discover/explain-aws.ts";
import { readMetrics } from "../read-metrics.ts";
import { counterOf } from "./counter-of.ts";

/** Counts by CloudWatch, account by account and Region by Region: a metric lies where the link ends. */
export const countAws = (): CountBytes => async (request) => {
  const scan = startScan("aws", request, explainAws);
  const places = Map.groupBy(request.ends, ({ link }) => `${link.accountId}|${link.regionId}`);
  const homeRegionId = request.ends[0]?.link.regionId;
  if (homeRegionId === undefined) return { spans: [], gaps: [] };
  const accounts = new Map((await openAccounts(request, homeRegionId, scan)).map((account) => [account.id, account]));
  const parts = [...places.values()].map(async (ends): Promise<readonly CountedSpan[]> => {
    const { accountId = "", regionId = "" } = ends[0]?.link ?? {};
    const place = { accountId, regionId };
    const account = accounts.get(accountId);
    if (!account) {
      await scan.call({ ...place, operation: "sts:AssumeRole" }, async () => {
        throw new WrongAccountError(
          `account ${accountId} has links to count, and is not among those that can be entered`,
        );
      });
      return [];
    }
    const counted = ends.flatMap((end) => {
      const counter = counterOf(end);
      return counter ? [{ end, counter }] : [];
    });
    const points = await readMetrics(
      account.clientsIn(regionId).cloudWatch,
      counted.map(({ counter }) => counter),
      { ...request, periodSeconds: POINT_MS / 1_000 },
      askIn(place, scan, request.signal),
    );
    return counted.flatMap(({ end, counter: { stat } }, i) =>
      [...(points[i] ?? [])].map(([startMs, value]) => ({
        end,
        startMs,
        endMs: startMs + POINT_MS,
        bytes: stat === "Sum" ? value : (value * (POINT_MS / 1_000)) / BITS_PER_BYTE,
      })),
    );
  });
  const spans = (await Promise.all(parts)).flat();
  return { spans, gaps: scan.gaps };
};
