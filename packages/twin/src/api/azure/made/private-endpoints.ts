import * as z from "zod";
import type { EstateNetwork } from "../../../estate/estate.ts";
import { contains, toNumber } from "../../../world/prefix.ts";
import type { World } from "../../../world/world.ts";
import { dotted } from "../addresses.ts";
import type { ArmResource } from "../arm-answer.ts";
import { serviceAt } from "../services.ts";
import { vnetAt } from "../subscription.ts";
import { interfaceAddresses, subnetsOf } from "../virtual-networks.ts";
import { located, Reference } from "./inputs.ts";
import { absent, type MadeType, refused } from "./made-type.ts";
import { isSameId } from "./records.ts";

export const PRIVATE_ENDPOINTS = "Microsoft.Network/privateEndpoints";

const Input = z.looseObject({
  ...located,
  properties: z.looseObject({
    subnet: Reference,
    privateLinkServiceConnections: z
      .array(
        z.looseObject({
          name: z.string().min(1),
          properties: z.looseObject({
            privateLinkServiceId: z.string().min(1),
            groupIds: z.array(z.string()).length(1),
          }),
        }),
      )
      .length(1),
  }),
});

/** What a service calls its only part that endpoints lead to. */
const GROUP_IDS: Readonly<Record<string, string>> = { "azure-sql": "sqlServer", storage: "blob" };

/** Addresses in VNets behind which a service of Azure listens; whoever owns both approves them at once. */
export const privateEndpoints: MadeType<z.infer<typeof Input>> = {
  type: PRIVATE_ENDPOINTS,
  input: Input,
  putMs: 60_000,
  deleteMs: 30_000,
  make({ group, id, name }, { location, tags, properties }, before) {
    const { world } = group;
    const subnetId = properties.subnet.id;
    const vnet = vnetAt(world, subnetId.split(/\/subnets\//i)[0] ?? "");
    const subnet = vnet && subnetsOf(group, vnet).find((one) => isSameId(one.id, subnetId));
    if (!vnet || !subnet) return absent(subnetId, id);
    if (subnet.name === "GatewaySubnet")
      return refused("PrivateEndpointCannotBeCreatedInGatewaySubnet", `${id} cannot stand in a GatewaySubnet.`);
    const [link] = properties.privateLinkServiceConnections;
    const targetId = link?.properties.privateLinkServiceId ?? "";
    const service = serviceAt(world, targetId);
    if (!service) return absent(targetId, id);
    const [groupId] = link?.properties.groupIds ?? [];
    if (groupId !== GROUP_IDS[service.kind])
      return refused(
        "InvalidPrivateLinkGroupId",
        `${groupId} is no group of ${targetId}, which has ${GROUP_IDS[service.kind] ?? "none"}.`,
      );
    const range = String(subnet.properties.addressPrefix);
    const ip = addressOf(before) ?? freeAddress(world, vnet, range);
    return {
      resource: {
        id,
        name,
        type: PRIVATE_ENDPOINTS,
        location,
        tags,
        properties: {
          subnet: { id: subnet.id },
          privateLinkServiceConnections: [
            {
              name: link?.name,
              id: `${id}/privateLinkServiceConnections/${link?.name}`,
              properties: {
                provisioningState: "Succeeded",
                privateLinkServiceId: targetId,
                groupIds: [groupId],
                privateLinkServiceConnectionState: {
                  status: "Approved",
                  description: "Auto-Approved",
                  actionsRequired: "None",
                },
              },
            },
          ],
          manualPrivateLinkServiceConnections: [],
          customDnsConfigs: [{ fqdn: service.dnsName, ipAddresses: [ip] }],
        },
      },
    };
  },
  done({ group: { world }, id, name }, resource) {
    const { tags, properties } = resource;
    const [link] = properties.privateLinkServiceConnections as z.infer<
      typeof Input
    >["properties"]["privateLinkServiceConnections"];
    const service = serviceAt(world, link?.properties.privateLinkServiceId ?? "");
    const vnet = vnetAt(world, (properties.subnet as { id: string }).id.split(/\/subnets\//i)[0] ?? "");
    const address = addressOf(resource);
    if (!service || !vnet || address === undefined) return;
    world.services.privateEndpoints.set(id.toLowerCase(), {
      id: id.toLowerCase(),
      name,
      serviceId: service.id,
      networkId: vnet.id,
      address,
      status: "approved",
      tags: { ...tags },
    });
  },
  undone: ({ group, id }) => void group.world.services.privateEndpoints.delete(id.toLowerCase()),
};

const addressOf = (before: ArmResource | undefined): string | undefined =>
  (before?.properties.customDnsConfigs as readonly { ipAddresses: readonly string[] }[] | undefined)?.[0]
    ?.ipAddresses[0];

const FIRST_FREE = 4; // Azure keeps the first four addresses of a subnet

/** The first address of a subnet that nothing has. */
function freeAddress({ services }: World, vnet: EstateNetwork, range: string): string {
  const taken = new Set([
    ...interfaceAddresses(vnet),
    ...[...services.services.values()].flatMap(({ address }) => address ?? []),
    ...[...services.privateEndpoints.values()].map(({ address }) => address),
  ]);
  const base = toNumber(range.split("/")[0] ?? "");
  for (let i = FIRST_FREE; contains(range, dotted(base + i)); i += 1)
    if (!taken.has(dotted(base + i))) return dotted(base + i);
  throw new Error(`no address is left in ${range}`);
}
