import { Estate } from "@skylane/twin";

/**
 * A VCN behind a DRG with all the ways there are to a data centre: two FastConnect circuits, a VPN, and a remote peering with
 * a DRG elsewhere that has a VPN of its own.
 */
export const oracleEstate = (change: (estate: RawEstate) => unknown = (one) => one) => {
  const made = raw();
  return Estate.parse(change(made) ?? made);
};

type RawEstate = ReturnType<typeof raw>;

const IAD = "us-ashburn-1";
const LEDGER = ["10.20.0.0/16"];
const DC = ["10.9.0.0/16", "10.8.0.0/16"];

const raw = () => {
  const end = (at: string, announces: readonly string[], peerIp: string, more: object = {}) => ({
    at,
    announces,
    peerIp,
    ...more,
  });
  const link = (id: string, kind: string, i: number, from: string, local: readonly string[], more: object = {}) => ({
    id,
    kind,
    a: end(from, local, `169.254.${i}.1`, more),
    b: end("r1", DC, `169.254.${i}.2`),
    bandwidthMbps: 1_000,
    latencyMs: 2,
  });
  const router = (id: string, cloud: string, regionId: string, asn: number) => ({
    id,
    kind: "router",
    cloud,
    regionId,
    providerId: id,
    asn,
  });
  return {
    version: 1,
    name: "oracle",
    networks: [
      { id: "ledger", cloud: "oci", regionId: IAD, cidrs: LEDGER, gatewayId: "drg" },
      { id: "archive", cloud: "oci", regionId: "eu-frankfurt-1", cidrs: ["10.22.0.0/16"], gatewayId: "drg-far" },
      { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: DC, gatewayId: "r1" },
    ],
    gateways: [
      router("drg", "oci", IAD, 31_898),
      router("drg-far", "oci", "eu-frankfurt-1", 31_898),
      router("r1", "onprem", "dc1", 65_010),
    ],
    connections: [
      link("fc-1", "fastconnect", 1, "drg", LEDGER),
      link("fc-2", "fastconnect", 2, "drg", LEDGER),
      // what Oracle announces over a tunnel has a longer AS path
      link("vpn", "vpn", 3, "drg", LEDGER, { asPathPrepend: 1 }),
      link("vpn-far", "vpn", 4, "drg-far", ["10.22.0.0/16"], { asPathPrepend: 1 }),
      {
        id: "remote",
        kind: "transit-peering",
        a: end("drg", LEDGER, "169.254.5.1"),
        b: end("drg-far", ["10.22.0.0/16", ...DC], "169.254.5.2", { asPathPrepend: 1 }),
        bandwidthMbps: 10_000,
        latencyMs: 45,
      },
    ],
    flows: [],
  };
};
