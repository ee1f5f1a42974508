import type { PipelineRequest } from "@azure/core-rest-pipeline";
import { describe, expect, it } from "vitest";
import { aSighting } from "../../../../../test/support/sightings.ts";
import { fakeArm } from "../discover/fake-arm.ts";
import { countAzure } from "./count-azure.ts";

const FROM = Date.UTC(2026, 10, 20, 8);
const TO = FROM + 600_000;
const GROUP = "/subscriptions/s/resourcegroups/g/providers/microsoft.network";
const GATEWAY = `${GROUP}/virtualnetworkgateways/vng`;
const tunnel = (name: string) =>
  aSighting({
    key: `azure${GROUP}/connections/${name}`,
    at: `azure/${GATEWAY}`,
    nativeId: `${GROUP}/connections/${name}`,
    accountId: "s",
    regionId: "eastus",
    kind: "vpn",
  });
const circuit = { ...tunnel("er"), kind: "express-route" as const };
const series = (metric: string, connection: string | undefined, data: readonly object[]) => ({
  name: { value: metric },
  timeseries: [
    {
      metadatavalues: connection === undefined ? [] : [{ name: { value: "connectionname" }, value: connection }],
      data,
    },
  ],
});
const at = (minutes: number): string => new Date(FROM + minutes * 60_000).toISOString();

async function count(
  links: readonly ReturnType<typeof tunnel>[],
  answer: (request: PipelineRequest) => object,
  statusCode = 200,
) {
  const urls: URL[] = [];
  const httpClient = fakeArm((_, request) => {
    urls.push(new URL(request.url));
    return { statusCode, body: answer(request) };
  });
  const { spans, gaps } = await countAzure(
    {},
    { environment: { AZURE_ACCESS_TOKEN: "any" }, httpClient },
  )({
    ends: links.map((link) => ({ link, direction: "out" })),
    fromMs: FROM,
    toMs: TO,
    accounts: [],
    concurrency: 2,
    nowMs: () => TO,
  });
  return {
    spans: spans.map(({ end, startMs, endMs, bytes }) => [end.link.nativeId.slice(-2), startMs, endMs, bytes]),
    gaps,
    urls,
  };
}

describe("clouds/azure/metering", () => {
  it("asks a gateway once for all its tunnels, and takes a moment without a value for nothing counted", async () => {
    const { spans, gaps, urls } = await count([tunnel("c1"), tunnel("c2")], () => ({
      value: [
        series("TunnelEgressBytes", "C1", [{ timeStamp: at(0), total: 500 }, { timeStamp: at(5) }]),
        series("TunnelEgressBytes", "c2", [
          { timeStamp: at(0), total: 0 },
          { timeStamp: at(5), total: null },
        ]),
        series("TunnelEgressBytes", "somebody-else", [{ timeStamp: at(0), total: 9 }]),
        series("TunnelIngressBytes", "c1", [{ timeStamp: at(0), total: 7 }]),
      ],
    }));

    expect(gaps).toEqual([]);
    expect(spans).toEqual([
      ["c1", FROM, FROM + 300_000, 500],
      ["c2", FROM, FROM + 300_000, 0],
    ]);
    expect(urls.map(({ pathname }) => pathname)).toEqual([`${GATEWAY}/providers/Microsoft.Insights/metrics`]);
    expect(Object.fromEntries(urls[0]?.searchParams ?? [])).toMatchObject({
      metricnames: "TunnelEgressBytes",
      timespan: `${at(0)}/${at(10)}`,
      interval: "PT5M",
      aggregation: "Total",
      $filter: "ConnectionName eq '*'",
      top: "1000",
    });
  });

  it("makes bytes of bits a second on average", async () => {
    const { spans } = await count([circuit], () => ({
      value: [series("BitsOutPerSecond", undefined, [{ timeStamp: at(0), average: 8_000 }])],
    }));

    expect(spans).toEqual([["er", FROM, FROM + 60_000, 60_000]]);
  });

  it.each([
    [
      "a right that is missing",
      403,
      { error: { code: "AuthorizationFailed", message: "no" } },
      "denied",
      /Microsoft.Insights\/metrics\/read/,
    ],
    ["an answer in another form", 200, { value: [{ name: "x" }] }, "not-understood", /report this/],
  ])("says what is wrong with %s", async (_, statusCode, body, reason, todo) => {
    const { spans, gaps } = await count([tunnel("c1")], () => body, statusCode);

    expect(spans).toEqual([]);
    expect(gaps).toMatchObject([
      { cloud: "azure", accountId: "s", regionId: "eastus", reason, todo: expect.stringMatching(todo) },
    ]);
  });
});
