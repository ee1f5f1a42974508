import { expect } from "vitest";
import { gcpBuildingGround, gcpSteps } from "./gcp-ground.ts";
import { keyOf, type ProvisionerRows } from "./rows.ts";

const { router, gateway, far, tunnel, peer, half, rule, zone, record } = gcpSteps;
const first = [router, gateway, far];

export const gcpRows: ProvisionerRows = {
  cloud: "gcp",
  env: () => ({ GOOGLE_OAUTH_ACCESS_TOKEN: "any" }),
  context: (url) => ({ routerGatewayUrl: undefined, endpoints: { gcp: `${url}/gcp` }, secret: keyOf }),
  estate: gcpBuildingGround,
  cases: (lab) => [
    { step: router },
    { step: gateway, proof: ({ ip0, ip1 }) => expect(ip0).not.toBe(ip1) },
    { step: far },
    { step: tunnel(0), needs: first },
    {
      step: peer(0),
      needs: [...first, tunnel(0)],
      proof: () =>
        expect(lab().twin.world.built.tunnelEnds.values()).toMatchObject([
          {
            remotePublicIp: "198.51.100.1",
            presharedKey: "not.a.secret.but.long.enough.psk.1",
            ikeVersions: [2],
            bgp: { localIp: "169.254.30.2", peerIp: "169.254.30.1", localAsn: 64_700, peerAsn: 64_512 },
          },
        ]),
    },
    {
      step: rule,
      proof: () =>
        expect(
          lab().twin.world.admits({ from: "10.1.0.5", to: "10.44.0.20", port: 443, protocol: "tcp" }),
        ).toMatchObject({ isAllowed: true }),
    },
    { step: half("lab", "prod") },
    { step: zone },
    { step: record, needs: [zone] },
  ],
};
