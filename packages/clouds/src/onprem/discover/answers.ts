import * as z from "zod";
import { cloudError } from "../../_shared/errors.ts";

/**
 * What routers answer, as much of it as is used. FRR adds fields with each version, so unknown ones are let through, and one of
 * an odd type counts as absent: an odd field costs itself and nothing else.
 */
const text = z.string().max(20_000).optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const object = <T extends z.ZodRawShape>(shape: T) => z.looseObject(shape).optional().catch(undefined);
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((all) =>
      all.flatMap((one): z.output<T>[] => {
        const parsed = item.safeParse(one);
        return parsed.success ? [parsed.data] : [];
      }),
    );
/** Values of a record that are of the shape; others are left out. */
const recordOf = <T extends z.ZodType>(value: T) =>
  z.record(z.string(), z.unknown()).transform(
    (all) =>
      new Map(
        Object.entries(all).flatMap(([name, one]): [string, z.output<T>][] => {
          const parsed = value.safeParse(one);
          return parsed.success ? [[name, parsed.data]] : [];
        }),
      ),
  );

/** A neighbor of `show bgp neighbors json`. */
export const Neighbor = z.looseObject({
  remoteAs: z.int().nonnegative().optional().catch(undefined),
  localAs: z.int().nonnegative().optional().catch(undefined),
  nbrInternalLink: flag,
  nbrDesc: text,
  bgpState: z.string(),
  bgpTimerUpEstablishedEpoch: number,
  lastResetTimerMsecs: number,
  hostLocal: text,
  hostForeign: text,
  peerBfdInfo: object({ status: text }),
  addressFamilyInfo: object({
    ipv4Unicast: object({ acceptedPrefixCounter: number, sentPrefixCounter: number }),
  }),
});
export type Neighbor = z.infer<typeof Neighbor>;

/** An interface of `show interface json`. */
export const Interface = z.looseObject({
  administrativeStatus: text,
  operationalStatus: text,
  lastLinkUp: text,
  linkDowns: number,
  vrfName: text,
  description: text,
  speed: number,
  type: text,
  interfaceType: text,
  vlanId: z.int().positive().optional().catch(undefined),
  ipAddresses: listOf(z.looseObject({ address: z.string() })),
});
export type Interface = z.infer<typeof Interface>;

const Count = object({ bytes: number });
/** An interface of `ip -j -d -s link`. */
export const Link = z.looseObject({
  ifname: z.string(),
  linkinfo: object({ info_kind: text, info_data: object({ id: number, local: text, remote: text }) }),
  stats64: object({ rx: Count, tx: Count }),
});
export type Link = z.infer<typeof Link>;

/** A path of `show bgp ipv4 unicast json`. */
const TablePath = z.looseObject({ peerId: text, weight: number, valid: flag });
export type TablePath = z.infer<typeof TablePath>;

/** A route of `show ip route json`. */
const Route = z.looseObject({
  protocol: z.string(),
  selected: flag,
  installed: flag,
  nexthops: listOf(
    z.looseObject({
      ip: text,
      interfaceName: text,
      directlyConnected: flag,
      active: flag,
      blackhole: flag,
      reject: flag,
      unreachable: flag,
    }),
  ),
});
export type Route = z.infer<typeof Route>;

const Summary = z.looseObject({ as: z.int().positive().optional().catch(undefined), ribCount: number });

/** Of the IPv4 family: `show bgp summary json` has one object a family, that of a family alone none. */
export const readSummary = (stdout: string) => {
  const answer = parsed(z.looseObject({ ipv4Unicast: Summary.optional().catch(undefined) }), stdout);
  return answer.ipv4Unicast ?? parsed(Summary, stdout);
};
export const readNeighbors = (stdout: string) => parsed(recordOf(Neighbor), stdout);
export const readInterfaces = (stdout: string) => parsed(recordOf(Interface), stdout);
export const readLinks = (stdout: string): readonly Link[] => parsed(z.array(z.unknown()).pipe(listOf(Link)), stdout);
export const readTable = (stdout: string) =>
  parsed(z.looseObject({ routes: recordOf(listOf(TablePath)).catch(new Map()) }), stdout).routes;
export const readRoutes = (stdout: string) => parsed(recordOf(listOf(Route)), stdout);
const Told = z.looseObject({ path: text });

/**
 * Prefixes told to a neighbor; `undefined` if the answer holds no list, as for a neighbor that is gone. FRR also tells a neighbor
 * what came from its own AS, which it then drops: that is left out.
 */
export function readAdvertised(stdout: string, remoteAs: number | undefined): readonly string[] | undefined {
  const { advertisedRoutes } = parsed(
    z.looseObject({ advertisedRoutes: recordOf(Told).optional().catch(undefined) }),
    stdout,
  );
  const isLoop = ({ path = "" }: z.infer<typeof Told>): boolean => path.split(" ").includes(String(remoteAs));
  return advertisedRoutes && [...advertisedRoutes].filter(([, route]) => !isLoop(route)).map(([prefix]) => prefix);
}
/** Addresses with a BFD session; `undefined` where bfdd does not run and says so in words. */
export function readBfdPeers(stdout: string): ReadonlySet<string> | undefined {
  try {
    const peers = parsed(z.array(z.unknown()).pipe(listOf(z.looseObject({ peer: z.string() }))), stdout);
    return new Set(peers.map(({ peer }) => peer));
  } catch {
    return undefined;
  }
}
/** Host name and version of `show version`, which is text. */
export function readVersion(stdout: string): { readonly host?: string; readonly version?: string } {
  const [, version, host] = /^FRRouting (\S{1,60})(?: \(([^)]{1,200})\))?/m.exec(stdout) ?? [];
  return { ...(version !== undefined && { version }), ...(host !== undefined && { host }) };
}

function parsed<T extends z.ZodType>(schema: T, stdout: string): z.output<T> {
  let value: unknown;
  try {
    value = JSON.parse(stdout.trim() || "{}");
  } catch (error) {
    throw cloudError("ERR_CLOUD_ANSWER", `no JSON came back: ${stdout.trim().slice(0, 120)}`, {}, error);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw cloudError("ERR_CLOUD_ANSWER", `the answer has another form than FRR's: ${result.error.issues[0]?.message}`);
}
