import { createHash } from "node:crypto";
import type { Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import { sameId } from "../discover/arm-ids.ts";
import type { AzureWriter } from "../steer/azure-writer.ts";
import { armId, idInGroup, placeOf, ResourceGroupName } from "./arm-id.ts";
import { armProvisioner } from "./arm-provisioner.ts";
import { armRest } from "./arm-rest.ts";
import { differing, isOf } from "./owner.ts";

/** Of Microsoft.Network/privateDnsZones. @see https://learn.microsoft.com/rest/api/dns/privatedns (read 2026-11) */
export const PRIVATE_DNS_VERSION = "2024-06-01";
/** A name in DNS, without a dot at its end. */
export const DnsName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?)*$/, "must be a name in DNS");

const Desired = z.strictObject({
  resourceGroup: ResourceGroupName,
  name: DnsName,
  vnetIds: z.array(armId("Microsoft.Network/virtualNetworks")).min(1),
});
type Desired = z.infer<typeof Desired>;

const Marked = z.looseObject({ tags: z.record(z.string(), z.string()).optional() });
const Zone = Marked.extend({ id: z.string(), properties: z.looseObject({ provisioningState: z.string().optional() }) });
const Link = Zone.extend({
  properties: z.looseObject({
    provisioningState: z.string().optional(),
    virtualNetwork: z.looseObject({ id: z.string() }),
  }),
});
const Links = z.looseObject({ value: z.array(Link) });

interface Shown {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>> | undefined;
  readonly provisioningState?: string;
  readonly links: readonly z.infer<typeof Link>[];
}

/**
 * A private zone that the VNets it is linked to resolve. In a zone that others made only links are added, and taken off again:
 * `differs` names `vnetIds` until each VNet has one.
 */
export function privateZone(azure: AzureWriter): Provisioner {
  const arm = armRest(azure, PRIVATE_DNS_VERSION);
  const read = async (id: string): Promise<Shown | undefined> => {
    const answer = await arm.get(id);
    if (answer === undefined) return undefined;
    const zone = Zone.parse(answer);
    const { value: links } = Links.parse(await arm.get(`${id}/virtualNetworkLinks`));
    // it is busy as long as one of its links is
    const busy = [zone, ...links].find(({ properties }) => isUnderWay(properties.provisioningState));
    const provisioningState = (busy ?? zone).properties.provisioningState;
    return { id: zone.id, tags: zone.tags, ...(provisioningState !== undefined && { provisioningState }), links };
  };
  const unlinked = ({ links }: Shown, { vnetIds }: Desired): readonly string[] =>
    vnetIds.filter((vnetId) => !links.some(({ properties }) => sameId(properties.virtualNetwork.id, vnetId)));
  const idOf = ({ resourceGroup, name }: Desired, step: ResolvedStep): string =>
    idInGroup(step, resourceGroup, "Microsoft.Network/privateDnsZones", name);
  const provisioner = armProvisioner<Desired, Shown>({
    resource: "azure.private-zone",
    typicalMs: 60_000,
    desired: Desired,
    idOf,
    read,
    describe: (shown, desired, step) => ({
      isOurs: isOf(step, shown.tags),
      outputs: { zoneId: shown.id },
      differs: differing({ vnetIds: unlinked(shown, desired).length === 0 }),
    }),
    lacks: (shown, desired) => unlinked(shown, desired).length > 0,
    async write(id, desired, { tags }, shown) {
      if (!shown) return arm.put(id, { location: "global", tags });
      for (const vnetId of unlinked(shown, desired))
        await arm.put(`${id}/virtualNetworkLinks/${linkName(vnetId)}`, {
          location: "global",
          tags,
          properties: { virtualNetwork: { id: vnetId }, registrationEnabled: false },
        });
    },
    remove: (id) => arm.delete(id),
  });
  return {
    ...provisioner,
    async snapshot(step) {
      const shown = await read(idOf(readDesired(Desired, step), step));
      return shown ? { vnetIds: shown.links.map(({ properties }) => properties.virtualNetwork.id).join(",") } : null;
    },
    async remove(step, made) {
      const id = made.ids.id ?? idOf(readDesired(Desired, step), step);
      const shown = await read(id);
      if (!shown) return "removed";
      // a zone goes after its links, and only those of this step
      const own = shown.links.filter(({ tags }) => isOf(step, tags));
      for (const link of own) if (!isUnderWay(link.properties.provisioningState)) await arm.delete(link.id);
      if (own.length > 0) return "pending";
      return provisioner.remove(step, made);
    },
  };
}

const isUnderWay = (state = "Succeeded"): boolean => /ing$/.test(state);

/** Unique in its zone, however many VNets of other groups have the same name. */
function linkName(vnetId: string): string {
  const digest = createHash("sha256").update(vnetId.toLowerCase()).digest("hex").slice(0, 8);
  return `skylane-${placeOf(vnetId).names[0]?.slice(0, 60)}-${digest}`;
}
