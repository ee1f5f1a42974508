import { ApiError } from "../api-error.ts";
import { DescribeSecurityGroupRules } from "./build/security-rules.ts";
import { edgeDescribers } from "./describe-edges.ts";
import { instanceDescribers } from "./describe-instances.ts";
import { interfaceDescribers } from "./describe-interfaces.ts";
import { peeringDescribers } from "./describe-peerings.ts";
import { tgwDescribers } from "./describe-tgw.ts";
import { vpcDescribers } from "./describe-vpc.ts";
import { vpnDescribers } from "./describe-vpn.ts";
import type { Ec2Parameters } from "./parameters.ts";
import type { Scope, Xml } from "./scope.ts";

/** One item of an answer, with what filters may ask for; `tag:Name` is added from its name tag. */
export interface Described {
  readonly id: string;
  readonly xml: Xml;
  readonly facts: Readonly<Record<string, string>>;
}

/** A describe operation's answer: name of the set in XML, name of the id parameter, code of an unknown id, the items. */
export interface DescribeAnswer {
  readonly set: string;
  readonly idParameter: string;
  readonly notFound: string;
  readonly items: readonly Described[];
}
export type Describe = (scope: Scope, parameters: Ec2Parameters) => DescribeAnswer;

/** The describe operations. */
export const describers: Readonly<Record<string, Describe>> = {
  ...vpcDescribers,
  ...edgeDescribers,
  ...interfaceDescribers,
  ...vpnDescribers,
  ...tgwDescribers,
  ...peeringDescribers,
  DescribeSecurityGroupRules,
  ...instanceDescribers,
};

/** Items that the call's ids and filters leave. @throws ApiError for an unknown id or filter */
export function selectDescribed(
  { items, idParameter, notFound }: DescribeAnswer,
  parameters: Ec2Parameters,
): readonly Described[] {
  const ids = parameters.list(idParameter);
  const missing = ids.find((id) => !items.some((item) => item.id === id));
  if (missing !== undefined) throw new ApiError(notFound, `The ID '${missing}' does not exist`);
  const filters = [...parameters.filters()];
  return items.filter((item) => {
    if (ids.length > 0 && !ids.includes(item.id)) return false;
    return filters.every(([name, values]) => {
      const fact = item.facts[name];
      if (fact !== undefined) return values.some((value) => matchesValue(value, fact));
      if (name.startsWith("tag:") || name === "tag-key") return false;
      throw new ApiError("InvalidParameterValue", `The filter '${name}' is invalid`);
    });
  });
}

/** Filter values may hold `*` and `?`. */
function matchesValue(value: string, fact: string): boolean {
  if (!/[*?]/.test(value)) return value === fact;
  const pattern = value
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${pattern}$`).test(fact);
}
