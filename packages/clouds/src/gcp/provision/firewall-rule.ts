import * as z from "zod";
import type { GoogleObjects } from "./google-objects.ts";
import { wholeObject } from "./whole-object.ts";
import { NetworkPath, ObjectName } from "./words.ts";

const Port = z.union([z.int().min(1).max(65_535), z.string().regex(/^\d{1,5}(-\d{1,5})?$/)]);
const Desired = z.strictObject({
  network: NetworkPath,
  name: ObjectName,
  /** Never the whole internet. */
  sourceRanges: z.array(z.cidrv4().refine((range) => !range.endsWith("/0"), "must not be everything")).min(1),
  /** Machines with one of these tags; absent = all of the network. */
  targetTags: z.array(ObjectName).optional(),
  ports: z.array(Port).min(1),
});

/** A rule of a VPC network's firewall that lets TCP in. Google's default priority, 1000: before what denies by default. */
export const firewallRule = (objects: GoogleObjects) =>
  wholeObject(objects, {
    resource: "gcp.firewall-rule",
    desired: Desired,
    typicalMs: 15_000,
    collection: "firewalls",
    isGlobal: true,
    isPatchable: true,
    body: ({ network, sourceRanges, targetTags, ports }) => ({
      network,
      direction: "INGRESS",
      sourceRanges,
      targetTags: targetTags ?? [],
      allowed: [{ IPProtocol: "tcp", ports: ports.map(String) }],
    }),
    outputs: () => ({}),
  });
