import type { CloudContext } from "@skylane/clouds";
import { Estate } from "@skylane/twin";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { buildEstate, GROUP, stepOf, wanted } from "../../packages/clouds/src/azure/provision/provision-estate.ts";
import { awsBuildingGround, NETWORK_ACCOUNT } from "../support/aws-provisioning.ts";
import { type ProvisionedTwin, startProvisionedTwin } from "../support/provisioned-twin.ts";
import { makeAll, resolve, type StepDraft, untilRemoved } from "../support/provisioner-contract.ts";

const context: CloudContext = {
  routerGatewayUrl: undefined,
  provisionerRoles: { [NETWORK_ACCOUNT]: { roleArn: `arn:aws:iam::${NETWORK_ACCOUNT}:role/skylane-provisioner` } },
  secret: async (name) => `not.a.secret.but.long.enough.${name.replaceAll("-", ".")}`,
};
/** What each of the two was made for stands side by side; both have the same data centre. */
const bothClouds = (): Estate => {
  const [azure, aws] = [Estate.parse(buildEstate()), awsBuildingGround()];
  const isNew = ({ id }: { readonly id: string }): boolean => !["dc", "r1"].includes(id);
  return Estate.parse({
    ...azure,
    networks: [...azure.networks, ...aws.networks.filter(isNew)],
    gateways: [...azure.gateways, ...aws.gateways.filter(isNew)],
    services: [...azure.services, ...aws.services],
    guards: { ...azure.guards, securityGroups: aws.guards.securityGroups },
  });
};

/** The four tunnels: which VPN connection of AWS, which of its two, and the /30 inside. */
const tunnels = [
  { vpn: 1, tunnel: 1, inside: "169.254.21.0" },
  { vpn: 1, tunnel: 2, inside: "169.254.22.0" },
  { vpn: 2, tunnel: 1, inside: "169.254.21.4" },
  { vpn: 2, tunnel: 2, inside: "169.254.22.4" },
];
const host = (inside: string, last: number): string => inside.replace(/\d+$/, (base) => String(Number(base) + last));
const inAws = (id: string, resource: string, desired: StepDraft["desired"]): StepDraft => ({
  id,
  resource,
  cloud: "aws",
  accountId: NETWORK_ACCOUNT,
  regionId: "us-east-1",
  desired,
});
const inAzure = (id: string, resource: string, desired: object): StepDraft => ({ ...stepOf(resource, desired), id });
const gatewayStep = wanted.find(([resource]) => resource === "azure.vpn-gateway")?.[1];

/** The recipe of a VPN between a transit gateway and an active-active VPN gateway, in its order. */
const recipe: readonly StepDraft[] = [
  ...wanted.slice(0, 3).map(([resource, desired]) => stepOf(resource, desired)),
  inAzure("vng", "azure.vpn-gateway", {
    ...gatewayStep,
    bgpAddresses: [
      ["169.254.21.2", "169.254.22.2"],
      ["169.254.21.6", "169.254.22.6"],
    ],
  }),
  ...[1, 2].map((i) =>
    inAws(`cgw-${i}`, "aws.customer-gateway", { name: `azure ${i}`, publicIp: `{{vng.ip${i}}}`, asn: 65_515 }),
  ),
  ...[1, 2].map((i) =>
    inAws(`vpn-${i}`, "aws.vpn-connection", {
      name: `to azure ${i}`,
      transitGatewayId: "tgw-0east",
      customerGatewayId: `{{cgw-${i}.customerGatewayId}}`,
      routeTableIds: ["tgw-rtb-0east"],
      tunnels: tunnels
        .filter(({ vpn }) => vpn === i)
        .map(({ tunnel, inside }) => ({ insideCidr: `${inside}/30`, presharedKeySecret: `psk-${i}-${tunnel}` })),
    }),
  ),
  ...tunnels.flatMap(({ vpn, tunnel, inside }) => [
    inAzure(`lng-${vpn}-${tunnel}`, "azure.local-gateway", {
      resourceGroup: GROUP,
      name: `aws-${vpn}-${tunnel}`,
      publicIp: `{{vpn-${vpn}.outsideIp${tunnel}}}`,
      asn: `{{vpn-${vpn}.asn}}`,
      bgpPeerIp: host(inside, 1),
    }),
    inAzure(`connection-${vpn}-${tunnel}`, "azure.vpn-connection", {
      resourceGroup: GROUP,
      name: `aws-${vpn}-${tunnel}`,
      gatewayId: "{{vng.gatewayId}}",
      localGatewayId: `{{lng-${vpn}-${tunnel}.localGatewayId}}`,
      presharedKeySecret: `psk-${vpn}-${tunnel}`,
      bgpAddresses: [
        { ipConfigurationId: "{{vng.ipConfigurationId1}}", ip: tunnel === 1 ? "169.254.21.2" : "169.254.22.2" },
        { ipConfigurationId: "{{vng.ipConfigurationId2}}", ip: tunnel === 1 ? "169.254.21.6" : "169.254.22.6" },
      ],
    }),
  ]),
  inAws("route", "aws.vpc-route", {
    vpcId: "vpc-01",
    routeTableIds: ["rtb-01"],
    prefix: "10.4.0.0/16",
    transitGatewayId: "tgw-0east",
  }),
];

describe("a VPN between AWS and Azure", () => {
  let lab: ProvisionedTwin;
  beforeEach(async () => {
    lab = await startProvisionedTwin(bothClouds(), (url) => {
      vi.stubEnv("AWS_ENDPOINT_URL", url);
      vi.stubEnv("AWS_ACCESS_KEY_ID", "SIM");
      vi.stubEnv("AWS_SECRET_ACCESS_KEY", "SIM");
      vi.stubEnv("AZURE_ACCESS_TOKEN", "any");
      return { ...context, endpoints: { azure: `${url}/azure` } };
    });
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await lab.close();
  });

  it("has four tunnels up, carries packets both ways, and leaves no trace when it is taken away", async () => {
    const { world } = lab.twin;
    const hash = lab.stateHash();
    const over = (from: string, to: string): readonly string[] => {
      const way = world.traceBetween(from, to);
      return way.kind === "delivered" ? way.crossings.map(({ connection }) => connection.id) : [];
    };
    const outputs = await makeAll(lab.provisioning, recipe);
    const both = () => [over("10.1.0.20", "10.4.0.40"), over("10.4.0.40", "10.1.0.20")];
    await vi.waitFor(() => expect(both().map((way) => way.length)).toEqual([1, 1]), { timeout: 10_000 });

    const up = () => world.built.tunnelEnds.ids().filter((id) => world.tunnelStatus(id).state === "up");
    // each end of Azure's is told of all four, and each of AWS's knows one of its instances
    await vi.waitFor(() => expect(up()).toHaveLength(8), { timeout: 10_000 });

    for (const draft of recipe.toReversed()) {
      const step = resolve(draft, outputs);
      await untilRemoved(lab.provisioning.provisioner(step.resource), step, {}, null);
    }
    expect(both()).toEqual([[], []]);
    expect(lab.stateHash()).toBe(hash);
  }, 60_000);

  it("does not come up where one side has another key", async () => {
    const wrong = recipe.map((step) =>
      step.id === "connection-1-1" ? { ...step, desired: { ...step.desired, presharedKeySecret: "psk-other" } } : step,
    );
    await makeAll(lab.provisioning, wrong.slice(0, wrong.findIndex(({ id }) => id === "connection-1-1") + 1));
    const [first] = lab.twin.world.built.tunnelEnds.ids().filter((id) => id.endsWith("/aws-1-1|0"));

    await vi.waitFor(() =>
      expect(lab.twin.world.tunnelStatus(first ?? "")).toEqual({ state: "ike-down", reason: "psk-mismatch" }),
    );
  }, 60_000);
});
