import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aws } from "../../packages/clouds/src/aws/index.ts";
import { type ProvisionedTwin, startProvisionedTwin } from "../support/provisioned-twin.ts";
import { makeAll, resolve, type StepDraft, untilReady, untilRemoved } from "../support/provisioner-contract.ts";
import { awsBuildingGround, awsSteps } from "../support/provisioner-rows/aws-ground.ts";

interface Case {
  readonly step: StepDraft;
  readonly needs?: readonly StepDraft[];
  /** What is wanted of it once it is there. */
  readonly change?: (step: StepDraft) => StepDraft;
  /** Before the second time. */
  readonly prepare?: (step: StepDraft) => StepDraft;
}

let lab: ProvisionedTwin;
beforeEach(async () => {
  lab = await startProvisionedTwin(awsBuildingGround(), (url) => {
    vi.stubEnv("AWS_ENDPOINT_URL", url);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "SIM");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "SIM");
    return {
      routerGatewayUrl: undefined,
      provisionerRoles: Object.fromEntries(
        ["111122223333", "444455556666"].map((id) => [id, { roleArn: `arn:aws:iam::${id}:role/skylane-provisioner` }]),
      ),
      secret: async () => "not.a.secret.but.long.enough",
    };
  });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await lab.close();
});

const { customerGateway, transitPeering, zone, route, rule, transitRoute, ...others } = awsSteps;
const cases: readonly Case[] = [
  ...[others.transitGateway, others.attachment, customerGateway, others.peering, zone].map((step) => ({ step })),
  { step: others.vpn, needs: [customerGateway] },
  { step: others.record, needs: [zone] },
  {
    step: transitPeering,
    // a table that is taken away before the other is given
    change: (step) => ({ ...step, desired: { ...step.desired, routeTableId: "tgw-rtb-0eastb" } }),
  },
  {
    step: {
      ...route,
      desired: {
        vpcId: "vpc-01",
        routeTableIds: ["rtb-01"],
        prefix: "10.42.0.0/16",
        peeringId: "{{shop-carts.peeringId}}",
      },
    },
    needs: [{ ...others.peering, id: "shop-carts", desired: { ...others.peering.desired, vpcId: "vpc-01" } }],
    prepare: (step) => {
      lab.twin.world.routing.networkRoutes.get("shop")?.set("10.42.0.0/16", { kind: "gateway", id: "east" });
      return step;
    },
  },
  {
    step: transitRoute,
    needs: [transitPeering],
    prepare: (step) => {
      lab.twin.world.routing.staticRoutes.set("tgw-rtb-0east", new Map([["10.3.0.0/16", "tgw-attach-shop"]]));
      return step;
    },
  },
  { step: rule, prepare: (step) => ({ ...step, desired: { ...step.desired, direction: "egress" } }) },
];

describe("policies of what is made in AWS", () => {
  it.each(cases.map((one) => ({ ...one, title: one.step.resource })))(
    "$title: allows exactly what is done",
    async (one) => {
      const { step, needs = [], change, prepare } = one;
      const outputs = await makeAll(lab.provisioning, needs);
      const provisioner = lab.provisioning.provisioner(step.resource);
      const from = lab.wire.asked.length;
      const run = async (draft: StepDraft) => {
        const wanted = resolve(draft, outputs);
        const before = (await provisioner.snapshot?.(wanted)) ?? null;
        const { ids } = await untilReady(provisioner, wanted);
        await untilReady(provisioner, change ? resolve(change(draft), outputs) : wanted);
        await untilRemoved(provisioner, wanted, ids, before);
        if (before) await untilRemoved(provisioner, wanted, ids, before);
      };
      await run(step);
      if (prepare) await run(prepare(step));

      const asked = lab.wire.asked.slice(from).map(actionOf);
      const policy = aws.provisionPolicies[step.resource as keyof typeof aws.provisionPolicies];
      const { Statement } = JSON.parse(policy) as { Statement: readonly { readonly Action: readonly string[] }[] };
      const allowed = new Set(Statement.flatMap(({ Action }) => Action).filter((action) => !IN_OUR_NAME.has(action)));
      expect([...new Set(asked.filter((action) => action !== "sts:AssumeRole"))].sort()).toEqual([...allowed].sort());
    },
  );

  it("there is one for each thing that is made, and none takes away what Skylane did not make", () => {
    const made = aws.provisioners({ routerGatewayUrl: undefined }).map(({ resource }) => resource);
    expect(Object.keys(aws.provisionPolicies).sort()).toEqual(made.toSorted());
    for (const policy of Object.values(aws.provisionPolicies)) {
      expect(policy).not.toMatch(/"(ec2|route53):\w*\*/);
      const { Statement } = JSON.parse(policy) as { Statement: readonly object[] };
      const removes = Statement.filter((one) => /"ec2:Delete(?!Route|TransitGatewayRoute)/.test(JSON.stringify(one)));
      for (const one of removes)
        expect(one).toMatchObject({ Condition: { Null: { "aws:ResourceTag/skylane:run": "false" } } });
    }
  });
});

/** What AWS looks at besides the call itself: tags that come with it, and what a service does in the caller's name. */
const IN_OUR_NAME: ReadonlySet<string> = new Set([
  "ec2:CreateTags",
  "ec2:DescribeVpcs",
  "route53:AssociateVPCWithHostedZone",
]);

const ROUTE53: readonly (readonly [RegExp, string])[] = [
  [/^POST .*\/hostedzone$/, "CreateHostedZone"],
  [/^GET .*\/hostedzonesbyvpc$/, "ListHostedZonesByVPC"],
  [/^POST .*\/tags\/hostedzone\//, "ChangeTagsForResource"],
  [/^GET .*\/rrset$/, "ListResourceRecordSets"],
  [/^POST .*\/rrset$/, "ChangeResourceRecordSets"],
  [/^GET .*\/hostedzone\/\w+$/, "GetHostedZone"],
  [/^DELETE .*\/hostedzone\/\w+$/, "DeleteHostedZone"],
];
const actionOf = (asked: string): string => {
  const named = ROUTE53.find(([path]) => path.test(asked))?.[1];
  if (named !== undefined) return `route53:${named}`;
  return asked === "AssumeRole" ? "sts:AssumeRole" : `ec2:${asked}`;
};
