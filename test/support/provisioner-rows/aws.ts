import { expect } from "vitest";
import { awsBuildingGround, awsSteps, NETWORK_ACCOUNT, OTHER_ACCOUNT } from "./aws-ground.ts";
import { keyOf, type ProvisionerRows } from "./rows.ts";

const roleOf = (account: string) => ({ roleArn: `arn:aws:iam::${account}:role/skylane-provisioner` });
const { customerGateway, transitPeering, zone } = awsSteps;

export const awsRows: ProvisionerRows = {
  cloud: "aws",
  env: (url) => ({ AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "SIM", AWS_SECRET_ACCESS_KEY: "SIM" }),
  context: () => ({
    routerGatewayUrl: undefined,
    provisionerRoles: { [NETWORK_ACCOUNT]: roleOf(NETWORK_ACCOUNT), [OTHER_ACCOUNT]: roleOf(OTHER_ACCOUNT) },
    secret: keyOf,
  }),
  estate: awsBuildingGround,
  cases: (lab) => [
    { step: awsSteps.transitGateway },
    {
      step: awsSteps.attachment,
      proof: ({ attachmentId }) => {
        const { routing, atlas } = lab().twin.world;
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
        expect(lab().twin.world.built.tunnelEnds.values()).toMatchObject([
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
          lab().twin.world.admits({ from: "10.42.0.9", to: "10.1.0.20", port: 443, protocol: "tcp" }),
        ).toMatchObject({ isAllowed: true }),
    },
    {
      step: awsSteps.peering,
      proof: ({ peeringId = "" }) =>
        expect(lab().twin.world.atlas.connections.get(peeringId)).toMatchObject({
          a: { at: "stock" },
          b: { at: "carts" },
        }),
    },
    { step: transitPeering },
    { step: awsSteps.transitRoute, needs: [transitPeering] },
    { step: zone },
    { step: awsSteps.record, needs: [zone] },
  ],
};
