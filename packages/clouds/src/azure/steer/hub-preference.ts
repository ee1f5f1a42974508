import type { VirtualHub } from "@azure/arm-network";
import type { Actuator, MoveRequest, RouteChange } from "@skylane/core";
import * as z from "zod";
import { cloudError } from "../../_shared/errors.ts";
import { armIdOf, partsOf } from "./arm-target.ts";
import type { AzureWriter } from "./azure-writer.ts";
import { fromAzureError } from "./from-azure-error.ts";
import { plannedSwitch } from "./planned-switch.ts";

const Settings = z.strictObject({ virtualHubId: armIdOf("virtualHubs") });
/** What the hub prefers when it takes this path for equal prefixes. */
const Handle = z.strictObject({ hubRoutingPreference: z.enum(["ExpressRoute", "VpnGateway", "ASPath"]) });

const ID = "azure.hub-preference";
const READ = "Microsoft.Network/virtualHubs/read";
const WRITE = "Microsoft.Network/virtualHubs/write";

/**
 * Takes circuits, VPNs or the shorter AS path first at a hub of a Virtual WAN, for equal prefixes. It holds for all that
 * the hub connects, which calculates its routes anew for minutes: a planned change, for a person to order.
 * @see https://learn.microsoft.com/azure/virtual-wan/about-virtual-hub-routing-preference (read 2026-11)
 */
export const hubPreference = (azure: AzureWriter): Actuator =>
  plannedSwitch<VirtualHub>(azure, {
    id: ID,
    settings: Settings,
    handle: Handle,
    property: "hubRoutingPreference",
    plan: planPreference,
    read: (change) => readHub(azure, change.target.virtualHubId),
    nameOf: ({ name = "" }) => `virtual hub ${name}`,
    valueIn: ({ hubRoutingPreference = "ExpressRoute" }) => hubRoutingPreference,
    statesOf: ({ provisioningState, routingState }) => [provisioningState, routingState],
    write: (change, seen, hubRoutingPreference) => writeHub(azure, change, { ...seen, hubRoutingPreference }),
  });

/** One change, however many prefixes. @throws ERR_ACTUATOR_UNKNOWN where both paths are of one preference */
function planPreference({ groupId, sideId, prefixes, settings, from, to }: MoveRequest): readonly RouteChange[] {
  const { virtualHubId } = Settings.parse(settings);
  const { hubRoutingPreference } = Handle.parse(to);
  const { name } = partsOf(virtualHubId, "virtualHubs");
  if (Handle.parse(from).hubRoutingPreference === hubRoutingPreference)
    throw cloudError(
      "ERR_ACTUATOR_UNKNOWN",
      `${groupId}, side ${sideId}: hub ${name} takes both paths when it prefers ${hubRoutingPreference}: its preference does not tell them apart`,
      { groupId, sideId, actuator: ID },
    );
  return prefixes.slice(0, 1).map((prefix) => ({
    id: `${groupId}:${sideId}:hub-preference`,
    sideId,
    cloud: "azure",
    actuator: ID,
    prefix,
    target: { virtualHubId },
    desired: { hubRoutingPreference },
    summary: `let virtual hub ${name} prefer ${hubRoutingPreference}, for ${prefixes.join(", ")} and all else that it connects`,
  }));
}

const callOf = (resourceId: string, action: string) => ({
  subscriptionId: partsOf(resourceId, "virtualHubs").subscriptionId,
  resourceId,
  action,
});

function readHub(azure: AzureWriter, id = ""): Promise<VirtualHub> {
  const { group, name } = partsOf(id, "virtualHubs");
  return azure.ask(callOf(id, READ), (network, options) => network.virtualHubs.get(group, name, options));
}

/** @throws ERR_CLOUD_CONFLICT if it is another by now */
async function writeHub(azure: AzureWriter, change: RouteChange, wanted: VirtualHub): Promise<void> {
  const id = change.target.virtualHubId ?? "";
  const { group, name } = partsOf(id, "virtualHubs");
  const headers = wanted.etag === undefined ? {} : { "if-match": wanted.etag };
  try {
    await azure.write(callOf(id, WRITE), (network, options) =>
      network.virtualHubs.createOrUpdate(group, name, wanted, { ...options, requestOptions: { headers } }),
    );
  } catch (error) {
    throw fromAzureError(error, WRITE, id);
  }
}
