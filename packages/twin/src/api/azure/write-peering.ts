import * as z from "zod";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { type ArmResource, unparsable } from "./arm-answer.ts";
import { etagOf, shownAtOnce, staleVersion, startWrite, writeTo } from "./start-write.ts";
import type { GatewayEnd, ResourceGroup } from "./subscription.ts";

/** World time until a peering is on or off; a real one takes less than ten seconds. */
const WRITE_MS = 20;

const PeeringInput = z.object({
  properties: z.looseObject({
    peeringType: z.literal("AzurePrivatePeering"),
    peerASN: z.int().positive(),
    vlanId: z.int().min(1).max(4_094),
    state: z.enum(["Enabled", "Disabled"]).default("Enabled"),
  }),
});

/** A peering as it is switched; while that is being written it shows the new state already. */
export function withState(group: ResourceGroup, { connection }: GatewayEnd, born: ArmResource): ArmResource {
  const pending = writeTo(group.world, born.id)?.wanted as string | undefined;
  const state = pending ?? (group.world.routing.disabledPeerings.has(connection.id) ? "Disabled" : "Enabled");
  const properties = { ...born.properties, state };
  return {
    ...born,
    etag: etagOf(properties),
    properties: { ...properties, ...(pending && { provisioningState: "Updating" }) },
  };
}

/** Replaces a circuit's private peering by what the caller sends; only whether it is on moves packets. */
export function putPeering(
  group: ResourceGroup,
  found: ArmResource,
  end: GatewayEnd,
  request: RestRequest,
): RestAnswer {
  const input = PeeringInput.safeParse(request.body);
  if (!input.success) return unparsable(input.error);
  const stale = staleVersion(request, found.etag);
  if (stale) return stale;
  const { state } = input.data.properties;
  const { disabledPeerings } = group.world.routing;
  const answer = startWrite(group, request, {
    lock: `circuit ${end.connection.id}`,
    resourceId: found.id,
    wanted: state,
    action: "Microsoft.Network/expressRouteCircuits/peerings/write",
    durationMs: WRITE_MS,
    commit: () =>
      void (state === "Disabled"
        ? disabledPeerings.add(end.connection.id)
        : disabledPeerings.delete(end.connection.id)),
  });
  return shownAtOnce(answer, () => withState(group, end, found));
}
