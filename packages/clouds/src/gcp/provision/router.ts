import * as z from "zod";
import type { GoogleObjects } from "./google-objects.ts";
import { wholeObject } from "./whole-object.ts";
import { Asn, NetworkPath, ObjectName } from "./words.ts";

const Desired = z.strictObject({ network: NetworkPath, name: ObjectName, asn: Asn });

/** A Cloud Router that announces all subnets of its network. */
export const router = (objects: GoogleObjects) =>
  wholeObject(objects, {
    resource: "gcp.router",
    desired: Desired,
    typicalMs: 20_000, // clouds.md 9.2: the whole recipe takes 10 to 15 minutes, of which a router is seconds
    collection: "routers",
    body: ({ network, asn }) => ({ network, bgp: { asn, advertiseMode: "DEFAULT" } }),
    outputs: (path) => ({ router: path }),
  });
