import * as z from "zod";
import type { EstateGateway } from "../../estate/estate.ts";
import { canonical } from "../../world/prefix.ts";
import type { DrgRule } from "../../world/routing-state.ts";
import type { NextHop } from "../../world/select-route.ts";
import type { RestAnswer } from "../rest-api.ts";
import { attachedTo, hopTo } from "./attachments.ts";
import { drgRouteRules } from "./drgs.ts";
import { freshId } from "./fresh-id.ts";
import { invalid, invalidBody, notFound, ociError, ociOk } from "./oci-answer.ts";
import type { Locality } from "./tenancy.ts";

const destination = { destination: z.cidrv4(), destinationType: z.literal("CIDR_BLOCK") };
const Add = z.strictObject({
  routeRules: z.array(z.strictObject({ ...destination, nextHopDrgAttachmentId: z.string().min(1) })).min(1),
});
const Update = z.strictObject({
  routeRules: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        destination: destination.destination.optional(),
        destinationType: destination.destinationType.optional(),
        nextHopDrgAttachmentId: z.string().min(1).optional(),
      }),
    )
    .min(1),
});
const Remove = z.strictObject({ routeRuleIds: z.array(z.string().min(1)).min(1) });

/** What a static rule may lead to: VCNs and remote peerings. */
const STATIC_TARGETS: readonly string[] = ["VCN", "REMOTE_PEERING_CONNECTION"];

type Write = (here: Locality, gateway: EstateGateway, body: unknown) => RestAnswer;

/** `AddDrgRouteRules`: all of them or none; a table has one static rule for a prefix. */
export const addRules: Write = (here, gateway, body) => {
  const parsed = Add.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const rules: DrgRule[] = [];
  for (const { destination: range, nextHopDrgAttachmentId } of parsed.data.routeRules) {
    const nextHop = targetOf(here, gateway, nextHopDrgAttachmentId);
    if ("statusCode" in nextHop) return nextHop;
    rules.push({ id: freshId(here.world, "drgrouterule", gateway.regionId), prefix: canonical(range), nextHop });
  }
  return put(here, gateway, "AddDrgRouteRules", rules);
};

/** `UpdateDrgRouteRules`: rules keep their ids. */
export const updateRules: Write = (here, gateway, body) => {
  const parsed = Update.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const known = here.world.routing.drgRules.get(gateway.id);
  const rules: DrgRule[] = [];
  for (const { id, destination: range, nextHopDrgAttachmentId } of parsed.data.routeRules) {
    const present = known?.get(id);
    if (!present) return notFound();
    const nextHop =
      nextHopDrgAttachmentId === undefined ? present.nextHop : targetOf(here, gateway, nextHopDrgAttachmentId);
    if ("statusCode" in nextHop) return nextHop;
    rules.push({ id, prefix: range === undefined ? present.prefix : canonical(range), nextHop });
  }
  return put(here, gateway, "UpdateDrgRouteRules", rules);
};

/** `RemoveDrgRouteRules`: static ones; what is imported goes with its statement. */
export const removeRules: Write = (here, gateway, body) => {
  const parsed = Remove.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const known = here.world.routing.drgRules.get(gateway.id);
  const { routeRuleIds } = parsed.data;
  if (!known || routeRuleIds.some((id) => !known.has(id))) return notFound();
  here.world.change("RemoveDrgRouteRules", () => {
    for (const id of routeRuleIds) known.delete(id);
  });
  return ociOk(undefined);
};

function put(here: Locality, gateway: EstateGateway, by: string, rules: readonly DrgRule[]): RestAnswer {
  const after = new Map(here.world.routing.drgRules.get(gateway.id));
  for (const rule of rules) after.set(rule.id, rule);
  const prefixes = [...after.values()].map(({ prefix }) => prefix);
  if (new Set(prefixes).size < prefixes.length)
    return ociError(409, "Conflict", "The table has a static route rule with the same destination already.");
  here.world.change(by, () => here.world.routing.drgRules.set(gateway.id, after));
  const ids = new Set(rules.map(({ id }) => id));
  return ociOk(drgRouteRules(here, gateway).filter(({ id }) => ids.has(id)));
}

function targetOf(here: Locality, gateway: EstateGateway, attachmentId: string): NextHop | RestAnswer {
  const attached = attachedTo(here, gateway).find((one) => one.attachmentId === attachmentId);
  if (!attached) return notFound();
  return STATIC_TARGETS.includes(attached.type)
    ? hopTo(attached)
    : invalid(`A static route rule cannot have a next hop of type ${attached.type}.`);
}
