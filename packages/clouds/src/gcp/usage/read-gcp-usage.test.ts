import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { SeenService } from "@skylane/core";
import { afterEach, describe, expect, it } from "vitest";
import { POINT_MS } from "../../_shared/usage/usage.ts";
import { readGcpUsage } from "./read-gcp-usage.ts";

const FROM = Date.UTC(2026, 10, 2);
const machine = (name: string, zone = "us-central1-b"): SeenService => ({
  key: `gcp/projects/p/zones/${zone}/instances/${name}`,
  kind: "gce-instance",
  cloud: "gcp",
  accountId: "p",
  regionId: "us-central1",
  nativeId: `projects/p/zones/${zone}/instances/${name}`,
  name,
  tags: {},
  subnetIds: [],
  addresses: [],
  isPublic: false,
  guards: [],
});
const point = (i: number, value: object) => ({
  interval: {
    startTime: new Date(FROM + i * POINT_MS).toISOString(),
    endTime: new Date(FROM + (i + 1) * POINT_MS).toISOString(),
  },
  value,
});
const series = (name: string, points: readonly object[], resource: object = {}) => ({
  metric: { labels: { instance_name: name } },
  resource: { labels: { zone: "us-central1-b", instance_id: "42", ...resource } },
  points,
});

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

const unknownMetric = { error: { code: 404, status: "NOT_FOUND", message: "Cannot find metric(s)" } };

async function read(machines: readonly SeenService[], answers: readonly object[], statusCode = 200, memory?: object) {
  const asked: URL[] = [];
  server = createServer((request, response) => {
    asked.push(new URL(request.url ?? "", "http://any"));
    const isAgent = asked.at(-1)?.searchParams.get("filter")?.includes("agent.googleapis.com") ?? false;
    response
      .writeHead(isAgent && !memory ? 404 : statusCode, { "content-type": "application/json" })
      .end(JSON.stringify(isAgent ? (memory ?? unknownMetric) : (answers[asked.length - 1] ?? answers.at(-1))));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/gcp`;
  const { measured, gaps } = await readGcpUsage(
    { endpoints: { gcp: endpoint } },
    { environment: { GOOGLE_OAUTH_ACCESS_TOKEN: "any" }, wait: async () => undefined },
  )({
    machines,
    fromMs: FROM,
    toMs: FROM + 3_600_000,
    accounts: [],
    concurrency: 2,
    nowMs: () => FROM,
  });
  return {
    measured: measured.map((one) => [one.machine.nativeId, one.billedAs, one.cpuRatio]),
    memoryRatios: measured.map(({ memoryRatio }) => memoryRatio),
    gaps,
    asked,
  };
}

describe("clouds/gcp/usage", () => {
  it("takes the means of a machine of that zone and name, and the number it is billed by", async () => {
    const points = Array.from({ length: 12 }, (_, i) => point(i, { doubleValue: i / 100 }));
    const { measured, memoryRatios, gaps, asked } = await read(
      [machine("a"), machine("b"), machine("a", "us-central1-c")],
      [{ timeSeries: [series("a", points), series("stranger", points)] }],
    );

    expect(gaps).toEqual([]);
    expect(measured).toEqual([["projects/p/zones/us-central1-b/instances/a", "42", [0.11]]]);
    // a project does not know the metric of an agent that never ran
    expect(memoryRatios).toEqual([undefined]);
    expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toMatchObject({
      filter: 'metric.type = "compute.googleapis.com/instance/cpu/utilization"',
      "aggregation.perSeriesAligner": "ALIGN_MEAN",
      "aggregation.alignmentPeriod": "300s",
    });
  });

  it("takes memory from the agent of the machine with that number", async () => {
    const points = Array.from({ length: 12 }, (_, i) => point(i, { doubleValue: i / 100 }));
    const used = (instance_id: string, percent: number) => ({
      metric: { labels: { state: "used" } },
      resource: { labels: { instance_id } },
      points: Array.from({ length: 12 }, (_, i) => point(i, { doubleValue: percent })),
    });
    const memory = { timeSeries: [used("7", 90), used("42", 40)] };
    const { memoryRatios, asked } = await read([machine("a")], [{ timeSeries: [series("a", points)] }], 200, memory);

    expect(memoryRatios).toEqual([[0.4]]);
    expect(asked[1]?.searchParams.get("filter")).toContain('metric.labels.state = "used"');
  });

  it("leaves out a series that does not say whose it is", async () => {
    const { measured } = await read(
      [machine("a")],
      [{ timeSeries: [series("a", [], { zone: "" }), { metric: {}, points: [] }] }],
    );

    expect(measured).toEqual([]);
  });

  it("says which right is missing", async () => {
    const error = { code: 403, status: "PERMISSION_DENIED", message: "no", errors: [{ reason: "forbidden" }] };
    const { measured, gaps } = await read([machine("a")], [{ error }], 403);

    expect(measured).toEqual([]);
    expect(gaps).toMatchObject([{ accountId: "p", reason: "denied", operation: "monitoring.timeSeries.list" }]);
  });
});
