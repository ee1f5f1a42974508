import { createHash } from "node:crypto";
import * as z from "zod";
import { toNumber } from "../../../world/prefix.ts";
import type { World } from "../../../world/world.ts";
import { dotted } from "../addresses.ts";
import type { ArmResource } from "../arm-answer.ts";
import { located } from "./inputs.ts";
import { inUse, type MadeType, refused } from "./made-type.ts";
import { isSameId, recordsOf } from "./records.ts";

export const PUBLIC_IPS = "Microsoft.Network/publicIPAddresses";

const Input = z.looseObject({
  ...located,
  sku: z.looseObject({ name: z.enum(["Basic", "Standard", "StandardV2"]) }),
  zones: z.array(z.string()).optional(),
  properties: z.looseObject({
    publicIPAllocationMethod: z.enum(["Static", "Dynamic"]).default("Dynamic"),
    publicIPAddressVersion: z.literal("IPv4").default("IPv4"),
  }),
});

/** Addresses on the internet. Basic ones can no longer be made. */
export const publicIps: MadeType<z.infer<typeof Input>> = {
  type: PUBLIC_IPS,
  input: Input,
  putMs: 5_000,
  deleteMs: 5_000,
  make({ group, id, name }, { location, tags, sku, zones, properties }, before) {
    if (sku.name === "Basic")
      return refused("BasicPublicIpCreationNotAllowed", "Basic SKU public IP addresses cannot be created any more.");
    if (properties.publicIPAllocationMethod !== "Static")
      return refused(
        "StandardSkuPublicIPAddressMustBeStatic",
        `Standard sku publicIp ${id} must have AllocationMethod set to Static.`,
      );
    const ipAddress = before?.properties.ipAddress ?? freeAddress(group.world, id);
    return {
      resource: {
        id,
        name,
        type: PUBLIC_IPS,
        location,
        tags,
        sku: { name: sku.name, tier: "Regional" },
        ...(zones && { zones }),
        properties: {
          ipAddress,
          publicIPAddressVersion: "IPv4",
          publicIPAllocationMethod: "Static",
          idleTimeoutInMinutes: 4,
        },
      },
    };
  },
  keeps({ group }, { id }) {
    const user = recordsOf(group.world, "Microsoft.Network/virtualNetworkGateways").find((gateway) =>
      usesAddress(gateway, id),
    );
    return user && inUse("PublicIPAddressCannotBeDeleted", id, user.id);
  },
};

/** True if an instance of the gateway has that address. */
export const usesAddress = ({ properties }: ArmResource, publicIpId: string): boolean =>
  (properties.ipConfigurations as readonly Configuration[] | undefined)?.some((one) =>
    isSameId(one.properties.publicIPAddress?.id, publicIpId),
  ) ?? false;

interface Configuration {
  readonly properties: { readonly publicIPAddress?: { readonly id: string } };
}

/** Of the range for measurements (RFC 2544), which nothing else in a world has. */
const FIRST = toNumber("198.18.0.0");
const COUNT = 2 ** 16;

/** Always the same for the same object, unless another has it. */
function freeAddress(world: World, id: string): string {
  const taken = new Set(recordsOf(world, PUBLIC_IPS).map(({ properties }) => properties.ipAddress));
  const start = createHash("sha256").update(id.toLowerCase()).digest().readUInt16BE(0);
  for (let i = 0; i < COUNT; i += 1) {
    const address = dotted(FIRST + ((start + i) % COUNT));
    if (!taken.has(address) && !/\.(0|255)$/.test(address)) return address;
  }
  throw new Error("no public address is left");
}
