import type { RequestCount } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { startScan } from "../../_shared/scan.ts";
import type { ReadBalancers } from "../../_shared/usage/usage.ts";
import { bytesOf } from "../discover/answers.ts";
import { explainFailure } from "../discover/explain-failure.ts";
import { authOf, createGcpClient } from "../discover/gcp-client.ts";
import { listReader } from "../discover/read-lists.ts";
import { readSeries } from "../discover/read-series.ts";
import { type Wait, withRetries } from "../discover/with-retries.ts";

const METRICS = ["request_count", "request_bytes_count", "response_bytes_count"] as const;

/**
 * Reads Cloud Monitoring, three lists for each forwarding rule: those of a Region belong to internal load balancers, global ones to external.
 * @see https://cloud.google.com/monitoring/api/metrics_gcp_i_o#gcp-loadbalancing (read 2026-11)
 */
export const readGcpBalancers =
  (
    { endpoints, federation }: Pick<CloudContext, "endpoints" | "federation">,
    {
      environment = process.env,
      wait,
    }: { readonly environment?: Readonly<Record<string, string | undefined>>; readonly wait?: Wait } = {},
  ): ReadBalancers =>
  async ({ balancers, fromMs, toMs, ...request }) => {
    const scan = withRetries(startScan("gcp", request, explainFailure), request.signal, wait);
    const auth = await scan.call({ accountId: "", regionId: "", operation: "credentials" }, () =>
      authOf({ environment, endpoint: endpoints?.gcp, federation }),
    );
    if (!auth) return { counts: [], gaps: scan.gaps };
    const client = createGcpClient(auth, endpoints?.gcp, request.signal);
    const read = balancers.map(async ({ id, accountId, regionId }) => {
      const reader = listReader(scan, accountId);
      const family = regionId === "" ? "https" : "https/internal";
      const sums: number[] = [];
      for (const metric of METRICS) {
        const series = await readSeries(client, reader, accountId, `loadbalancing.googleapis.com/${family}/${metric}`, {
          fromMs,
          toMs,
          periodSeconds: (toMs - fromMs) / 1_000,
          where: `resource.labels.forwarding_rule_name = "${id.slice(id.lastIndexOf("/") + 1)}"`,
          isOptional: true,
        });
        if (!series || series.length === 0) break;
        sums.push(series.flatMap(({ points }) => points).reduce((sum, point) => sum + (bytesOf(point) || 0), 0));
      }
      const [requestCount, received, sent] = sums;
      const counts: readonly RequestCount[] =
        requestCount === undefined || received === undefined || sent === undefined
          ? []
          : [{ loadBalancer: id, requestCount, bytes: received + sent }];
      return { counts, oddities: reader.oddities };
    });
    const all = await Promise.all(read);
    return {
      counts: all.flatMap(({ counts }) => counts),
      gaps: [...scan.gaps, ...all.flatMap(({ oddities }) => oddities)],
    };
  };
