import { GetProductsCommand, PricingClient } from "@aws-sdk/client-pricing";
import type { PriceRow } from "@skylane/core";
import * as z from "zod";
import type { PriceRequest, RefreshedPrices, SkippedPrice } from "../../_shared/define-cloud.ts";
import { internetAllowance } from "./internet.ts";
import { PricedProduct, tiersOf, type Understood } from "./price-answers.ts";
import { itemOf } from "./priced-item.ts";

/** Where the links' prices are: the service, and the attribute that holds the Region. */
const SERVICES = [
  { ServiceCode: "AmazonVPC", field: "regionCode" },
  { ServiceCode: "AWSDirectConnect", field: "regionCode" },
  { ServiceCode: "AWSDataTransfer", field: "fromRegionCode" },
] as const;
/** A service has some dozens of pages a Region at most. */
const MAX_PAGES = 200;

/**
 * Rows of today's AWS price list for these Regions: VPN, transit gateways, Direct Connect ports, data to the internet and between
 * Regions. What the API answers is not trusted: what is not understood, or is said in two ways, is in `skipped` with the reason,
 * and so is a service that does not answer. Credentials need `pricing:GetProducts`.
 */
export async function refreshAwsPrices({
  regions,
  nowIso,
  client,
}: PriceRequest & { readonly client?: PricingClient }): Promise<RefreshedPrices> {
  const asOf = z.iso.date("nowIso must begin with a day such as 2026-11-20").parse(nowIso.slice(0, 10));
  const pricing =
    client ??
    new PricingClient({
      region: "us-east-1",
      maxAttempts: 5,
      requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
    });
  const rows: PriceRow[] = [];
  const skipped: SkippedPrice[] = [];
  for (const regionId of regions) {
    const before = rows.length + skipped.length;
    for (const { ServiceCode, field } of SERVICES)
      try {
        for await (const text of productsOf(pricing, ServiceCode, field, regionId)) {
          const row = rowOf(text, asOf);
          if (row && "is" in row) rows.push(row.is);
          else if (row) skipped.push({ subject: row.subject, reason: row.not });
        }
      } catch (error) {
        const reason = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : "it did not answer";
        skipped.push({ subject: `${ServiceCode} in ${regionId}`, reason });
      }
    if (rows.length + skipped.length === before)
      skipped.push({
        subject: regionId,
        reason: "the price API has no prices of links in it: is there such a Region?",
      });
  }
  if (client === undefined) pricing.destroy();
  return withoutContradictions(rows, skipped);
}

/** The products of a service in a Region, as the texts that they come in. */
async function* productsOf(
  client: PricingClient,
  ServiceCode: string,
  Field: string,
  regionId: string,
): AsyncGenerator<string> {
  const Filters = [{ Type: "TERM_MATCH" as const, Field, Value: regionId }];
  let NextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await client.send(
      new GetProductsCommand({ ServiceCode, Filters, FormatVersion: "aws_v1", MaxResults: 100, NextToken }),
    );
    // the SDK wraps the texts
    for (const text of answer.PriceList ?? []) yield String(text);
    if (!answer.NextToken) return;
    if (answer.NextToken === NextToken) throw new Error("the price API gives the same page again and again");
    NextToken = answer.NextToken;
  }
  throw new Error(`the price API has more than ${MAX_PAGES} pages`);
}

/** The row that a product is; `undefined` = it is nothing of ours. */
function rowOf(text: string, asOf: string): (Understood<PriceRow> & { readonly subject: string }) | undefined {
  const parsed = PricedProduct.safeParse(parse(text));
  if (!parsed.success) {
    // prices of other things may look as they like
    return isOurs(text) ? { subject: "a product", not: z.prettifyError(parsed.error).slice(0, 300) } : undefined;
  }
  const subject = parsed.data.product.sku;
  const item = itemOf(parsed.data);
  if (item === undefined) return undefined;
  if ("not" in item) return { subject, not: item.not };
  const price = tiersOf(parsed.data);
  if ("not" in price) return { subject, not: price.not };
  const { regionId, unit, ...rest } = item.is;
  const { tiers } = price.is;
  if (unit !== price.is.unit) return { subject, not: `it is counted in ${price.is.unit}, not in ${unit}` };
  return {
    subject,
    is: {
      ...rest,
      id: ["aws", rest.item, regionId, ...idParts(rest), "price-list-api"].join("/"),
      cloud: "aws",
      regions: [regionId],
      unit,
      tiers,
      // a list that starts with free gigabytes says so itself
      ...(rest.item === "egress-internet" && tiers[0]?.usd !== 0 && { allowance: internetAllowance }),
      source: "AWS Price List API",
      asOf,
      trust: "vendor",
    },
  };
}

const idParts = ({ to, bandwidthMbps }: Partial<PriceRow>): readonly string[] => [
  ...(to ?? []).map((goal) => goal.replace(/^.*:/, "to-")),
  ...(bandwidthMbps === undefined ? [] : [String(bandwidthMbps)]),
];

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** True if a text that cannot be read may be about a link, or is no product at all. */
const isOurs = (text: string): boolean =>
  parse(text) === undefined ||
  !text.includes("usagetype") ||
  /VPN-Usage|TransitGateway-|PortUsage|DataTransfer-Out|AWS-Out/.test(text);

/** A thing has an SKU for each location or kind of attachment: one row if all agree, none if they do not. */
function withoutContradictions(rows: readonly PriceRow[], skipped: readonly SkippedPrice[]): RefreshedPrices {
  const groups = [...Map.groupBy(rows, ({ id }) => id).values()];
  const agreed = groups.map((group) => ({
    first: group[0] as PriceRow,
    prices: [...new Set(group.map(({ tiers }) => JSON.stringify(tiers)))],
  }));
  return {
    rows: agreed.flatMap(({ first, prices }) => (prices.length === 1 ? [first] : [])),
    skipped: [
      ...skipped,
      ...agreed.flatMap(({ first, prices }) =>
        prices.length === 1
          ? []
          : [{ subject: first.id, reason: `it is said to have ${prices.length} different prices` }],
      ),
    ],
  };
}
