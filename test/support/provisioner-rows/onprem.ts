import { expect } from "vitest";
import { fourPlaces } from "../four-places.ts";
import { aStep } from "../provisioning.ts";
import { keyOf, type ProvisionerRows } from "./rows.ts";

const at = { accountId: "r1", regionId: "dc1" };
const tunnel = aStep(
  "onprem.ipsec-tunnel",
  {
    routerId: "r1",
    name: "vpn-1 tunnel 1",
    localPublicIp: "203.0.113.9",
    peerPublicIp: "198.51.100.1",
    presharedKeySecret: "psk-1",
    insideCidr: "169.254.40.0/30",
    localInsideIp: "169.254.40.2",
  },
  at,
);
const neighbor = aStep(
  "onprem.bgp-neighbor",
  {
    routerId: "r1",
    neighborIp: "169.254.40.1",
    remoteAsn: 64_512,
    localPreference: 150,
    announce: ["10.9.0.0/16"],
  },
  at,
);
const rule = aStep(
  "onprem.firewall-rule",
  {
    routerId: "r1",
    name: "shop to erp",
    source: "10.10.0.7/16",
    destination: "10.9.0.30/32",
    port: 1_521,
  },
  at,
);

export const onpremRows: ProvisionerRows = {
  cloud: "onprem",
  env: () => ({}),
  context: (url) => ({ routerGatewayUrl: `${url}/routers`, secret: keyOf }),
  estate: fourPlaces,
  cases: (lab) => [
    {
      step: tunnel,
      proof: ({ interface: device }) =>
        expect(lab().twin.world.built.tunnelEnds.values()).toMatchObject([
          {
            remotePublicIp: "198.51.100.1",
            interfaceName: device,
            presharedKey: "not.a.secret.but.long.enough.psk.1",
            ikeVersions: [2],
            phase1: { encryption: ["aes-256-gcm"], integrity: ["sha2-384"], dhGroups: [20] },
          },
        ]),
    },
    {
      step: neighbor,
      needs: [tunnel],
      proof: () =>
        expect(lab().twin.world.built.tunnelEnds.values()).toMatchObject([
          {
            announces: { prefixes: ["10.9.0.0/16"] },
            bgp: { localIp: "169.254.40.2", peerIp: "169.254.40.1", localAsn: 65_010, peerAsn: 64_512 },
          },
        ]),
    },
    {
      step: rule,
      proof: () => {
        const packet = { from: "10.10.0.5", to: "10.9.0.30", protocol: "tcp" } as const;
        expect(lab().twin.world.admits({ ...packet, port: 1_521 })).toEqual({ isAllowed: true });
        expect(lab().twin.world.admits({ ...packet, port: 1_522 })).toMatchObject({ by: "router", gatewayId: "r1" });
      },
    },
  ],
};
