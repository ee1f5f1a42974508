import { loadEstate, startTwin, type Twin } from "@skylane/twin";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 21, 10);
const FROM = NOW - 6 * HOUR;
const estate = loadEstate("globalcart");
const cloudAt = (id: string): string =>
  [...estate.gateways, ...estate.networks].find((place) => place.id === id)?.cloud ?? "";
const gatewayAt = (id: string) => estate.gateways.find((gateway) => gateway.id === id);
/** Tunnels between two clouds, by the clouds at their ends. */
const between = (one: string, other: string) =>
  estate.connections.filter(({ kind, a, b }) => kind === "vpn" && cloudAt(a.at) === one && cloudAt(b.at) === other);

let twin: Twin;
beforeAll(async () => {
  const clock = {
    nowMs: () => NOW,
    after(_ms: number, run: () => void) {
      const next = setImmediate(run);
      return () => clearImmediate(next);
    },
  };
  twin = await startTwin({ estate, apiPort: 0, socksPort: 0, seed: 1, clock });
});
afterAll(() => twin.close());

const temper = (realism: object): Promise<Response> =>
  fetch(`${twin.apiUrl}/lab/realism`, {
    method: "PUT",
    body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0, ...realism }),
  });

/** Bytes that AWS says went out of a VPN connection, page by page. */
async function sentByAws(vpnId: string, regionId: string): Promise<number> {
  let bytes = 0;
  let NextToken: string | undefined;
  do {
    const answer = await fetch(twin.apiUrl, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=111122223333/20261121/${regionId}/monitoring/aws4_request`,
        "x-amz-target": "GraniteServiceVersion20100801.GetMetricData",
      },
      body: JSON.stringify({
        StartTime: FROM / 1_000,
        EndTime: NOW / 1_000,
        MaxDatapoints: 50,
        ...(NextToken !== undefined && { NextToken }),
        MetricDataQueries: [
          {
            Id: "out",
            MetricStat: {
              Metric: {
                Namespace: "AWS/VPN",
                MetricName: "TunnelDataOut",
                Dimensions: [{ Name: "VpnId", Value: vpnId }],
              },
              Period: 300,
              Stat: "Sum",
            },
          },
        ],
      }),
    });
    const page = (await answer.json()) as {
      readonly message?: string;
      readonly MetricDataResults?: readonly { readonly Values: readonly number[] }[];
      readonly NextToken?: string;
    };
    if (!answer.ok) throw new Error(page.message);
    for (const { Values } of page.MetricDataResults ?? []) for (const value of Values) bytes += value;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return bytes;
}

async function get(path: string, query: Readonly<Record<string, string>>) {
  const answer = await fetch(`${twin.apiUrl}${path}?${new URLSearchParams(query)}`, {
    headers: { authorization: "Bearer any" },
  });
  return (await answer.json()) as never;
}

/** Bytes that Azure says came in over its connections, by name. */
async function receivedByAzure(gatewayId: string): Promise<ReadonlyMap<string, number>> {
  const gateway = gatewayAt(gatewayId);
  const group = `/subscriptions/${gateway?.accountId}/resourceGroups/rg-globalcart-${gateway?.regionId}`;
  const { value }: { value: { timeseries: { metadatavalues: { value: string }[]; data: { total?: number }[] }[] }[] } =
    await get(
      `/azure${group}/providers/Microsoft.Network/virtualNetworkGateways/${gateway?.providerId}/providers/Microsoft.Insights/metrics`,
      {
        "api-version": "2023-10-01",
        metricnames: "TunnelIngressBytes",
        timespan: `${new Date(FROM).toISOString()}/${new Date(NOW).toISOString()}`,
        interval: "PT5M",
        aggregation: "Total",
        $filter: "ConnectionName eq '*'",
        top: "100",
      },
    );
  return new Map(
    (value[0]?.timeseries ?? []).map(({ metadatavalues, data }) => [
      metadatavalues[0]?.value ?? "",
      data.reduce((sum, { total = 0 }) => sum + total, 0),
    ]),
  );
}

/** Bytes that Google says came in over its tunnels, by name. */
async function receivedByGoogle(): Promise<ReadonlyMap<string, number>> {
  const {
    timeSeries,
  }: { timeSeries: { metric: { labels: { tunnel_name: string } }; points: { value: { int64Value: string } }[] }[] } =
    await get("/gcp/monitoring/v3/projects/globalcart-prod/timeSeries", {
      filter: 'metric.type = "vpn.googleapis.com/network/received_bytes_count"',
      "interval.startTime": new Date(FROM).toISOString(),
      "interval.endTime": new Date(NOW).toISOString(),
    });
  return new Map(
    timeSeries.map(({ metric, points }) => [
      metric.labels.tunnel_name,
      points.reduce((sum, { value }) => sum + Number(value.int64Value), 0),
    ]),
  );
}

describe("the twin's metrics", () => {
  it("say at both ends of a tunnel between clouds what crossed it: what AWS sent, Azure received", async () => {
    const tunnels = between("aws", "azure");
    const received = new Map<string, number>();
    for (const gatewayId of new Set(tunnels.map(({ b }) => b.at)))
      for (const [name, bytes] of await receivedByAzure(gatewayId)) received.set(name, bytes);
    const sent = await Promise.all(
      tunnels.map(({ id, providerId, a }) => sentByAws(providerId ?? id, gatewayAt(a.at)?.regionId ?? "")),
    );

    expect(sent.some((bytes) => bytes > 1e9)).toBe(true);
    for (const [i, { id }] of tunnels.entries())
      expect(Math.abs((sent[i] ?? 0) - (received.get(id) ?? Number.NaN)), id).toBeLessThan(72);
  });

  it("have no points yet where they are late, in any cloud", async () => {
    const bytesIn = async () => [
      await sentByAws(between("aws", "azure")[0]?.providerId ?? "", "us-east-1"),
      ...(await receivedByAzure("vng-eastus")).values(),
      ...(await receivedByGoogle()).values(),
    ];
    const whole = await bytesIn();
    await temper({ metricsLateMs: HOUR });
    const late = await bytesIn();
    await temper({});

    expect(whole.some((bytes) => bytes > 1e9)).toBe(true);
    for (const [i, bytes] of whole.entries())
      if (bytes > 0) {
        expect((late[i] ?? 0) / bytes).toBeLessThan(0.95);
        expect((late[i] ?? 0) / bytes).toBeGreaterThan(0.7);
      }
  });

  it("are refused in each cloud's words to whoever may not read them", async () => {
    await temper({
      deniedActions: [
        "cloudwatch:GetMetricData",
        "gcp:monitoring.timeSeries.list",
        "azure:Microsoft.Insights/metrics/read",
      ],
    });
    const google = await get("/gcp/monitoring/v3/projects/globalcart-prod/timeSeries", {});
    const refusal = await sentByAws("vpn-any", "us-east-1").catch((error: Error) => error.message);
    await temper({});

    expect(refusal).toMatch(/not authorized to perform: cloudwatch:GetMetricData/);
    expect(google).toMatchObject({
      error: { code: 403, message: expect.stringContaining("monitoring.timeSeries.list") },
    });
  });

  it("and what AWS sent, Google received", async () => {
    const tunnels = between("aws", "gcp");
    const received = await receivedByGoogle();
    const sent = await Promise.all(
      tunnels.map(({ id, providerId, a }) => sentByAws(providerId ?? id, gatewayAt(a.at)?.regionId ?? "")),
    );

    expect(sent.some((bytes) => bytes > 1e9)).toBe(true);
    for (const [i, { id }] of tunnels.entries())
      expect(Math.abs((sent[i] ?? 0) - (received.get(id) ?? Number.NaN)), id).toBeLessThan(360);
  });
});
