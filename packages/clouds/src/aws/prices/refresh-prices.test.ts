import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { PricingClient } from "@aws-sdk/client-pricing";
import { PriceRow, priceBook } from "@skylane/core";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { aws } from "../index.ts";
import { awsPrices } from "./index.ts";
import { refreshAwsPrices } from "./refresh-prices.ts";

type Asked = { ServiceCode: string; Filters: { Field: string; Value: string }[]; NextToken?: string };
/** What the API answers to a question: its products, and where it goes on. */
type Answer = { PriceList: unknown; NextToken?: string };

const servers: Server[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) server.close();
});

/** A price API at an address of its own, and a client of the real SDK for it. */
async function apiThat(answers: (asked: Asked) => Answer | { status: number }) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const question = JSON.parse(body) as Asked;
    asked.push(question);
    const answer = answers(question);
    response.setHeader("content-type", "application/x-amz-json-1.1");
    if ("status" in answer) {
      response.statusCode = answer.status;
      response.end(JSON.stringify({ __type: "AccessDeniedException", message: "not allowed" }));
    } else response.end(JSON.stringify({ FormatVersion: "aws_v1", ...answer }));
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new PricingClient({
    region: "us-east-1",
    endpoint: url,
    credentials: { accessKeyId: "SIM", secretAccessKey: "SIM" },
    maxAttempts: 1,
  });
  return {
    asked,
    url,
    refresh: () => refreshAwsPrices({ regions: ["us-east-1"], nowIso: "2026-11-20T10:00:00Z", client }),
  };
}

type Step = readonly [begin: string, end: string, usd: string];
const product = (attributes: object, steps: readonly Step[], { unit = "Hrs", sku = "SKU1", more = {} } = {}) =>
  JSON.stringify({
    product: { sku, productFamily: "Cloud Connectivity", attributes: { regionCode: "us-east-1", ...attributes } },
    serviceCode: "AmazonVPC",
    terms: {
      OnDemand: {
        [`${sku}.JRTCKXETXF`]: {
          priceDimensions: Object.fromEntries(
            steps.map(([beginRange, endRange, USD], i) => [
              `${sku}.${i}`,
              { unit, beginRange, endRange, description: "text", appliesTo: [], pricePerUnit: { USD } },
            ]),
          ),
        },
        ...more,
      },
    },
    version: "20261119",
  });
const vpn = (steps: readonly Step[] = [["0", "Inf", "0.0500000000"]], how = {}) =>
  product({ usagetype: "VPN-Usage-Hours:ipsec.1", operation: "CreateVpnConnection" }, steps, how);
const only =
  (service: string, ...list: unknown[]) =>
  (asked: Asked) => ({
    PriceList: asked.ServiceCode === service ? list : [],
  });

describe("clouds/aws/prices/refresh-prices", () => {
  it("makes rows of today of what the API says, of each item that links are charged for", async () => {
    const transfer = { fromRegionCode: "us-east-1", toLocation: "External" };
    const lists: Record<string, unknown[]> = {
      AmazonVPC: [
        vpn(),
        product({ usagetype: "USE1-VPN-large-Usage-Hours:ipsec.1" }, [["0", "Inf", "0.60"]], { sku: "LARGE" }),
        product({ usagetype: "USE1-TransitGateway-Hours", operation: "TransitGatewayVPC" }, [["0", "Inf", "0.05"]]),
        product({ usagetype: "USE1-TransitGateway-Hours", operation: "TransitGatewayVPN" }, [["0", "Inf", "0.05"]]),
        product({ usagetype: "USE1-TransitGateway-Bytes" }, [["0", "Inf", "0.02"]], { unit: "GB" }),
        product({ usagetype: "USE1-PublicIPv4:InUseAddress" }, [["0", "Inf", "0.005"]]),
      ],
      AWSDirectConnect: [
        product({ usagetype: "USE1-EQDC2-PortUsage:10G", capacity: "10G", connectionType: "Dedicated" }, [
          ["0", "Inf", "2.25"],
        ]),
        product({ usagetype: "USE1-EQDC2-HCPortUsage-PortUsage:500M", capacity: "500M", connectionType: "Hosted" }, [
          ["0", "Inf", "0.2"],
        ]),
      ],
      AWSDataTransfer: [
        product(
          { ...transfer, usagetype: "DataTransfer-Out-Bytes", transferType: "AWS Outbound" },
          // in whatever order
          [
            ["10240", "51200", "0.085"],
            ["0", "10240", "0.09"],
            ["51200", "Inf", "0.07"],
          ],
          { unit: "GB" },
        ),
        product(
          {
            ...transfer,
            usagetype: "USE1-USE2-AWS-Out-Bytes",
            transferType: "InterRegion Outbound",
            toRegionCode: "us-east-2",
          },
          [["0", "Inf", "0.01"]],
          { unit: "GB" },
        ),
      ],
    };
    const { refresh } = await apiThat(({ ServiceCode }) => ({ PriceList: lists[ServiceCode] }));
    const { rows, skipped } = await refresh();

    expect(skipped).toEqual([]);
    for (const row of rows) expect(PriceRow.parse(row)).toMatchObject({ asOf: "2026-11-20", trust: "vendor" });
    expect(rows.map(({ id, tiers }) => [id, ...tiers.map(({ usd }) => usd)])).toEqual([
      ["aws/vpn-connection/us-east-1/price-list-api", 0.05],
      ["aws/transit-attachment/us-east-1/price-list-api", 0.05],
      ["aws/transit-data/us-east-1/price-list-api", 0.02],
      ["aws/dedicated-port/us-east-1/10000/price-list-api", 2.25],
      ["aws/hosted-port/us-east-1/500/price-list-api", 0.2],
      ["aws/egress-internet/us-east-1/price-list-api", 0.09, 0.085, 0.07],
      ["aws/egress-inter-region/us-east-1/to-us-east-2/price-list-api", 0.01],
    ]);
    const book = priceBook([...awsPrices, ...rows]);
    const fresh = (item: PriceRow["item"], more: object = {}) =>
      book.find({ cloud: "aws", item, regionId: "us-east-1", ...more })?.source;
    expect(fresh("vpn-connection")).toBe("AWS Price List API");
    expect(fresh("egress-internet")).toBe("AWS Price List API");
    expect(fresh("dedicated-port", { bandwidthMbps: 10_000 })).toBe("AWS Price List API");
    expect(fresh("egress-inter-region", { to: { cloud: "aws", regionId: "us-east-2" } })).toBe("AWS Price List API");
    expect(rows[5]?.allowance).toEqual({ pool: "aws-internet", units: 100 });
  });

  it("asks each service for each Region, and follows its pages", async () => {
    const { asked, refresh } = await apiThat(({ ServiceCode, NextToken }) =>
      ServiceCode === "AmazonVPC" && NextToken === undefined
        ? { PriceList: [], NextToken: "page-2" }
        : { PriceList: ServiceCode === "AmazonVPC" ? [vpn()] : [] },
    );

    expect((await refresh()).rows).toHaveLength(1);
    expect(asked.map(({ ServiceCode, Filters, NextToken }) => [ServiceCode, Filters[0]?.Field, NextToken])).toEqual([
      ["AmazonVPC", "regionCode", undefined],
      ["AmazonVPC", "regionCode", "page-2"],
      ["AWSDirectConnect", "regionCode", undefined],
      ["AWSDataTransfer", "fromRegionCode", undefined],
    ]);
    expect(asked.every(({ Filters }) => Filters[0]?.Value === "us-east-1")).toBe(true);
  });

  it("gives up a service whose pages do not end, and one that refuses, and keeps the others", async () => {
    const { refresh } = await apiThat(({ ServiceCode }) => {
      if (ServiceCode === "AWSDirectConnect") return { status: 403 };
      return ServiceCode === "AmazonVPC" ? { PriceList: [vpn()] } : { PriceList: [], NextToken: "again" };
    });
    const { rows, skipped } = await refresh();

    expect(rows).toHaveLength(1);
    expect(skipped).toEqual([
      { subject: "AWSDirectConnect in us-east-1", reason: expect.stringContaining("not allowed") },
      { subject: "AWSDataTransfer in us-east-1", reason: expect.stringContaining("same page") },
    ]);
  });

  it.each([
    ["a price of 0", vpn([["0", "Inf", "0.0000000000"]]), /0/],
    ["a price that is no number", vpn([["0", "Inf", "free"]]), /decimal/],
    ["a negative price", vpn([["0", "Inf", "-0.05"]]), /decimal/],
    ["a price in another currency", vpn().replace("USD", "CNY"), /USD/],
    ["a unit that is none of ours", vpn(undefined, { unit: "Quantity" }), /Quantity/],
    ["hours where gigabytes belong", product({ usagetype: "USE1-TransitGateway-Bytes" }, [["0", "Inf", "1"]]), /hour/],
    [
      "steps with a hole",
      vpn([
        ["0", "10", "1"],
        ["20", "Inf", "2"],
      ]),
      /follow/,
    ],
    [
      "steps that overlap",
      vpn([
        ["0", "10", "1"],
        ["5", "Inf", "2"],
      ]),
      /follow/,
    ],
    ["steps with an end", vpn([["0", "10", "1"]]), /end/],
    ["steps that start late", vpn([["1", "Inf", "1"]]), /follow/],
    ["no steps", vpn([]), /unit/],
    ["two offers", vpn(undefined, { more: { other: { priceDimensions: {} } } }), /2 on-demand offers/],
    ["no Region", product({ usagetype: "VPN-Usage-Hours:ipsec.1", regionCode: "../x" }, [["0", "Inf", "1"]]), /Region/],
    ["an SKU that is none", vpn(undefined, { sku: "<b>" }), /SKU/],
    ["a port without a size", product({ usagetype: "X-PortUsage:1G", capacity: "fast" }, [["0", "Inf", "1"]]), /fast/],
    ["a port of no kind", product({ usagetype: "X-PortUsage:1G", capacity: "1G" }, [["0", "Inf", "1"]]), /hosted/],
    ["a text that is no JSON", "{", /./],
    ["a text that is no product", "null", /./],
    ["something that is no text", { product: {} }, /./],
  ])("makes no row of %s, and says why", async (_, text, reason) => {
    const { refresh } = await apiThat(only("AmazonVPC", text));
    const { rows, skipped } = await refresh();

    expect(rows).toEqual([]);
    expect(skipped).toEqual([{ subject: expect.any(String), reason: expect.stringMatching(reason) }]);
  });

  it("believes neither of two prices of one thing", async () => {
    const { refresh } = await apiThat(only("AmazonVPC", vpn(), vpn([["0", "Inf", "0.06"]], { sku: "SKU2" })));

    expect(await refresh()).toEqual({
      rows: [],
      skipped: [
        { subject: "aws/vpn-connection/us-east-1/price-list-api", reason: expect.stringContaining("2 different") },
      ],
    });
  });

  it("takes gigabytes that the list gives for nothing from the list, not a second time", async () => {
    const text = product(
      { usagetype: "DataTransfer-Out-Bytes", transferType: "AWS Outbound", fromRegionCode: "us-east-1" },
      [
        ["0", "100", "0"],
        ["100", "Inf", "0.09"],
      ],
      { unit: "GB" },
    );
    const { refresh } = await apiThat(only("AWSDataTransfer", text));

    expect((await refresh()).rows[0]).not.toHaveProperty("allowance");
  });

  it("survives whatever comes, and never makes a row that is not one", async () => {
    let text: unknown;
    const { refresh } = await apiThat((asked) => only("AmazonVPC", text)(asked));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.json().map((json) => vpn().replace('"0.0500000000"', json)),
        ),
        async (hostile) => {
          text = hostile;
          for (const row of (await refresh()).rows) {
            expect(PriceRow.safeParse(row).success).toBe(true);
            expect(row.tiers.some(({ usd }) => usd > 0)).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("says so when there is nothing for a Region, and when it is not told the day", async () => {
    const { refresh } = await apiThat(() => ({ PriceList: [] }));

    expect(await refresh()).toEqual({
      rows: [],
      skipped: [{ subject: "us-east-1", reason: expect.stringContaining("such a Region") }],
    });
    await expect(refreshAwsPrices({ regions: [], nowIso: "today" })).rejects.toThrow("nowIso");
  });

  it("finds the API where the environment says it is", async () => {
    const { asked, url } = await apiThat(only("AmazonVPC", vpn()));
    vi.stubEnv("AWS_ENDPOINT_URL_PRICING", url);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "SIM");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "SIM");
    const refresh = await aws.refreshPrices();

    expect((await refresh({ regions: ["us-east-1"], nowIso: "2026-11-20" })).rows).toHaveLength(1);
    expect(asked).toHaveLength(3);
  });

  it("is what the adapter loads when it is wanted", async () => {
    expect(await aws.refreshPrices()).toBe(refreshAwsPrices);
  });
});
