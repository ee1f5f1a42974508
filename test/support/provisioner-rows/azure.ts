import { Estate } from "@skylane/twin";
import { expect } from "vitest";
import { buildEstate, ids, stepOf, wanted } from "../../../packages/clouds/src/azure/provision/provision-estate.ts";
import type { StepDraft } from "../provisioner-contract.ts";
import { keyOf, type ProvisionerRows } from "./rows.ts";

const steps = wanted.map(([resource, desired]) => stepOf(resource, desired));
const step = (id: string): StepDraft => {
  const found = steps.find((one) => one.id === id);
  if (!found) throw new Error(`no step ${id}`);
  return found;
};
const subnet = step("azure-subnet-gatewaysubnet");
const publicIp = step("azure-public-ip-pip-1");
const publicIps = [publicIp, step("azure-public-ip-pip-2")];
const gateway = step("azure-vpn-gateway-vng");
const localGateway = step("azure-local-gateway-lng");
const zone = step("azure-private-zone-privatelink.database.windows.net");

export const azureRows: ProvisionerRows = {
  cloud: "azure",
  env: () => ({ AZURE_ACCESS_TOKEN: "any" }),
  context: (url) => ({ routerGatewayUrl: undefined, endpoints: { azure: `${url}/azure` }, secret: keyOf }),
  estate: () => Estate.parse(buildEstate()),
  cases: (lab) => [
    { step: subnet },
    { step: publicIp },
    {
      step: gateway,
      needs: [subnet, ...publicIps],
      proof: () => expect(lab().twin.world.atlas.networks.get("hub")?.gatewayId).toMatch(/^azg-/),
    },
    { step: localGateway },
    {
      step: step("azure-vpn-connection-to-dc"),
      needs: [subnet, ...publicIps, gateway, localGateway],
      proof: () =>
        expect(lab().twin.world.built.tunnelEnds.values()).toMatchObject([
          {
            remotePublicIp: "203.0.113.9",
            presharedKey: "not.a.secret.but.long.enough.psk.1",
            ikeVersions: [2],
            phase1: { encryption: ["aes-256-gcm"], integrity: ["sha2-384"], dhGroups: [20] },
            bgp: { localIp: "169.254.21.2", peerIp: "169.254.21.1", localAsn: 65_515, peerAsn: 65_010 },
          },
          { bgp: { localIp: "169.254.21.6" } },
        ]),
    },
    // a second half leaves its mark on the first when it goes: in Azure too a half alone is "Disconnected" for good
    { step: step("azure-vnet-peering-hub-spoke") },
    {
      step: step("azure-nsg-rule-skylane-https"),
      proof: () =>
        expect(
          lab().twin.world.admits({ from: "10.9.0.5", to: "10.4.0.40", port: 443, protocol: "tcp" }),
        ).toMatchObject({ isAllowed: true }),
    },
    {
      step: step("azure-private-endpoint-pe-orderdb"),
      proof: ({ ip = "" }) =>
        expect(lab().twin.world.admits({ from: "10.4.0.40", to: ip, port: 1_433, protocol: "tcp" })).toMatchObject({
          isAllowed: true,
        }),
    },
    {
      step: zone,
      proof: () =>
        expect([...(lab().twin.world.dns.zoneLinks.get(ids.zone.toLowerCase())?.keys() ?? [])].sort()).toEqual([
          "hub",
          "spoke",
        ]),
    },
    { step: step("azure-dns-record-orderdb"), needs: [zone] },
    {
      step: step("azure-sql-firewall-rule-skylane-dc"),
      proof: () =>
        expect(
          lab().twin.world.admits({ from: "10.9.0.5", to: "203.0.113.10", port: 1_433, protocol: "tcp" }),
        ).toMatchObject({ isAllowed: true }),
    },
    { step: step("azure-user-route-skylane-dc") },
  ],
};
