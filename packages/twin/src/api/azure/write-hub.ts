import * as z from "zod";
import type { EstateGateway } from "../../estate/estate.ts";
import { type HubPreference, hubPreferenceOf } from "../../world/select-hub.ts";
import type { World } from "../../world/world.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { type ArmResource, armError, unparsable } from "./arm-answer.ts";
import { etagOf, shownAtOnce, staleVersion, startWrite, writeTo } from "./start-write.ts";
import type { ResourceGroup } from "./subscription.ts";

/** World time a hub calculates its routes anew; a real one takes minutes. */
const WRITE_MS = 30;

const HubInput = z.object({
  location: z.string().min(1),
  properties: z.looseObject({
    virtualWan: z.looseObject({ id: z.string().min(1) }),
    addressPrefix: z.cidrv4(),
    hubRoutingPreference: z.enum(["ExpressRoute", "VpnGateway", "ASPath"]).default("ExpressRoute"),
  }),
});

/** A hub with what it prefers; while that is being written it shows the new one, and routes that are not ready. */
export function withPreference(world: World, hub: EstateGateway, born: ArmResource): ArmResource {
  const pending = writeTo(world, born.id)?.wanted as HubPreference | undefined;
  const properties = { ...born.properties, hubRoutingPreference: pending ?? hubPreferenceOf(world.routing, hub.id) };
  return {
    ...born,
    etag: etagOf(properties),
    properties: { ...properties, ...(pending && { provisioningState: "Updating", routingState: "Provisioning" }) },
  };
}

/** Replaces a hub by what the caller sends; only its preference moves packets. */
export function putHub(group: ResourceGroup, found: ArmResource, hub: EstateGateway, request: RestRequest): RestAnswer {
  const input = HubInput.safeParse(request.body);
  if (!input.success) return unparsable(input.error);
  const { addressPrefix, hubRoutingPreference } = input.data.properties;
  if (addressPrefix !== found.properties.addressPrefix)
    return armError(400, "CannotChangeHubAddressPrefix", "The address prefix of a hub cannot be changed.");
  const stale = staleVersion(request, found.etag);
  if (stale) return stale;
  const answer = startWrite(group, request, {
    lock: `hub ${hub.id}`,
    resourceId: found.id,
    wanted: hubRoutingPreference,
    action: "Microsoft.Network/virtualHubs/write",
    durationMs: WRITE_MS,
    commit: () => void group.world.routing.hubPreferences.set(hub.id, hubRoutingPreference),
  });
  return shownAtOnce(answer, () => withPreference(group.world, hub, found));
}
