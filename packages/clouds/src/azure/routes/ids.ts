import type { RouteIntent } from "@skylane/core";
import type { Form } from "../../_shared/routes/fit.ts";
import { fit } from "../../_shared/routes/fit.ts";

/** The parts of a resource's id that commands want by name. */
export interface ArmId {
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
  /** The whole id in the letter case that Terraform wants: Azure's APIs give it in several. */
  readonly id: string;
}

/** Resource types that are spoken of here, as Azure writes them. */
export type ArmType =
  | "virtualNetworks"
  | "virtualNetworkGateways"
  | "virtualHubs"
  | "routeTables"
  | "connections"
  | "expressRouteCircuits";

const armForm = (type: ArmType): Form => ({
  pattern: new RegExp(
    `^/subscriptions/([0-9a-f-]{36})/resourceGroups/([\\w.()-]{1,90})/providers/Microsoft\\.Network/${type}/([A-Za-z0-9_][\\w.-]{0,79})$`,
    "i",
  ),
  is: `the id of a resource, /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/${type}/…`,
});

/** @throws a ZodError that names the field where the id is not of that type */
export function armId(value: string | undefined, field: string, type: ArmType): ArmId {
  const form = armForm(type);
  const [, subscription = "", group = "", name = ""] = form.pattern.exec(fit(value, field, form)) ?? [];
  const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/${type}/${name}`;
  return { subscription, group, name, id };
}

export type IntentLink = RouteIntent["links"][number];

/** What a link is called as a resource of that type; the alias in Azure's own letter case rather than the key in lower case. */
export function armIdOf({ nativeId, aliases }: IntentLink, type: ArmType): ArmId | undefined {
  const found = [...aliases, nativeId].find((name) => armForm(type).pattern.test(name));
  return found === undefined ? undefined : armId(found, "links", type);
}

export const isExpressRoute = ({ kind }: IntentLink): boolean => kind === "express-route";
