import type { TransferLeg } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { estimatesOf } from "../estimates.ts";
import { ociTariff } from "./tariff.ts";

const ashburn = { cloud: "oci", regionId: "us-ashburn-1" } as const;
const london = { cloud: "oci", regionId: "uk-london-1" } as const;
const dc = { cloud: "onprem", regionId: "dc1" } as const;

describe("clouds/oci/tariff", () => {
  it.each<[what: string, leg: Omit<TransferLeg, "from">, items: string[] | undefined]>([
    ["FastConnect", { kind: "fastconnect", to: dc }, []],
    ["a line to Azure", { kind: "express-route", to: { cloud: "azure", regionId: "eastus" } }, []],
    ["a VPN", { kind: "vpn", to: dc }, []],
    ["the internet", { kind: "internet", to: dc }, ["egress-internet"]],
    ["a peering to another Region", { kind: "peering", to: london }, ["egress-inter-region"]],
    ["a peering within the Region", { kind: "peering", to: ashburn }, undefined],
    ["a peering out of OCI, which there is not", { kind: "transit-peering", to: dc }, undefined],
  ])("charges over %s", (_, leg, items) => {
    expect(ociTariff.transferItems({ from: ashburn, ...leg })?.map(({ item }) => item)).toEqual(items);
  });

  it.each([
    ["us-ashburn-1", 0.0085],
    ["uk-london-1", 0.0085],
    ["ap-tokyo-1", 0.025],
    ["sa-saopaulo-1", 0.025],
    ["me-dubai-1", 0.05],
    ["af-johannesburg-1", 0.05],
    ["mx-queretaro-1", undefined],
  ])("asks for data out of %s %s USD a gigabyte beyond them", (regionId, usd) => {
    expect(estimatesOf().transferUsdPerGb("internet", { cloud: "oci", regionId }, dc)).toBe(usd);
  });

  it("gives the first 10 TB of a month away, whichever way they leave", () => {
    const { charges } = estimatesOf();
    const pool = (kind: TransferLeg["kind"], to: TransferLeg["to"]) =>
      charges({ kind, from: ashburn, to }).map(({ row }) => row?.allowance?.pool);

    expect(pool("internet", dc)).toEqual(["oci-outbound"]);
    expect(pool("peering", london)).toEqual(["oci-outbound"]);
  });
});
