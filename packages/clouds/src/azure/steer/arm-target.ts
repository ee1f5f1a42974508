import * as z from "zod";

type SteeredType = "routeTables" | "connections" | "expressRouteCircuits" | "virtualNetworkGateways";

/** The parts of a resource's id that Azure's SDK wants by name. */
interface ArmTarget {
  readonly subscriptionId: string;
  readonly group: string;
  readonly name: string;
}

const patternOf = (type: SteeredType): RegExp =>
  new RegExp(
    `^/subscriptions/([0-9a-f-]{36})/resourceGroups/([\\w.()-]{1,90})/providers/Microsoft\\.Network/${type}/([A-Za-z0-9_][\\w.-]{0,79})$`,
    "i",
  );

/** The id of a resource of that type, in whatever letter case. */
export const armIdOf = (type: SteeredType): z.ZodString =>
  z
    .string()
    .regex(
      patternOf(type),
      `must be the id of a resource, /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/${type}/…`,
    );

/** What an id is made of; empty parts where it is none of that type. */
export function partsOf(id: string | undefined, type: SteeredType): ArmTarget {
  const [, subscriptionId = "", group = "", name = ""] = patternOf(type).exec(id ?? "") ?? [];
  return { subscriptionId, group, name };
}
