import type { IpPermission, SecurityGroupRule } from "@aws-sdk/client-ec2";
import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import { isRefusedBy } from "../sdk-calls.ts";
import { type AwsBuilder, placeOf } from "./aws-builder.ts";
import { GuardedRange, Port, RuleDescription, SecurityGroupId } from "./aws-words.ts";
import { isMadeBy, tagged } from "./tags.ts";
import { unlessGone } from "./take-away.ts";

const Desired = z
  .strictObject({
    groupId: SecurityGroupId,
    direction: z.enum(["ingress", "egress"]),
    fromPort: Port,
    toPort: Port,
    cidr: GuardedRange,
    description: RuleDescription,
  })
  .refine(({ fromPort, toPort }) => fromPort <= toPort, { path: ["toPort"], error: "must not be below fromPort" });
type Desired = z.infer<typeof Desired>;

/** Lets TCP in to the members of a security group, or out of them, for one range and its ports. */
export function securityGroupRule(aws: AwsBuilder): Provisioner {
  const find = async (step: ResolvedStep, wanted: Desired): Promise<SecurityGroupRule | undefined> => {
    const { SecurityGroupRules = [] } = await aws.ec2(placeOf(step), "DescribeSecurityGroupRules", (client, sdk) =>
      client.send(
        new sdk.DescribeSecurityGroupRulesCommand({ Filters: [{ Name: "group-id", Values: [wanted.groupId] }] }),
      ),
    );
    return SecurityGroupRules.find(({ Tags }) => isMadeBy(step, Tags)) ?? SecurityGroupRules.find(isSame(wanted));
  };
  const observe = async (step: ResolvedStep): Promise<ObservedResource | undefined> => {
    const wanted = readDesired(Desired, step);
    const found = await find(step, wanted);
    return found && shown(step, found, wanted);
  };
  return {
    resource: "aws.security-group-rule",
    desired: Desired,
    typicalMs: 3_000,
    observe,
    async ensure(step, known) {
      const there = known?.isAbsent ? undefined : await observe(step);
      if (there) return there;
      const wanted = readDesired(Desired, step);
      try {
        const [made] = await authorize(aws, step, wanted);
        return shown(step, made ?? {}, wanted);
      } catch (error) {
        // a read that lags behind our own earlier write
        const found = isRefusedBy(["InvalidPermission.Duplicate"], error) ? await observe(step) : undefined;
        if (found) return found;
        throw error;
      }
    },
    async remove(step, { ids }) {
      const wanted = readDesired(Desired, step);
      const found = await unlessGone(() => find(step, wanted));
      if (!found || (ids.ruleId !== undefined && found.SecurityGroupRuleId !== ids.ruleId)) return "removed";
      if (ids.ruleId === undefined && !isMadeBy(step, found.Tags)) return "removed";
      await unlessGone(() => revoke(aws, step, wanted, found.SecurityGroupRuleId ?? ""));
      return "removed";
    },
  };
}

const isSame =
  ({ direction, fromPort, toPort, cidr }: Desired) =>
  (rule: SecurityGroupRule): boolean =>
    rule.IsEgress === (direction === "egress") &&
    rule.IpProtocol === "tcp" &&
    rule.FromPort === fromPort &&
    rule.ToPort === toPort &&
    rule.CidrIpv4 === cidr;

async function authorize(
  aws: AwsBuilder,
  step: ResolvedStep,
  { groupId: GroupId, direction, fromPort, toPort, cidr, description }: Desired,
): Promise<readonly SecurityGroupRule[]> {
  const permission: IpPermission = {
    IpProtocol: "tcp",
    FromPort: fromPort,
    ToPort: toPort,
    IpRanges: [{ CidrIp: cidr, Description: description }],
  };
  const input = { GroupId, IpPermissions: [permission], TagSpecifications: tagged("security-group-rule", step) };
  const { SecurityGroupRules = [] } =
    direction === "ingress"
      ? await aws.ec2(placeOf(step), "AuthorizeSecurityGroupIngress", (client, sdk) =>
          client.send(new sdk.AuthorizeSecurityGroupIngressCommand(input)),
        )
      : await aws.ec2(placeOf(step), "AuthorizeSecurityGroupEgress", (client, sdk) =>
          client.send(new sdk.AuthorizeSecurityGroupEgressCommand(input)),
        );
  return SecurityGroupRules;
}

async function revoke(
  aws: AwsBuilder,
  step: ResolvedStep,
  { groupId: GroupId, direction }: Desired,
  ruleId: string,
): Promise<void> {
  const input = { GroupId, SecurityGroupRuleIds: [ruleId] };
  if (direction === "ingress")
    await aws.ec2(placeOf(step), "RevokeSecurityGroupIngress", (client, sdk) =>
      client.send(new sdk.RevokeSecurityGroupIngressCommand(input)),
    );
  else
    await aws.ec2(placeOf(step), "RevokeSecurityGroupEgress", (client, sdk) =>
      client.send(new sdk.RevokeSecurityGroupEgressCommand(input)),
    );
}

function shown(step: ResolvedStep, rule: SecurityGroupRule, wanted: Desired): ObservedResource {
  const ruleId = rule.SecurityGroupRuleId ?? "";
  return {
    state: "ready",
    isOurs: isMadeBy(step, rule.Tags),
    ids: { ruleId },
    outputs: { ruleId },
    differs: isSame(wanted)(rule) ? [] : ["cidr"],
  };
}
