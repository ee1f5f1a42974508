import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { CloudId, ConnectionKind, PriceQuery, PriceRow } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { estimatesOf } from "../estimates.ts";

const folder = process.env.SKYLANE_PRICE_SOURCES ?? resolve(import.meta.dirname, "../../../../../shared/data");
const isHere = existsSync(`${folder}/prices`);
if (!isHere)
  console.log("skipped: no published price lists here; set SKYLANE_PRICE_SOURCES to a folder that holds prices/");

const read = (path: string): string => readFileSync(`${folder}/${path}`, "utf8");
const table = (path: string): string[][] =>
  read(path)
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(","));
const { price, charges } = estimatesOf();
const usdOf = (query: PriceQuery, step = 0): number | undefined => price(query)?.tiers.at(step)?.usd;
const inAws = (item: PriceRow["item"], more: Partial<PriceQuery> = {}): PriceQuery => ({
  cloud: "aws",
  item,
  regionId: "us-east-1",
  ...more,
});
const inAzure = (item: PriceRow["item"], more: Partial<PriceQuery> = {}): PriceQuery => ({
  ...inAws(item, more),
  cloud: "azure",
  regionId: more.regionId ?? "eastus",
});
const inGoogle = (item: PriceRow["item"], more: Partial<PriceQuery> = {}): PriceQuery => ({
  ...inAws(item, more),
  cloud: "gcp",
  regionId: more.regionId ?? "us-central1",
});

/** Unit prices of a table of costs by the name of their line: monthly cost by quantity, or what it says of a unit. */
function goldenPrices(file: string): { name: string; usd: number }[] {
  const number = (text = ""): number => Number(text.replaceAll(",", ""));
  return read(`prices/infracost-goldens/${file}.golden.txt`)
    .split("\n")
    .flatMap((line) => {
      const [, name = "", rest = ""] = /[├└]─ (.+?)\s{2,}(.*)$/.exec(line) ?? [];
      const [, each] = /depends on usage: \$([\d.,]+) per/.exec(rest) ?? [];
      if (each !== undefined) return [{ name, usd: number(each) }];
      const [, quantity, unit, cost] = /^([\d,.]+)\s+(\S.*?)\s+\$([\d,.]+)/.exec(rest) ?? [];
      // a scale unit is counted by the month
      return cost === undefined
        ? []
        : [{ name, usd: number(cost) / number(quantity) / (unit === "scale units" ? 730 : 1) }];
    });
}

/** The tables are of 2024-07 to 2025-01. What we say otherwise is from a later source. */
const GOLDENS_OF = "2024-07-01";
const LATER: Readonly<Record<string, { usd: number; why: string }>> = {
  "VPN gateway (VpnGw1AZ)": { usd: 0.19, why: "the vendor lowered it in 2025-01" },
};

describe.runIf(isHere)("clouds/_shared/price-sources of cost tables (2024-07)", () => {
  it.each<[file: string, line: RegExp, query: PriceQuery]>([
    ["aws__dx_connection", /^DX connection/, inAws("dedicated-port", { bandwidthMbps: 1_000 })],
    ["aws__dx_connection", /from us-east-1/, inAws("egress-dedicated")],
    ["aws__dx_connection", /from eu-west-1/, inAws("egress-dedicated", { regionId: "eu-west-1", variant: "to-us" })],
    ["aws__dx_connection", /from ap-east-1/, inAws("egress-dedicated", { regionId: "ap-east-1", variant: "to-us" })],
    ["aws__dx_gateway_association", /^Transit gateway attachment/, inAws("transit-attachment")],
    ["aws__dx_gateway_association", /^Data processed/, inAws("transit-data")],
    ["aws__vpn_connection", /^VPN connection/, inAws("vpn-connection")],
    ["aws__vpn_connection", /^Transit gateway attachment/, inAws("transit-attachment")],
    ["aws__vpn_connection", /^Data processed/, inAws("transit-data")],
    ["aws__ec2_transit_gateway_vpc_attachment", /^Transit gateway attachment/, inAws("transit-attachment")],
    ["aws__ec2_transit_gateway_peering_attachment", /^Transit gateway attachment/, inAws("transit-attachment")],
    ["aws__nat_gateway", /^NAT gateway/, inAws("nat-gateway")],
    ["aws__nat_gateway", /^Data processed/, inAws("nat-data")],
    ...["Basic", "VpnGw1", "VpnGw1AZ", "VpnGw2", "VpnGw3", "VpnGw4", "VpnGw5"].map(
      (variant): [string, RegExp, PriceQuery] => [
        "azure__virtual_network_gateway",
        new RegExp(`^VPN gateway \\(${variant}\\)`),
        inAzure("vpn-gateway", { variant }),
      ],
    ),
    ["azure__vpn_gateway", /^S2S scale units/, inAzure("vpn-gateway", { variant: "vwan-scale-unit" })],
    ["azure__vpn_gateway_connection", /^S2S Connections/, inAzure("hub-connection")],
    [
      "azure__express_route_gateway",
      /^ER scale units/,
      inAzure("express-route-gateway", { variant: "vwan-scale-unit" }),
    ],
    ["azure__express_route_connection", /^ER Connections/, inAzure("hub-connection")],
    ["azure__virtual_hub", /^Deployment/, inAzure("virtual-hub")],
    ["azure__virtual_hub", /^Data processed/, inAzure("transit-data")],
    ["azure__nat_gateway", /^NAT gateway/, inAzure("nat-gateway")],
    ["azure__nat_gateway", /^Data processed/, inAzure("nat-data")],
    ["google__compute_vpn_tunnel", /^VPN Tunnel/, inGoogle("vpn-connection")],
    ["google__compute_router_nat", /^Data processed/, inGoogle("nat-data")],
  ])("agrees with %s on %s", (file, line, query) => {
    const lines = goldenPrices(file).filter(({ name }) => line.test(name));
    const later = LATER[lines[0]?.name ?? ""];

    expect(lines.length).toBeGreaterThan(0);
    for (const { usd } of lines)
      if (later) {
        expect(usd).not.toBeCloseTo(later.usd, 4);
        expect(usdOf(query), later.why).toBe(later.usd);
        expect((price(query)?.asOf ?? "") > GOLDENS_OF).toBe(true);
      } else expect(usdOf(query)).toBeCloseTo(usd, 6);
  });

  it("agrees on connections beyond the ten that a VPN gateway has, and on peerings in and out of both zones", () => {
    const beyond = goldenPrices("azure__virtual_network_gateway_connection").filter(({ usd }) => usd === 0.015);
    const peerings = goldenPrices("azure__virtual_network_peering").map(({ name, usd }) => [name.split(" ")[0], usd]);
    const ours = (from: string, to: string) =>
      charges({ kind: "peering", from: { cloud: "azure", regionId: from }, to: { cloud: "azure", regionId: to } }).map(
        ({ row }) => row?.tiers[0]?.usd,
      );

    expect(beyond).toHaveLength(6);
    expect(usdOf(inAzure("vpn-connection", { variant: "above-ten" }))).toBe(0.015);
    // with usage: across zones, within one, within a Region
    expect(peerings.slice(0, 6).map(([, usd]) => usd)).toEqual([0.09, 0.035, 0.035, 0.035, 0.01, 0.01]);
    expect(ours("eastus", "southeastasia")).toEqual([0.035, 0.09]);
    expect(ours("eastus", "westeurope")).toEqual([0.035, 0.035]);
    expect(ours("eastus", "eastus")).toEqual([0.01, 0.01]);
  });

  it("agrees on what a VPN of Google sends to the internet, and on NAT by machine", () => {
    const out = goldenPrices("google__compute_external_vpn_gateway").map(({ usd }) => Number(usd.toFixed(6)));
    const steps = (to?: PriceQuery["to"]) => [0, 1, 2].map((step) => usdOf(inGoogle("egress-internet", { to }), step));
    const [machine] = goldenPrices("google__compute_router_nat").filter(({ name }) => name.startsWith("Assigned"));

    expect(steps()).toEqual(out.slice(0, 3));
    expect(steps({ cloud: "aws", regionId: "cn-north-1" }).slice(0, 2)).toEqual(out.slice(3, 5));
    expect(steps({ cloud: "aws", regionId: "ap-southeast-2" })[0]).toBe(out[5]);
    expect(usdOf(inGoogle("nat-gateway", { variant: "from-32-machines" }))).toBeCloseTo(32 * (machine?.usd ?? 0), 4);
  });

  it("differs on tunnels between Google's own locations, where a later list is followed", () => {
    const between = (to: string, regionId = "us-central1") =>
      inGoogle("egress-inter-region", { regionId, to: { cloud: "gcp", regionId: to } });
    const golden = Object.fromEntries(
      goldenPrices("google__compute_ha_vpn_gateway").map(({ name, usd }) => [name, usd]),
    );
    const later: [name: string, golden: number, query: PriceQuery, ours: number][] = [
      ["IPSec traffic within the US or Canada", 0.02, between("us-east1"), 0.01],
      ["IPSec traffic within Asia", 0.08, between("asia-south1", "asia-east1"), 0.05],
      ["IPSec traffic within South America", 0.14, between("southamerica-west1", "southamerica-east1"), 0.08],
      ["IPSec traffic to/from Indonesia and Oceania", 0.1, between("australia-southeast1"), 0.15],
    ];

    expect(usdOf(between("europe-west3", "europe-west1"))).toBe(golden["IPSec traffic within Europe"]);
    expect(usdOf(between("europe-west1"))).toBe(golden["IPSec traffic between continents (excludes Oceania)"]);
    for (const [name, theirs, query, ours] of later) {
      expect(golden[name]).toBe(theirs);
      expect(price(query)).toMatchObject({ asOf: "2026-10-01", tiers: [{ usd: ours }] });
    }
  });
});

describe.runIf(isHere)("clouds/_shared/price-sources of price lists", () => {
  it("agrees with every step of AWS's data transfer (2024-07)", () => {
    const steps = ["first 10TB", "next 40TB", "next 100TB", "over 150TB"];
    // local zones have no rows
    const lines = table("prices/aws_data_transfer_tiers_from_infracost.csv").filter(([id]) => !id?.includes("lax"));
    for (const [regionId = "", what = "", quantity, cost] of lines) {
      const usd = what.startsWith("Intra")
        ? usdOf(inAws("egress-inter-zone", { regionId }))
        : what.includes("Internet")
          ? usdOf(
              inAws("egress-internet", { regionId }),
              steps.findIndex((step) => what.includes(step)),
            )
          : usdOf(
              inAws("egress-inter-region", {
                regionId,
                ...(what.includes("US East") && {
                  to: { cloud: "aws", regionId: regionId === "us-east-1" ? "us-east-2" : "us-east-1" },
                }),
              }),
            );

      // costs are rounded to the cent
      expect(Math.abs((usd ?? Number.NaN) * Number(quantity) - Number(cost)), `${regionId} ${what}`).toBeLessThan(
        0.0051,
      );
    }
    expect(lines.length).toBeGreaterThan(150);
    expect(
      price(inAws("egress-internet"))?.tiers.map(({ upTo }) => upTo),
      "steps of 10, 40 and 100 TB",
    ).toEqual([10_240, 51_200, 153_600, undefined]);
  });

  it("agrees with Google's list of tunnels, NAT and data to the internet (2026-07-30)", () => {
    const goals: Readonly<Record<string, PriceQuery["to"]>> = {
      "": undefined,
      australia: { cloud: "aws", regionId: "ap-southeast-2" },
      china: { cloud: "azure", regionId: "chinaeast2" },
    };
    let count = 0;
    for (const [item = "", step = "", regionId = "", metric, usd] of table("prices/gcp_network_prices.csv")) {
      const [, goal] = /^traffic\.egress\.internet\.?(.*)$/.exec(item) ?? [];
      const ours =
        goal !== undefined
          ? usdOf(inGoogle("egress-internet", { regionId, to: goals[goal] }), ["0-1", "1-10", "10n"].indexOf(step))
          : item === "vpn.tunnel" && metric === "hour"
            ? usdOf(inGoogle("vpn-connection", { regionId }))
            : item === "nat.gateway" && metric === "hour"
              ? usdOf(inGoogle("nat-gateway", { regionId, variant: "from-32-machines" }))
              : item === "nat.data"
                ? usdOf(inGoogle("nat-data", { regionId }))
                : "not ours";
      if (ours === "not ours") continue;
      expect(ours, `${item} ${step} ${regionId}`).toBe(Number(usd));
      count += 1;
    }
    expect(count).toBe(43 * 12);
  });

  it("agrees with Oracle's list of FastConnect ports, and finds its outbound data free at first (2026-01-05)", () => {
    const { products } = JSON.parse(read("prices/oci/oci_price_list_2026-01.json")) as {
      products: { partNumber: string; priceUSD: number }[];
    };
    const usdOfPart = (part: string) => products.find(({ partNumber }) => partNumber === part)?.priceUSD;
    const port = (bandwidthMbps: number) =>
      usdOf({ cloud: "oci", item: "dedicated-port", regionId: "uk-london-1", bandwidthMbps });
    const outbound = (regionId: string) => price({ cloud: "oci", item: "egress-internet", regionId });

    expect([1_000, 10_000, 100_000, 400_000].map(port)).toEqual(
      ["B88325", "B88326", "B93126", "B107975"].map(usdOfPart),
    );
    for (const [part, regionId] of [
      ["B88327", "us-ashburn-1"],
      ["B93455", "ap-tokyo-1"],
      ["B93456", "me-dubai-1"],
    ] as const) {
      expect(usdOfPart(part)).toBe(0);
      expect(outbound(regionId)).toMatchObject({ source: expect.stringContaining(part), allowance: { units: 10_240 } });
    }
  });

  it("agrees with the ports and gateways that pages name", () => {
    const ours: Readonly<Record<string, PriceQuery>> = {
      "Direct Connect dedicated 1 Gbps port": inAws("dedicated-port", { bandwidthMbps: 1_000 }),
      "Direct Connect dedicated 10 Gbps port": inAws("dedicated-port", { bandwidthMbps: 10_000 }),
      "Direct Connect dedicated 100 Gbps port": inAws("dedicated-port", { bandwidthMbps: 100_000 }),
      "Internet egress beyond 100 GB free": inAzure("egress-internet"),
      "Inter-region transfer within NA or EU": inAzure("egress-inter-region", {
        to: { cloud: "azure", regionId: "westus2" },
      }),
      "VNet peering intra-region in or out": inAzure("egress-peering", { variant: "same-region" }),
      "Cloud VPN tunnel us-central1": inGoogle("vpn-connection"),
      "VLAN attachment up to 10 Gbps": inGoogle("vlan-attachment", { bandwidthMbps: 10_000 }),
      "Interconnect egress Europe": inGoogle("egress-dedicated", { regionId: "europe-west1" }),
      "Interconnect egress Asia": inGoogle("egress-dedicated", { regionId: "asia-east1" }),
    };
    const lines = table("prices/dedicated_port_prices_from_pages.csv").filter(([, what = ""]) => what in ours);
    for (const [, what = "", usd] of lines) expect(usdOf(ours[what] as PriceQuery), what).toBe(Number(usd));
    expect(lines).toHaveLength(Object.keys(ours).length);
  });
});

/** Where we say otherwise than the lists of 2022: from where, to where, since when, and why. */
const SINCE_2022: readonly [from: RegExp, to: RegExp, asOf: string, why: string][] = [
  [/^azure:/, /^(aws|gcp):/, "2026-10-01", "0.0875 has become 0.087 in zone 1"],
  [/^gcp:(asia-northeast|asia-southeast|me-west|southamerica)/, /^(aws|azure):/, "2026-07-30", "a list by Region"],
  [/^gcp:(asia-southeast2|australia-)/, /^gcp:/, "2026-10-01", "Indonesia and Oceania are 0.15 each way"],
  [/^gcp:asia-/, /^gcp:asia-southeast2/, "2026-10-01", "and so is what goes there"],
];
/** Priced as Asia's in 2022, which the zones of today contradict: not taken over, so not known. */
const NOT_KNOWN = /^azure:(qatarcentral|southafricanorth|uaenorth)$/;

describe.runIf(isHere)("clouds/_shared/price-sources of the lists of 2022", () => {
  const regionOf = (text: string): { cloud: CloudId; regionId: string } => {
    const [cloud = "", id = ""] = text.split(":");
    return { cloud: cloud as CloudId, regionId: cloud === "gcp" ? id.replace(/-[a-f]$/, "") : id };
  };
  /** The first step of what is charged for a gigabyte on its way between two Regions, without gateways. */
  const rowBetween = (from: string, to: string): PriceRow | undefined => {
    const [source, goal] = [regionOf(from), regionOf(to)];
    const kind: ConnectionKind = source.cloud === goal.cloud ? "transit-peering" : "internet";
    return charges({ kind, from: source, to: goal })[0]?.row;
  };
  const pairs = (): [from: string, to: string, usd: number][] => [
    ...table("network/egress_cost_grid.csv").map(([from = "", to = "", usd]): [string, string, number] => [
      from,
      to,
      Number(usd),
    ]),
    ...table("network/aws_transfer_costs.csv").map(([from = "", to = "", usd]): [string, string, number] => [
      `aws:${from}`,
      to === "internet" ? "onprem:dc" : `aws:${to}`,
      Number(usd),
    ]),
  ];

  it("agrees with each pair of Regions, but where a later list is followed", () => {
    const used = new Set<string>();
    let agreed = 0;
    for (const [from, to, usd] of pairs()) {
      const row = rowBetween(from, to);
      if (NOT_KNOWN.test(from)) expect(row, from).toBeUndefined();
      else if (row?.tiers[0]?.usd === usd) agreed += 1;
      else {
        const later = SINCE_2022.find(([source, goal]) => source.test(from) && goal.test(to));
        expect(later, `${from} ${to} ${usd} ${row?.id} ${row?.tiers[0]?.usd}`).toBeDefined();
        expect(row?.asOf).toBe(later?.[2]);
        used.add(later?.[3] ?? "");
      }
    }
    // no exception that nothing needs
    expect(used.size).toBe(SINCE_2022.length);
    expect(agreed).toBeGreaterThan(3_000);
    console.log(`${agreed} of ${pairs().length} prices of 2022 still hold`);
  });
});
