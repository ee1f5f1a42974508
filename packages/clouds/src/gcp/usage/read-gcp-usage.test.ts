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

async function read(machines: readonly SeenService[], answers: readonly object[], statusCode = 200) {
  const asked: URL[] = [];
  server = createServer((request, response) => {
    asked.push(new URL(request.url ?? "", "http://any"));
    response
      .writeHead(statusCode, { "content-type": "application/json" })
      .end(JSON.stringify(answers[asked.length - 1] ?? answers.at(-1)));
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
    gaps,
    asked,
  };
}

describe("clouds/gcp/usage", () => {
  it("takes the means of a machine of that zone and name, and the number it is billed by", async () => {
    const points = Array.from({ length: 12 }, (_, i) => point(i, { doubleValue: i / 100 }));
    const { measured, gaps, asked } = await read(
      [machine("a"), machine("b"), machine("a", "us-central1-c")],
      [{ timeSeries: [series("a", points), series("stranger", points)] }],
    );

    expect(gaps).toEqual([]);
    expect(measured).toEqual([["projects/p/zones/us-central1-b/instances/a", "42", [0.11]]]);
    expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toMatchObject({
      filter: 'metric.type = "compute.googleapis.com/instance/cpu/utilization"',
      "aggregation.perSeriesAligner": "ALIGN_MEAN",
      "aggregation.alignmentPeriod": "300s",
    });
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
