import * as z from "zod";
import { cloudError } from "../_shared/errors.ts";

/** `show ip prefix-list NAME json` of FRR: keyed by daemon or by name, so entries are searched for. Only what is needed. */
const PrefixListEntry = z.looseObject({
  sequenceNumber: z.int(),
  type: z.string(),
  prefix: z.string(),
  maximumPrefixLength: z.int().optional(),
});
type PrefixListEntry = z.infer<typeof PrefixListEntry>;

/** `show bgp ipv4 unicast PREFIX json` of FRR. */
const BgpRoute = z.looseObject({
  paths: z
    .array(
      z.looseObject({
        locPrf: z.number().optional(),
        bestpath: z.looseObject({ overall: z.boolean().optional() }).optional(),
        peer: z.looseObject({ peerId: z.string() }).optional(),
      }),
    )
    .default([]),
});

/** `show bgp ipv4 unicast neighbors ADDRESS advertised-routes json` of FRR; without a route it leaves out who it is. */
const AdvertisedRoutes = z.looseObject({
  localAS: z.int().optional(),
  advertisedRoutes: z.record(z.string(), z.looseObject({ path: z.string().default("") })),
});

/** `ip -j -s link` of iproute2. */
const Links = z.array(
  z.looseObject({
    ifname: z.string(),
    stats64: z
      .looseObject({ rx: z.looseObject({ packets: z.number() }), tx: z.looseObject({ packets: z.number() }) })
      .optional(),
  }),
);

/** Every entry of every prefix list in the answer. */
export function parsePrefixList(stdout: string): readonly PrefixListEntry[] {
  const found: PrefixListEntry[] = [];
  const visit = (node: unknown): void => {
    const entry = PrefixListEntry.safeParse(node);
    if (entry.success) found.push(entry.data);
    else if (node !== null && typeof node === "object") for (const child of Object.values(node)) visit(child);
  };
  visit(parseJson(stdout, "show ip prefix-list"));
  return found;
}

/** A BGP route's paths: peer, local preference, and which one is best. Empty if there is no such route. */
export function parseBgpPaths(
  stdout: string,
): readonly { peerIp: string | undefined; localPreference: number | undefined; isBest: boolean }[] {
  const route = BgpRoute.safeParse(parseJson(stdout, "show bgp"));
  if (!route.success)
    throw cloudError("ERR_CLOUD_ANSWER", "the router's answer to show bgp is not understood", {
      issue: route.error.message.slice(0, 200),
    });
  return route.data.paths.map((path) => ({
    peerIp: path.peer?.peerId,
    localPreference: path.locPrf,
    isBest: path.bestpath?.overall === true,
  }));
}

/** How often the router's own AS number is put before each prefix that it tells a neighbor, besides the once that is due. */
export function parseAdvertised(stdout: string): ReadonlyMap<string, number> {
  const told = AdvertisedRoutes.safeParse(parseJson(stdout, "show bgp neighbors advertised-routes"));
  if (!told.success)
    throw cloudError(
      "ERR_CLOUD_ANSWER",
      "the router's answer to show bgp neighbors advertised-routes is not understood",
      {
        issue: told.error.message.slice(0, 200),
      },
    );
  const own = String(told.data.localAS);
  return new Map(
    Object.entries(told.data.advertisedRoutes).map(([prefix, { path }]) => {
      const hops = path.split(" ");
      const other = hops.findIndex((hop) => hop !== own);
      return [prefix, other === -1 ? hops.length : other];
    }),
  );
}

/** Packets received and sent by each interface. */
export function parseLinkPackets(stdout: string): ReadonlyMap<string, number> {
  const links = Links.safeParse(parseJson(stdout, "ip link"));
  if (!links.success)
    throw cloudError("ERR_CLOUD_ANSWER", "the router's answer to ip link is not understood", {
      issue: links.error.message.slice(0, 200),
    });
  return new Map(
    links.data.flatMap(({ ifname, stats64 }) =>
      stats64 ? [[ifname, stats64.rx.packets + stats64.tx.packets] as const] : [],
    ),
  );
}

function parseJson(stdout: string, command: string): unknown {
  const text = stdout.trim();
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw cloudError(
      "ERR_CLOUD_ANSWER",
      `the router's answer to ${command} is no JSON: ${text.slice(0, 120)}`,
      {},
      error,
    );
  }
}
