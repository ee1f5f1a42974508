import { fastcheckoutServices } from "./fastcheckout.ts";
import { globalcartServices } from "./globalcart-services.ts";

/** A row of the table: who needs what, and what is said of it. */
interface Wish {
  readonly source: string;
  readonly destination: string;
  readonly more?: Readonly<Record<string, string>>;
}

const COLUMNS = [
  "source",
  "source_cloud",
  "source_region",
  "destination",
  "destination_cloud",
  "destination_region",
  "port",
  "max_rtt_ms",
  "monthly_gb",
  "compliance",
  "encryption",
  "owner",
] as const;
const OWNER = "integration@globalcart.example";

const names = (networkId: string): readonly string[] =>
  fastcheckoutServices()
    .filter((one) => one.networkId === networkId)
    .map(({ name }) => name);
/** Pairs each of the first with one of the second, round and round. */
const pairs = (sources: readonly string[], destinations: readonly string[], count: number): Wish[] =>
  Array.from({ length: count }, (_, i) => ({
    source: sources[i % sources.length] ?? "",
    destination: destinations[(i + Math.floor(i / sources.length)) % destinations.length] ?? "",
  }));

const place = (cloud: string, region: string) => (end: "source" | "destination") => ({
  [`${end}_cloud`]: cloud,
  [`${end}_region`]: region,
});
const at = {
  fcUse1: place("aws", "us-east-1"),
  fcUsw2: place("aws", "us-west-2"),
  use1: place("aws", "us-east-1"),
  fcEastus: place("azure", "eastus"),
  eastus: place("azure", "eastus"),
  usc1: place("gcp", "us-central1"),
  dc1: place("onprem", "dc1"),
  dc2: place("onprem", "dc2"),
  fcDc: place("onprem", "fc-dc"),
} as const;
type Place = keyof typeof at;

/** What the two companies need of each other, pair of networks by pair: twelve over circuits that are there, 77 that need something new. */
const wishes: readonly {
  readonly from: Place;
  readonly to: Place;
  readonly wishes: readonly Wish[];
  readonly more: Readonly<Record<string, string>>;
}[] = [
  {
    from: "fcUsw2",
    to: "dc2",
    wishes: pairs(names("fc-usw2"), ["warehouse", "shipping-labels", "handheld-gateway"], 12),
    more: { max_rtt_ms: "40", monthly_gb: "60" },
  },
  {
    from: "fcUse1",
    to: "eastus",
    wishes: pairs(names("fc-use1"), ["order-reports", "pricing", "loyalty", "promotions"], 26),
    more: { max_rtt_ms: "60", monthly_gb: "25", encryption: "required" },
  },
  {
    from: "fcUse1",
    to: "usc1",
    wishes: pairs(names("fc-use1").slice(9), ["analytics", "event-collector", "forecasting"], 17),
    more: { max_rtt_ms: "120", monthly_gb: "40", encryption: "required" },
  },
  {
    from: "fcUse1",
    to: "dc1",
    wishes: pairs(names("fc-use1").slice(15), ["erp", "general-ledger", "identity"], 14),
    more: { max_rtt_ms: "60", monthly_gb: "10", encryption: "required" },
  },
  {
    from: "use1",
    to: "fcEastus",
    wishes: pairs(
      ["checkout-api", "payments-api", "storefront", "carts"],
      ["fc-insights", "fc-statements", "fc-disputes", "fc-support", "fc-archive"],
      8,
    ),
    more: { max_rtt_ms: "60", monthly_gb: "15", encryption: "required" },
  },
  {
    from: "fcDc",
    to: "use1",
    wishes: pairs(names("fc-dc"), ["payments-api", "storefront", "checkout-api"], 12),
    more: { max_rtt_ms: "80", monthly_gb: "5", encryption: "required" },
  },
];

/** Port that a service of that name in that cloud listens at. */
const portOf = (name: string, cloud: string | undefined): string =>
  String(
    [...globalcartServices(), ...fastcheckoutServices()].find((one) => one.name === name && one.cloud === cloud)
      ?.port ?? "",
  );

/** Card data, and somebody ticked "no encryption" because the old network was one building. */
const CARELESS = new Set(["CardTokenizer", "PaymentRouter"]);

/** `examples/acquisition.csv`: the 89 connections of the FastCheckout acquisition, two of them asked for without encryption. */
export function acquisitionCsv(): string {
  const rows = wishes.flatMap(({ from, to, wishes: all, more }) =>
    all.map((wish) => {
      const isCareless = to === "eastus" && CARELESS.has(wish.source);
      const row: Readonly<Record<string, string>> = {
        source: wish.source,
        ...at[from]("source"),
        destination: wish.destination,
        ...at[to]("destination"),
        port: portOf(wish.destination, (at[to]("destination") as Record<string, string>).destination_cloud),
        ...more,
        ...(isCareless && { compliance: "pci-dss", encryption: "not-needed" }),
        owner: OWNER,
      };
      return COLUMNS.map((column) => row[column] ?? "").join(",");
    }),
  );
  return `${[COLUMNS.join(","), ...rows].join("\n")}\n`;
}
