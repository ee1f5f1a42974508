import type { ResolvedStep } from "@skylane/core";
import * as z from "zod";
import type { AzureCall } from "../steer/azure-writer.ts";

const NAME = "[A-Za-z0-9_@][\\w.()-]{0,89}";

/** The id of a resource of that type, e.g. `Microsoft.Network/virtualNetworks/subnets`, in whatever letter case. */
export function armId(type: string): z.ZodString {
  const [provider = "", ...types] = type.split("/");
  const pattern = `^/subscriptions/[0-9a-f-]{36}/resourceGroups/${NAME}/providers/${provider.replaceAll(".", "\\.")}${types.map((one) => `/${one}/${NAME}`).join("")}$`;
  return z.string().regex(new RegExp(pattern, "i"), `must be the id of a resource of type ${type}`);
}

/** What a resource may be called: all types that are made here take this. */
export const ArmName = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,78}\w$/, "must be a name such as skylane-1");
export const ResourceGroupName = z.string().regex(/^[\w.()-]{1,89}[\w()-]$/, "must be the name of a resource group");

/** The id that a resource gets which a step makes in a group of its subscription. */
export const idInGroup = ({ accountId }: ResolvedStep, group: string, type: string, name: string): string => {
  const [provider = "", kind = ""] = type.split("/");
  return `/subscriptions/${accountId}/resourceGroups/${group}/providers/${provider}/${kind}/${name}`;
};

/** What an id is made of, the names from the outside in: a VNet's, then a subnet's. */
interface ArmPlace {
  readonly subscriptionId: string;
  readonly group: string;
  readonly type: string;
  readonly names: readonly string[];
}

export function placeOf(id: string): ArmPlace {
  const [, , subscriptionId = "", , group = "", , provider = "", ...path] = id.split("/");
  const isName = (i: number): boolean => i % 2 === 1;
  return {
    subscriptionId,
    group,
    type: [provider, ...path.filter((_, i) => !isName(i))].join("/"),
    names: path.filter((_, i) => isName(i)),
  };
}

/** A call on a resource, by the permission it needs. */
export function callOn(id: string, verb: "read" | "write" | "delete"): AzureCall {
  const { subscriptionId, type } = placeOf(id);
  return { subscriptionId, resourceId: id, action: `${type}/${verb}` };
}
