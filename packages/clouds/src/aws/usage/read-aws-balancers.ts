import type { RequestCount } from "@skylane/core";
import { startScan } from "../../_shared/scan.ts";
import { sumOf } from "../../_shared/usage/list-tiers.ts";
import type { ReadBalancers } from "../../_shared/usage/usage.ts";
import { askIn } from "../discover/ask-aws.ts";
import { openAccounts, WrongAccountError } from "../discover/connect-aws.ts";
import { explainAws } from "../discover/explain-aws.ts";
import { readMetrics } from "../read-metrics.ts";

const DAY_SECONDS = 86_400;
const METRICS = ["RequestCount", "ProcessedBytes"] as const;

/**
 * Reads CloudWatch. A load balancer that was asked for nothing has no points.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html (read 2026-11)
 */
export const readAwsBalancers: ReadBalancers = async ({ balancers, ...request }) => {
  const scan = startScan("aws", request, explainAws);
  const [first] = balancers;
  if (!first) return { counts: [], gaps: [] };
  const accounts = new Map((await openAccounts(request, first.regionId, scan)).map((one) => [one.id, one]));
  const read = balancers.map(async ({ id, accountId, regionId }): Promise<readonly RequestCount[]> => {
    const place = { accountId, regionId };
    const account = accounts.get(accountId);
    if (!account) {
      await scan.call({ ...place, operation: "sts:AssumeRole" }, async () => {
        throw new WrongAccountError(
          `account ${accountId} has a load balancer, and is not among those that can be entered`,
        );
      });
      return [];
    }
    const LoadBalancer = id.slice(id.indexOf(":loadbalancer/") + ":loadbalancer/".length);
    const [requests = new Map(), bytes = new Map()] = await readMetrics(
      account.clientsIn(regionId).cloudWatch,
      METRICS.map((metric) => ({
        namespace: "AWS/ApplicationELB",
        metric,
        dimensions: { LoadBalancer },
        stat: "Sum",
      })),
      { ...request, periodSeconds: DAY_SECONDS },
      askIn(place, scan, request.signal),
    );
    return requests.size === 0 ? [] : [{ loadBalancer: id, requestCount: sumOf(requests), bytes: sumOf(bytes) }];
  });
  return { counts: (await Promise.all(read)).flat(), gaps: scan.gaps };
};
