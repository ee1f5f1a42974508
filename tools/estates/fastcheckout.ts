import {
  azureSql,
  azureStorage,
  type Draft,
  ec2,
  type Home,
  host,
  lambda,
  providerId,
  rds,
  settle,
  vm,
} from "./services.ts";
import type { EstateGateway, EstateNetwork, EstateService } from "./types.ts";

export const FASTCHECKOUT_ACCOUNT = "444455556666";
export const FASTCHECKOUT_SUBSCRIPTION = "c41f7d92-88ab-4e0b-b6a3-5f2d9e6b7c10";
/** Where FastCheckout's data centre is. */
export const FASTCHECKOUT_PLACE = { regionId: "fc-dc", latitudeDeg: 39.02, longitudeDeg: -77.46 };

/**
 * FastCheckout, which GlobalCart has bought: two VPCs in an account of its own, a VNet without a gateway in a subscription of
 * its own, and a data centre. Only the VPC in the west has been joined to GlobalCart's network.
 */
const homes = {
  use1: {
    networkId: "fc-use1",
    short: "fc-use1",
    cloud: "aws",
    regionId: "us-east-1",
    accountId: FASTCHECKOUT_ACCOUNT,
    cidr: "10.40.0.0/16",
    zone: "aws.fastcheckout.internal",
  },
  usw2: {
    networkId: "fc-usw2",
    short: "fc-usw2",
    cloud: "aws",
    regionId: "us-west-2",
    accountId: FASTCHECKOUT_ACCOUNT,
    cidr: "10.41.0.0/16",
    zone: "aws.fastcheckout.internal",
  },
  eastus: {
    networkId: "fc-eastus",
    short: "fc-eastus",
    cloud: "azure",
    regionId: "eastus",
    accountId: FASTCHECKOUT_SUBSCRIPTION,
    cidr: "10.42.0.0/16",
    zone: "azure.fastcheckout.internal",
  },
  dc: {
    networkId: "fc-dc",
    short: "fc-dc",
    cloud: "onprem",
    regionId: FASTCHECKOUT_PLACE.regionId,
    cidr: "10.43.0.0/16",
    zone: "dc.fastcheckout.internal",
  },
} as const satisfies Record<string, Home>;
export const fastcheckoutHomes: readonly Home[] = Object.values(homes);

const TGW = "tgw-fc-use1";
export const FASTCHECKOUT_ROUTER = "fc-dc-r1";
/** Links over which GlobalCart tells its second data centre of the VPC in the west. */
export const FC_USW2_ANNOUNCED_OVER: readonly string[] = ["dx-usw2-1", "vpn-usw2-1"];
export const FC_USW2_CIDR: string = homes.usw2.cidr;

const FIRST_EGRESS = 121;
const egressIp = (home: Home): string => `203.0.113.${FIRST_EGRESS + fastcheckoutHomes.indexOf(home)}`;

const placeOf = (home: Home): EstateNetwork => ({
  cloud: home.cloud,
  regionId: home.regionId,
  ...(home.accountId && { accountId: home.accountId }),
  id: home.networkId,
  cidrs: [home.cidr],
  egressIp: egressIp(home),
});
const vpc = (home: Home, gatewayId: string): EstateNetwork => ({
  ...placeOf(home),
  gatewayId,
  attachmentId: providerId("tgw-attach", home.networkId),
  providerId: providerId("vpc", home.networkId),
});

export const fastcheckoutNetworks = (): EstateNetwork[] => [
  vpc(homes.use1, TGW),
  vpc(homes.usw2, "tgw-usw2"),
  placeOf(homes.eastus),
  { ...placeOf(homes.dc), gatewayId: FASTCHECKOUT_ROUTER },
];

export const fastcheckoutGateways = (): EstateGateway[] => [
  {
    id: TGW,
    kind: "tgw",
    cloud: "aws",
    regionId: homes.use1.regionId,
    accountId: FASTCHECKOUT_ACCOUNT,
    providerId: providerId("tgw", homes.use1.networkId),
    asn: 64_520,
    tables: [providerId("tgw-rtb", `${homes.use1.networkId}/main`)],
  },
  {
    id: FASTCHECKOUT_ROUTER,
    kind: "router",
    cloud: "onprem",
    regionId: homes.dc.regionId,
    providerId: FASTCHECKOUT_ROUTER,
    asn: 65_040,
  },
];

const pci = { tags: { "data-class": "pci" } };
const personal = { tags: { "data-class": "personal" } };
const CLUSTER = "c9f4h1zb63";

const inUse1: readonly Draft[] = [
  ...["CheckoutHandler", "CardTokenizer", "PaymentRouter", "ChargebackHandler"].map((name) => lambda(name, pci)),
  ...["CouponApplier", "CartImporter", "ReceiptMailer", "WebhookSender", "SettlementExporter"].map((name) =>
    lambda(name),
  ),
  ...["fc-gateway", "fc-payments", "fc-vault", "fc-acquirer-link", "fc-three-ds"].map((name) => ec2(name, 443, pci)),
  ...["fc-merchants", "fc-onboarding", "fc-accounts", "fc-consents"].map((name) => ec2(name, 443, personal)),
  ...[
    "fc-web",
    "fc-widget",
    "fc-rates",
    "fc-shipping",
    "fc-tax",
    "fc-catalog-sync",
    "fc-inventory-sync",
    "fc-orders",
    "fc-refunds",
    "fc-risk",
    "fc-notifications",
    "fc-admin",
  ].map((name) => ec2(name, 443)),
  ...["fc-payments-db", "fc-vault-db", "fc-merchants-db", "fc-orders-db", "fc-risk-db"].map((name) =>
    rds(name, "us-east-1", CLUSTER),
  ),
];

const inUsw2: readonly Draft[] = [
  ...["StockUpdater", "LabelPrinter", "PickListBuilder"].map((name) => lambda(name)),
  ...["fc-fulfilment", "fc-stock", "fc-carriers", "fc-tracking", "fc-returns", "fc-packing", "fc-warehouse-api"].map(
    (name) => ec2(name, 443),
  ),
  rds("fc-fulfilment-db", "us-west-2", CLUSTER),
  rds("fc-tracking-db", "us-west-2", CLUSTER),
];

const inEastus: readonly Draft[] = [
  azureSql("fc-reporting", "203.0.113.40"),
  azureSql("fc-ledger", "203.0.113.41"),
  azureStorage("fcreceipts", "203.0.113.42"),
  ...["fc-insights", "fc-statements", "fc-disputes", "fc-support", "fc-archive"].map((name) => vm(name, 443)),
];

const inDc: readonly Draft[] = [
  host("fc-erp", 1_521),
  host("fc-ledger-history", 1_521),
  host("fc-hsm", 9_000, pci),
  host("fc-settlement", 8_443, pci),
  ...[
    "fc-payroll",
    "fc-files",
    "fc-mail",
    "fc-directory",
    "fc-print",
    "fc-backup",
    "fc-scheduler",
    "fc-monitoring",
  ].map((name) => host(name, 8_443)),
];

/** 47 services in AWS, 8 in Azure, 12 in the data centre. */
export const fastcheckoutServices = (): EstateService[] =>
  (
    [
      [homes.use1, inUse1],
      [homes.usw2, inUsw2],
      [homes.eastus, inEastus],
      [homes.dc, inDc],
    ] as const
  ).flatMap(([home, drafts]) => settle(home, drafts, "fastcheckout"));
