import { sites } from "./plan.ts";
import {
  azureSql,
  azureStorage,
  cloudSql,
  type Draft,
  ec2,
  gce,
  type Home,
  host,
  lambda,
  rds,
  settle,
  vm,
} from "./services.ts";
import type { EstateService } from "./types.ts";

const pci = { tags: { "data-class": "pci" } };
const personal = { tags: { "data-class": "personal" } };

/** What GlobalCart runs, site by site. Two databases are called nearly the same, and two services just the same. */
const drafts: Readonly<Record<string, readonly Draft[]>> = {
  "aws-use1": [
    lambda("OrderProcessor", pci),
    lambda("CartPricer"),
    lambda("FraudScorer", pci),
    ec2("carts", 443),
    ec2("payments-api", 443, pci),
    ec2("storefront", 443),
    ec2("checkout-api", 443, pci),
    rds("payments-db", "us-east-1", "c7q2v9xk41"),
    rds("sessions-db", "us-east-1", "c7q2v9xk41"),
  ],
  "aws-usw2": [
    lambda("ReturnsHandler"),
    ec2("catalog", 443),
    ec2("search", 443),
    ec2("recommendations", 443),
    rds("catalog-db", "us-west-2", "c1m8t3ya90"),
  ],
  "aws-euw1": [
    ec2("storefront-eu", 443),
    ec2("carts-eu", 443, personal),
    rds("customers-eu-db", "eu-west-1", "c5d0r6wn27"),
  ],
  "azure-eastus": [
    azureSql("orderdb", "203.0.113.10"),
    azureStorage("gcorderarchive", "203.0.113.11"),
    vm("order-reports", 443),
    vm("pricing", 443),
    vm("loyalty", 443, personal),
    vm("promotions", 443),
  ],
  "azure-westeurope": [
    azureSql("orderdb-replica", "203.0.113.12"),
    vm("invoicing", 443, personal),
    vm("tax-engine", 443),
    vm("crm", 443, personal),
  ],
  "gcp-usc1": [cloudSql("analytics"), gce("catalog", 443), gce("event-collector", 443), gce("forecasting", 443)],
  "gcp-euw1": [cloudSql("analytics-eu"), gce("clickstream", 443)],
  dc1: [
    host("erp", 1_521),
    host("general-ledger", 1_521),
    host("identity", 636),
    host("batch-scheduler", 8_443),
    host("file-exchange", 22),
  ],
  dc2: [host("warehouse", 8_443), host("shipping-labels", 8_443), host("handheld-gateway", 8_443)],
  dc3: [host("warehouse-eu", 8_443), host("customs", 8_443)],
};

const ZONES = { aws: "aws", azure: "azure", gcp: "gcp", oci: "oci", onprem: "dc" } as const;

export const globalcartHomes: readonly Home[] = sites.map(({ id, short, cloud, regionId, accountId, cidr }) => ({
  networkId: id,
  short,
  cloud,
  regionId,
  accountId,
  cidr,
  zone: `${ZONES[cloud]}.globalcart.internal`,
}));

export const globalcartServices = (): EstateService[] =>
  globalcartHomes.flatMap((home) => settle(home, drafts[home.networkId] ?? [], "globalcart"));
