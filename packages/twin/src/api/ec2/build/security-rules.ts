import type { GroupRule, SecurityGroup } from "../../../estate/guards.ts";
import { canonical } from "../../../world/prefix.ts";
import { ApiError } from "../../api-error.ts";
import type { Describe, Described } from "../describe.ts";
import type { Operation } from "../operation.ts";
import type { Ec2Parameters } from "../parameters.ts";
import { ownerOf, type Scope, vpcsOf, type Xml } from "../scope.ts";
import { freshId } from "./fresh-id.ts";
import { dropTags, madeTagsOf, putTags, tagsIn } from "./tags.ts";

/** AWS's default. @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html (read 2026-11) */
const MAX_RULES = 60;

const PROTOCOLS: Readonly<Record<string, GroupRule["protocol"]>> = {
  "-1": "all",
  tcp: "tcp",
  udp: "udp",
  icmp: "icmp",
};

/** Rules of security groups. */
export const securityRuleOperations: Readonly<Record<string, Operation>> = {
  AuthorizeSecurityGroupIngress: (scope, parameters) => authorize(scope, parameters, "ingress"),
  AuthorizeSecurityGroupEgress: (scope, parameters) => authorize(scope, parameters, "egress"),
  RevokeSecurityGroupIngress: (scope, parameters) => revoke(scope, parameters, "ingress"),
  RevokeSecurityGroupEgress: (scope, parameters) => revoke(scope, parameters, "egress"),
};

export const DescribeSecurityGroupRules: Describe = (scope) => ({
  set: "securityGroupRuleSet",
  idParameter: "SecurityGroupRuleId",
  notFound: "InvalidSecurityGroupRuleId.NotFound",
  items: groupsOf(scope).flatMap((group) =>
    [...(scope.world.security.groupRules.get(group.id)?.values() ?? [])].map((rule) =>
      describeRule(scope, group, rule),
    ),
  ),
});

/** The groups of the account's VPCs in the Region. */
const groupsOf = (scope: Scope): readonly SecurityGroup[] => {
  const networks = new Set(vpcsOf(scope).map(({ id }) => id));
  return [...scope.world.security.groups.values()].filter(({ networkId }) => networks.has(networkId));
};

function groupIn(
  scope: Scope,
  parameters: Ec2Parameters,
): { readonly group: SecurityGroup; readonly rules: Map<string, GroupRule> } {
  const id = parameters.need("GroupId");
  const group = groupsOf(scope).find((one) => one.id === id);
  if (!group) throw new ApiError("InvalidGroup.NotFound", `The security group '${id}' does not exist`);
  const rules = scope.world.security.groupRules.get(id) ?? new Map<string, GroupRule>();
  scope.world.security.groupRules.set(id, rules);
  return { group, rules };
}

function authorize(scope: Scope, parameters: Ec2Parameters, direction: GroupRule["direction"]): Xml {
  const { world } = scope;
  const { group, rules } = groupIn(scope, parameters);
  const asked = rulesIn(parameters, direction);
  if (asked.length === 0)
    throw new ApiError("MissingParameter", "The request must contain the parameter ipPermissions");
  const twin = asked.find((rule) => [...rules.values()].some((known) => isSame(known, rule)));
  if (twin)
    throw new ApiError(
      "InvalidPermission.Duplicate",
      `the specified rule "peer: ${twin.cidr ?? twin.groupId}, ${twin.protocol}, from port: ${twin.fromPort}, to port: ${twin.toPort}, ALLOW" already exists`,
    );
  const count = [...rules.values()].filter((rule) => rule.direction === direction).length + asked.length;
  if (count > MAX_RULES)
    throw new ApiError(
      "RulesPerSecurityGroupLimitExceeded",
      "The maximum number of rules per security group has been reached.",
    );
  const tags = tagsIn(parameters, "security-group-rule");
  const made = asked.map((rule) => ({ ...rule, id: freshId("sgr") }));
  for (const rule of made) {
    rules.set(rule.id, rule);
    putTags(world, rule.id, tags);
  }
  return { return: true, securityGroupRuleSet: { item: made.map((rule) => describeRule(scope, group, rule).xml) } };
}

function revoke(scope: Scope, parameters: Ec2Parameters, direction: GroupRule["direction"]): Xml {
  const { rules } = groupIn(scope, parameters);
  const ids = parameters.list("SecurityGroupRuleId");
  const missing = ids.find((id) => rules.get(id)?.direction !== direction);
  if (ids.length === 0)
    throw new ApiError("MissingParameter", "The request must contain the parameter securityGroupRuleIds");
  if (missing !== undefined)
    throw new ApiError("InvalidSecurityGroupRuleId.NotFound", `The security group rule ID '${missing}' does not exist`);
  for (const id of ids) {
    rules.delete(id);
    dropTags(scope.world, id);
  }
  return { return: true };
}

function rulesIn(parameters: Ec2Parameters, direction: GroupRule["direction"]): readonly Omit<GroupRule, "id">[] {
  const found: Omit<GroupRule, "id">[] = [];
  for (let i = 1; parameters.text(`IpPermissions.${i}.IpProtocol`) !== undefined; i += 1) {
    const at = (name: string): string | undefined => parameters.text(`IpPermissions.${i}.${name}`);
    const protocol = PROTOCOLS[at("IpProtocol") ?? ""];
    if (!protocol) throw new ApiError("InvalidPermission.Malformed", `Invalid IP protocol: ${at("IpProtocol")}`);
    const [fromPort, toPort] = [at("FromPort"), at("ToPort")].map((port) =>
      port === undefined ? undefined : Number(port),
    );
    if (
      protocol === "tcp" &&
      !(fromPort !== undefined && toPort !== undefined && fromPort >= 0 && fromPort <= toPort && toPort <= 65_535)
    )
      throw new ApiError("InvalidParameterValue", `Invalid value for portRange: ${fromPort}-${toPort}`);
    for (let k = 1; at(`IpRanges.${k}.CidrIp`) !== undefined; k += 1) {
      const cidr = at(`IpRanges.${k}.CidrIp`) ?? "";
      if (!/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(cidr))
        throw new ApiError("InvalidParameterValue", `CIDR block ${cidr} is malformed`);
      if (canonical(cidr) !== cidr)
        throw new ApiError("InvalidParameterValue", `The CIDR block ${cidr} has host bits set`);
      found.push({ direction, protocol, fromPort, toPort, cidr, description: at(`IpRanges.${k}.Description`) });
    }
  }
  return found;
}

const isSame = (one: Omit<GroupRule, "id">, other: Omit<GroupRule, "id">): boolean =>
  one.direction === other.direction &&
  one.protocol === other.protocol &&
  one.fromPort === other.fromPort &&
  one.toPort === other.toPort &&
  one.cidr === other.cidr &&
  one.groupId === other.groupId;

function describeRule({ world }: Scope, group: SecurityGroup, rule: GroupRule): Described {
  const tags = madeTagsOf(world, rule.id) ?? {};
  const network = world.atlas.networks.get(group.networkId);
  return {
    id: rule.id,
    xml: {
      securityGroupRuleId: rule.id,
      groupId: group.id,
      groupOwnerId: ownerOf(network ?? {}),
      isEgress: rule.direction === "egress",
      ipProtocol: rule.protocol === "all" ? "-1" : rule.protocol,
      fromPort: rule.fromPort ?? -1,
      toPort: rule.toPort ?? -1,
      cidrIpv4: rule.cidr,
      ...(rule.groupId !== undefined && { referencedGroupInfo: { groupId: rule.groupId } }),
      description: rule.description,
      tagSet: { item: Object.entries(tags).map(([key, value]) => ({ key, value })) },
    },
    facts: {
      "group-id": group.id,
      "security-group-rule-id": rule.id,
      ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`tag:${key}`, value])),
    },
  };
}
