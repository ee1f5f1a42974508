import type { CloudContext } from "@skylane/clouds";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { awsBuildingGround, awsSteps, NETWORK_ACCOUNT, OTHER_ACCOUNT } from "../support/aws-provisioning.ts";
import { type ProvisionedTwin, startProvisionedTwin } from "../support/provisioned-twin.ts";
import { itKeepsTheProvisionerContract } from "../support/provisioner-contract.ts";

const roleOf = (account: string) => ({ roleArn: `arn:aws:iam::${account}:role/skylane-provisioner` });
const context: CloudContext = {
  routerGatewayUrl: undefined,
  provisionerRoles: { [NETWORK_ACCOUNT]: roleOf(NETWORK_ACCOUNT), [OTHER_ACCOUNT]: roleOf(OTHER_ACCOUNT) },
  secret: async (name) => `not.a.secret.but.long.enough.${name.replaceAll("-", ".")}`,
};

describe("contract of provisioners: aws", () => {
  let lab: ProvisionedTwin;
  beforeEach(async () => {
    lab = await startProvisionedTwin(awsBuildingGround(), (url) => {
      vi.stubEnv("AWS_ENDPOINT_URL", url);
      vi.stubEnv("AWS_ACCESS_KEY_ID", "SIM");
      vi.stubEnv("AWS_SECRET_ACCESS_KEY", "SIM");
      return context;
    });
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await lab.close();
  });
  const { customerGateway, transitPeering, zone } = awsSteps;

  itKeepsTheProvisionerContract(
    () => lab,
    [
      { step: awsSteps.transitGateway },
      {
        step: awsSteps.attachment,
        proof: ({ attachmentId }) => {
          const { routing, atlas } = lab.twin.world;
          expect(atlas.networks.get("stock")).toMatchObject({ attachmentId, gatewayTableId: "tgw-rtb-0eastb" });
          expect(routing.propagations).toContain(`tgw-rtb-0eastb|${attachmentId}`);
        },
      },
      { step: customerGateway },
      {
        step: awsSteps.vpn,
        needs: [customerGateway],
        proof: ({ outsideIp1, asn }) => {
          expect(asn).toBe("64512");
          expect(lab.twin.world.built.tunnelEnds.values()).toMatchObject([
            {
              localPublicIp: outsideIp1,
              remotePublicIp: "192.0.2.77",
              presharedKey: "not.a.secret.but.long.enough.psk.1",
              ikeVersions: [2],
              phase1: { encryption: ["aes-256-gcm"], integrity: ["sha2-384"], dhGroups: [20] },
              bgp: { localIp: "169.254.21.1", peerIp: "169.254.21.2", localAsn: 64_512, peerAsn: 65_010 },
              associatedTableId: "tgw-rtb-0eastb",
            },
            { presharedKey: "not.a.secret.but.long.enough.psk.2", bgp: { localIp: "169.254.22.1" } },
          ]);
        },
      },
      { step: awsSteps.route },
      {
        step: awsSteps.rule,
        proof: () =>
          expect(
            lab.twin.world.admits({ from: "10.42.0.9", to: "10.1.0.20", port: 443, protocol: "tcp" }),
          ).toMatchObject({ isAllowed: true }),
      },
      {
        step: awsSteps.peering,
        proof: ({ peeringId = "" }) =>
          expect(lab.twin.world.atlas.connections.get(peeringId)).toMatchObject({
            a: { at: "stock" },
            b: { at: "carts" },
          }),
      },
      { step: transitPeering },
      { step: awsSteps.transitRoute, needs: [transitPeering] },
      { step: zone },
      { step: awsSteps.record, needs: [zone] },
    ],
  );

  it("covers everything that is made in AWS", async () => {
    const { awsProvisioners } = await import("../../packages/clouds/src/aws/provision/index.ts");
    const made = awsProvisioners(context).map(({ resource }) => resource);

    expect(made.toSorted()).toEqual(
      Object.values(awsSteps)
        .map(({ resource }) => resource)
        .toSorted(),
    );
  });
});
