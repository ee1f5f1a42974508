import * as z from "zod";
import type { EstateGateway } from "../../estate/estate.ts";
import type { DrgCriterion, DrgStatement } from "../../world/routing-state.ts";
import type { RestAnswer } from "../rest-api.ts";
import { attachedTo } from "./attachments.ts";
import { statements, statementsNow } from "./distributions.ts";
import { freshId } from "./fresh-id.ts";
import { invalid, invalidBody, notFound, ociOk } from "./oci-answer.ts";
import type { Locality } from "./tenancy.ts";

const Criterion = z.discriminatedUnion("matchType", [
  z.strictObject({ matchType: z.literal("MATCH_ALL") }),
  z.strictObject({
    matchType: z.literal("DRG_ATTACHMENT_TYPE"),
    attachmentType: z.enum(["VCN", "IPSEC_TUNNEL", "VIRTUAL_CIRCUIT", "REMOTE_PEERING_CONNECTION"]),
  }),
  z.strictObject({ matchType: z.literal("DRG_ATTACHMENT_ID"), drgAttachmentId: z.string().min(1) }),
]);
const Add = z.strictObject({
  statements: z
    .array(
      z.strictObject({
        action: z.literal("ACCEPT"),
        priority: z.int().min(0).max(65_535),
        matchCriteria: z.array(Criterion),
      }),
    )
    .min(1),
});
const Remove = z.strictObject({ statementIds: z.array(z.string().min(1)).min(1) });

type Write = (here: Locality, gateway: EstateGateway, body: unknown) => RestAnswer;

/** `AddDrgRouteDistributionStatements`: each gets an id that none had before; priorities are unique. */
export const addStatements: Write = (here, gateway, body) => {
  const parsed = Add.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const after = new Map(statementsNow(here.world.routing, gateway));
  const added = new Set<string>();
  for (const { priority, matchCriteria } of parsed.data.statements) {
    const criteria: DrgCriterion[] = [];
    for (const criterion of matchCriteria) {
      const known = criterionIn(here, gateway, criterion);
      if (!known) return notFound();
      criteria.push(known);
    }
    if ([...after.values()].some((other) => other.priority === priority))
      return invalid(`The priority ${priority} is that of another statement of the route distribution.`);
    const id = freshId(here.world, "drgroutedistributionstatement", gateway.regionId);
    after.set(id, { id, priority, criteria });
    added.add(id);
  }
  write(here, gateway, "AddDrgRouteDistributionStatements", after);
  return ociOk(statements(here, gateway).filter(({ id }) => added.has(id)));
};

/** `RemoveDrgRouteDistributionStatements`: what they accepted is no longer imported. */
export const removeStatements: Write = (here, gateway, body) => {
  const parsed = Remove.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const after = new Map(statementsNow(here.world.routing, gateway));
  for (const id of parsed.data.statementIds) if (!after.delete(id)) return notFound();
  write(here, gateway, "RemoveDrgRouteDistributionStatements", after);
  return ociOk(undefined);
};

const write = ({ world }: Locality, gateway: EstateGateway, by: string, after: Map<string, DrgStatement>): void =>
  world.change(by, () => world.routing.drgStatements.set(gateway.id, after));

function criterionIn(
  here: Locality,
  gateway: EstateGateway,
  criterion: z.infer<typeof Criterion>,
): DrgCriterion | undefined {
  switch (criterion.matchType) {
    case "MATCH_ALL":
      return { kind: "all" };
    case "DRG_ATTACHMENT_TYPE":
      return { kind: "type", type: criterion.attachmentType };
    case "DRG_ATTACHMENT_ID": {
      const attached = attachedTo(here, gateway).find(({ attachmentId }) => attachmentId === criterion.drgAttachmentId);
      return attached && { kind: "attachment", placeId: attached.placeId };
    }
  }
}
