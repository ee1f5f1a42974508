import { isDeepStrictEqual } from "node:util";
import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import { pathOf } from "../discover/self-link.ts";
import { type GoogleObjects, markOf, nameTaken } from "./google-objects.ts";
import { unlessThere } from "./unless-there.ts";
import { NetworkPath, ObjectName } from "./words.ts";

const Desired = z.strictObject({
  name: ObjectName,
  /** Of what it answers for, e.g. `db.example.com`; a dot at its end makes no difference. */
  dnsName: z.string().min(1).max(253),
  networks: z.array(NetworkPath).min(1),
});
type Desired = z.infer<typeof Desired>;
const Zone = z.looseObject({
  name: z.string(),
  dnsName: z.string(),
  description: z.string().default(""),
  privateVisibilityConfig: z
    .looseObject({ networks: z.array(z.looseObject({ networkUrl: z.string() })).default([]) })
    .optional(),
});

/** A zone of Cloud DNS that only machines of these networks are answered from. It is there as soon as Google answers. */
export function privateZone(objects: GoogleObjects): Provisioner {
  const find = async (step: ResolvedStep): Promise<ObservedResource | undefined> => {
    const wanted = readDesired(Desired, step);
    const answer = await objects.get("dns/v1", `${zonesOf(step)}/${wanted.name}`);
    return answer === undefined ? undefined : asSeen(step, wanted, Zone.parse(answer));
  };
  return {
    resource: "gcp.private-zone",
    desired: Desired,
    typicalMs: 5_000,
    observe: find,
    async ensure(step) {
      const wanted = readDesired(Desired, step);
      const found = await find(step);
      if (found && found.differs.length > 0) throw nameTaken(`DNS zone ${wanted.name}`, found.differs, found.isOurs);
      if (found) return found;
      const networks = wanted.networks.map((path) => ({
        networkUrl: `https://www.googleapis.com/compute/v1/${path}`,
      }));
      const body = {
        name: wanted.name,
        dnsName: absolute(wanted.dnsName),
        description: markOf(step),
        visibility: "private",
        privateVisibilityConfig: { networks },
      };
      await unlessThere(
        () => objects.writeDns(zonesOf(step), { method: "POST", body }),
        () => find(step),
      );
      return { ...asMade(wanted), isOurs: true, differs: [] };
    },
    async remove(step, { ids }) {
      const found = await find(step);
      if (!found?.isOurs) return "removed";
      await objects.writeDns(`${zonesOf(step)}/${ids.zone ?? readDesired(Desired, step).name}`, { method: "DELETE" });
      return "pending";
    },
  };
}

/** A name as DNS means it when nothing is added to it. */
export const absolute = (name: string): string => (name.endsWith(".") ? name : `${name}.`).toLowerCase();

const zonesOf = ({ accountId }: ResolvedStep): string => `projects/${accountId}/managedZones`;

const asMade = ({ name }: Desired) => ({ state: "ready" as const, ids: { zone: name }, outputs: { zone: name } });

function asSeen(step: ResolvedStep, wanted: Desired, zone: z.infer<typeof Zone>): ObservedResource {
  const linked = (zone.privateVisibilityConfig?.networks ?? []).map(({ networkUrl }) => pathOf(networkUrl)).sort();
  return {
    ...asMade(wanted),
    isOurs: zone.description === markOf(step),
    differs: [
      ...(zone.dnsName === absolute(wanted.dnsName) ? [] : ["dnsName"]),
      ...(isDeepStrictEqual(linked, [...wanted.networks].sort()) ? [] : ["networks"]),
    ],
  };
}
