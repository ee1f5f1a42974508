import * as z from "zod";
import type { NsgRule } from "../../../estate/guards.ts";
import { DEFAULT_NSG_RULES } from "../../../world/security/judge-nsg.ts";
import type { RestAnswer, RestRequest } from "../../rest-api.ts";
import { type ArmResource, armError, armOk, armPage, unparsable } from "../arm-answer.ts";
import { etagOf, staleVersion, startWrite, writeTo } from "../start-write.ts";
import { networkId, type ResourceGroup, vnetId, vnetsOf } from "../subscription.ts";

const WRITE_MS = 5_000;

const prefix = z.string().min(1);
const RuleInput = z.looseObject({
  properties: z.looseObject({
    protocol: z.enum(["Tcp", "Udp", "Icmp", "*"]),
    access: z.enum(["Allow", "Deny"]),
    direction: z.enum(["Inbound", "Outbound"]),
    priority: z.int().min(100).max(4_096),
    sourceAddressPrefix: prefix.optional(),
    sourceAddressPrefixes: z.array(prefix).default([]),
    destinationAddressPrefix: prefix.optional(),
    destinationAddressPrefixes: z.array(prefix).default([]),
    destinationPortRange: z.string().optional(),
    destinationPortRanges: z.array(z.string()).default([]),
    description: z.string().max(140).optional(),
  }),
});
type RuleInput = z.infer<typeof RuleInput>;

/** Network security groups with their own rules and those they are born with. */
export const networkSecurityGroups = (group: ResourceGroup): readonly ArmResource[] =>
  groupsHere(group).map(({ id: stateId, name, tags }) => {
    const id = nsgId(group, name);
    return {
      id,
      name,
      type: "Microsoft.Network/networkSecurityGroups",
      location: group.regionId,
      tags,
      etag: etagOf(rulesOf(group, stateId)),
      properties: {
        provisioningState: "Succeeded",
        securityRules: shownRules(group, stateId, id),
        defaultSecurityRules: DEFAULT_NSG_RULES.map((rule) => shown(`${id}/defaultSecurityRules`, rule)),
        subnets: vnetsOf(group)
          .filter((network) => stateId === `nsg-${network.id}`)
          .map((network) => ({ id: `${vnetId(group.world, network)}/subnets/default` })),
      },
    };
  });

/** The id of the object that stands for a group of the world's rules. */
export function nsgIdOf(group: ResourceGroup, stateId: string | undefined): string | undefined {
  const found = groupsHere(group).find(({ id }) => id === stateId);
  return found && nsgId(group, found.name);
}

const groupsHere = ({ world, subscriptionId, regionId }: ResourceGroup) =>
  [...world.security.nsgs.values()].filter(
    (one) => one.regionId === regionId && (one.accountId ?? subscriptionId) === subscriptionId,
  );
const nsgId = (group: ResourceGroup, name: string): string =>
  networkId(group.world, { regionId: group.regionId, accountId: group.subscriptionId }, "networkSecurityGroups", name);
const rulesOf = ({ world }: ResourceGroup, stateId: string): readonly NsgRule[] => [
  ...(world.security.nsgRules.get(stateId)?.values() ?? []),
];

/** A rule with what it goes through just now. */
function shownRules(group: ResourceGroup, stateId: string, id: string): readonly ArmResource[] {
  const rules = rulesOf(group, stateId).map((rule) => shown(`${id}/securityRules`, rule));
  const pending = writeTo(group.world, `${id}/securityRules`)?.wanted as PendingRule | undefined;
  if (!pending) return rules;
  const others = rules.filter(({ name }) => name !== pending.name);
  const busy = pending.rule
    ? shown(`${id}/securityRules`, pending.rule)
    : rules.find((one) => one.name === pending.name);
  if (!busy) return others;
  const provisioningState = pending.rule ? "Updating" : "Deleting";
  return [...others, { ...busy, properties: { ...busy.properties, provisioningState } }];
}

interface PendingRule {
  readonly name: string;
  /** `undefined` = it is being removed. */
  readonly rule: NsgRule | undefined;
}

/** What is under `…/networkSecurityGroups/{name}/securityRules`. */
export function securityRulePart(
  group: ResourceGroup,
  nsg: ArmResource,
  name: string | undefined,
  request: RestRequest,
): RestAnswer {
  const stateId = groupsHere(group).find((one) => one.name === nsg.name)?.id ?? "";
  const rules = shownRules(group, stateId, nsg.id);
  if (name === undefined) return armPage(rules, request);
  const found = rules.find((rule) => rule.name.toLowerCase() === name.toLowerCase());
  switch (request.method) {
    case "PUT":
      return putRule(group, nsg, stateId, found?.name ?? name, request);
    case "DELETE":
      return found
        ? write(group, nsg, stateId, { name: found.name, rule: undefined }, request)
        : { statusCode: 204, body: undefined };
    default:
      return found ? armOk(found) : armError(404, "NotFound", `Resource ${nsg.id}/securityRules/${name} not found.`);
  }
}

function putRule(
  group: ResourceGroup,
  nsg: ArmResource,
  stateId: string,
  name: string,
  request: RestRequest,
): RestAnswer {
  const input = RuleInput.safeParse(request.body);
  if (!input.success) return unparsable(input.error);
  const rule = ruleOf(name, input.data);
  if (rule.sources.length === 0 || rule.destinations.length === 0 || rule.destinationPorts.length === 0)
    return armError(
      400,
      "SecurityRuleParameterNotSpecified",
      `Security rule ${name} must name source and destination addresses and destination ports.`,
    );
  const other = rulesOf(group, stateId).find(
    (one) => one.name !== name && one.direction === rule.direction && one.priority === rule.priority,
  );
  if (other)
    return armError(
      400,
      "SecurityRuleConflict",
      `Security rule ${name} conflicts with rule ${other.name}. Rules cannot have the same Priority and Direction.`,
    );
  const isNew = !rulesOf(group, stateId).some((one) => one.name === name);
  const answer = write(group, nsg, stateId, { name, rule }, request);
  if (answer.statusCode !== 202) return answer;
  const body = shown(`${nsg.id}/securityRules`, rule);
  return {
    ...answer,
    statusCode: isNew ? 201 : 200,
    body: { ...body, properties: { ...body.properties, provisioningState: "Updating" } },
  };
}

function write(
  group: ResourceGroup,
  nsg: ArmResource,
  stateId: string,
  wanted: PendingRule,
  request: RestRequest,
): RestAnswer {
  const { world } = group;
  const stale = staleVersion(request, nsg.etag);
  if (stale) return stale;
  return startWrite(group, request, {
    lock: nsg.id,
    resourceId: `${nsg.id}/securityRules`,
    wanted,
    action: `Microsoft.Network/networkSecurityGroups/securityRules/${wanted.rule ? "write" : "delete"}`,
    durationMs: () => world.provisioningMs(WRITE_MS),
    commit: () => {
      const rules = world.security.nsgRules.get(stateId) ?? new Map<string, NsgRule>();
      world.security.nsgRules.set(stateId, rules);
      if (wanted.rule) rules.set(wanted.name, wanted.rule);
      else rules.delete(wanted.name);
    },
  });
}

function ruleOf(name: string, { properties }: RuleInput): NsgRule {
  const listed = (one: string | undefined, more: readonly string[]): string[] => [
    ...(one === undefined ? [] : [one]),
    ...more,
  ];
  return {
    name,
    priority: properties.priority,
    direction: properties.direction === "Inbound" ? "inbound" : "outbound",
    access: properties.access === "Allow" ? "allow" : "deny",
    protocol: properties.protocol === "*" ? "all" : (properties.protocol.toLowerCase() as "tcp" | "udp" | "icmp"),
    sources: listed(properties.sourceAddressPrefix, properties.sourceAddressPrefixes),
    destinations: listed(properties.destinationAddressPrefix, properties.destinationAddressPrefixes),
    destinationPorts: listed(properties.destinationPortRange, properties.destinationPortRanges),
    ...(properties.description !== undefined && { description: properties.description }),
  };
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
/** One value stands for itself, several in a list: so Azure shows them. */
const oneOrMore = (field: string, values: readonly string[]) =>
  values.length === 1 ? { [field]: values[0], [many(field)]: [] } : { [many(field)]: values };
const many = (field: string): string => `${field}${field.endsWith("x") ? "es" : "s"}`;

const shown = (parentId: string, rule: NsgRule): ArmResource => ({
  id: `${parentId}/${rule.name}`,
  name: rule.name,
  type: "Microsoft.Network/networkSecurityGroups/securityRules",
  properties: {
    provisioningState: "Succeeded",
    protocol: rule.protocol === "all" ? "*" : capital(rule.protocol),
    access: capital(rule.access),
    direction: capital(rule.direction),
    priority: rule.priority,
    sourcePortRange: "*",
    sourcePortRanges: [],
    ...oneOrMore("sourceAddressPrefix", rule.sources),
    ...oneOrMore("destinationAddressPrefix", rule.destinations),
    ...oneOrMore("destinationPortRange", rule.destinationPorts),
    ...(rule.description !== undefined && { description: rule.description }),
  },
});
