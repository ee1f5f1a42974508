import type { EstateGateway } from "../estate/estate.ts";
import { contains } from "../world/prefix.ts";
import type { World } from "../world/world.ts";

/**
 * What bgpd was configured with besides what the estate has: each line with the lines it stands under, as
 * `router bgp 65010 > address-family ipv4 unicast > network 10.9.0.0/16`.
 */
const KIND = "onprem:frr";
const UNDER = " > ";

const linesOf = ({ built }: World, routerId: string): readonly string[] =>
  (built.objects.get(`${KIND}|${routerId}`)?.data as readonly string[] | undefined) ?? [];

function putLines({ built }: World, routerId: string, lines: readonly string[]): void {
  const key = `${KIND}|${routerId}`;
  if (lines.length === 0) built.objects.remove(key);
  else built.objects.put(key, { kind: KIND, id: routerId, data: [...new Set(lines)].sort() });
}

const IP = String.raw`\d+\.\d+\.\d+\.\d+`;
const PREFIX = String.raw`${IP}\/\d+`;
/** Lines that are understood, by where they stand. */
const KNOWN: Readonly<Record<"top" | "bgp" | "family" | "route-map", RegExp>> = {
  top: new RegExp(String.raw`^ip prefix-list \S+ seq \d+ (permit|deny) ${PREFIX}( le \d+)?$`),
  bgp: new RegExp(String.raw`^neighbor ${IP} (remote-as \d+|description \S.{0,79}|timers \d+ \d+)$`),
  family: new RegExp(
    String.raw`^(network ${PREFIX}|neighbor ${IP} (activate|soft-reconfiguration inbound|route-map \S+ (in|out)))$`,
  ),
  "route-map": /^(match ip address prefix-list \S+|set local-preference \d+)$/,
};

/** Where one session of vtysh stands in its configuration. */
export interface Place {
  readonly under: readonly string[];
}
export const TOP: Place = { under: [] };

/** What a line does: where the session stands then; or `undefined`: the line is refused. */
export function configureLine(world: World, router: EstateGateway, place: Place, line: string): Place | string {
  const kind = kindOf(place);
  if (line === "exit" || line === "exit-address-family") return { under: place.under.slice(0, -1) };
  const bgp = /^router bgp (\d+)$/.exec(line)?.[1];
  if (bgp !== undefined)
    return Number(bgp) === router.asn ? { under: [line] } : `BGP is already running; AS is ${router.asn}`;
  if (line === "address-family ipv4 unicast" && place.under[0]?.startsWith("router bgp"))
    return { under: [place.under[0], line] };
  if (/^route-map \S+ (permit|deny) \d+$/.test(line)) {
    write(world, router, (lines) => [...lines, line]);
    return { under: [line] };
  }
  const plain = line.replace(/^no /, "");
  if (line !== plain) {
    const isGone = goneBy(place, plain);
    if (!isGone) return `Unknown command: ${line}`;
    write(world, router, (lines) => lines.filter((one) => !isGone(one)));
    return place;
  }
  const at = KNOWN[kind].test(line) ? place : KNOWN.top.test(line) ? TOP : undefined;
  if (!at) return `Unknown command: ${line}`;
  const whole = [...at.under, line].join(UNDER);
  if (kind === "family" && /^neighbor /.test(line)) {
    const ip = line.split(" ")[1];
    if (!linesOf(world, router.id).some((one) => one.includes(`neighbor ${ip} remote-as`)))
      return "Specify remote-as or peer-group commands first";
  }
  write(world, router, (lines) => [...lines.filter((one) => !isReplacedBy(one, whole)), whole]);
  return at === TOP ? TOP : place;
}

function kindOf({ under }: Place): keyof typeof KNOWN {
  const [first = "", second] = under;
  if (first.startsWith("router bgp")) return second === undefined ? "bgp" : "family";
  return first.startsWith("route-map") ? "route-map" : "top";
}

/** Which lines a `no …` takes away; `undefined` = it is not understood. */
function goneBy({ under }: Place, line: string): ((one: string) => boolean) | undefined {
  const neighbor = new RegExp(`^neighbor (${IP})$`).exec(line)?.[1];
  if (neighbor !== undefined) return (one) => one.includes(` > neighbor ${neighbor} `);
  const map = /^route-map (\S+)$/.exec(line)?.[1];
  if (map !== undefined) return (one) => one.startsWith(`route-map ${map} `);
  const list = /^ip prefix-list (\S+)$/.exec(line)?.[1];
  if (list !== undefined) return (one) => one.startsWith(`ip prefix-list ${list} `);
  const kind = kindOf({ under });
  return KNOWN[kind].test(line) || KNOWN.top.test(line)
    ? (one) => one === [...under, line].join(UNDER) || one === line
    : undefined;
}

/** True where a new line stands in the place of an old one: the same entry of a list, the same setting of a neighbor. */
function isReplacedBy(old: string, line: string): boolean {
  const slot = (text: string): string =>
    /^ip prefix-list \S+ seq \d+/.exec(text)?.[0] ??
    /^.* > neighbor \S+ (remote-as|description|timers|route-map \S+ (in|out))/
      .exec(text)?.[0]
      .replace(/route-map \S+/, "route-map") ??
    /^.* > set local-preference/.exec(text)?.[0] ??
    text;
  return slot(old) === slot(line);
}

function write(world: World, router: EstateGateway, change: (lines: readonly string[]) => readonly string[]): void {
  const first = new Set(firstLines(world, router));
  const { id } = router;
  // what is there from the beginning is not there twice
  world.change("vtysh", () =>
    putLines(
      world,
      id,
      change(linesOf(world, id)).filter((line) => !first.has(line)),
    ),
  );
}

/** What the estate has of a router. */
function firstLines(world: World, router: EstateGateway): readonly string[] {
  const bgp = `router bgp ${router.asn}`;
  const family = `${bgp}${UNDER}address-family ipv4 unicast`;
  const links = world.viewOf(router.id).links.filter(({ connection }) => !world.tunnelEndsOf(connection.id));
  return [
    bgp,
    family,
    ...links.flatMap(({ own, other }) =>
      own.peerIp === undefined || other.peerIp === undefined
        ? []
        : [`${bgp}${UNDER}neighbor ${other.peerIp} remote-as ${world.atlas.gateways.get(other.at)?.asn ?? 0}`],
    ),
    ...[...new Set(links.flatMap(({ own }) => own.announces))].map((prefix) => `${family}${UNDER}network ${prefix}`),
  ];
}

/** `show running-config`: what the estate has, and what was configured. */
export function showRunningConfig(world: World, router: EstateGateway): string {
  const paths = [...firstLines(world, router), ...linesOf(world, router.id)].sort();
  const out: string[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const parts = path.split(UNDER);
    for (const [depth, part] of parts.entries()) {
      const key = parts.slice(0, depth + 1).join(UNDER);
      if (!seen.has(key)) out.push(`${" ".repeat(depth)}${part}`);
      seen.add(key);
    }
  }
  return `Building configuration...\n\nCurrent configuration:\n!\nfrr version 8.4.4\nhostname ${router.providerId}\n!\n${out.join("\n")}\n!\nend`;
}

/** What a router says to a neighbor that was configured, and how it takes what it hears; `undefined` = there is no such. */
export function neighborConfig(world: World, router: EstateGateway, isMeant: (ip: string) => boolean) {
  const lines = linesOf(world, router.id);
  const found = lines.flatMap((line) => {
    const [, ip = "", asn] = new RegExp(`> neighbor (${IP}) remote-as (\\d+)$`).exec(line) ?? [];
    return asn !== undefined && isMeant(ip) ? [{ ip, asn: Number(asn) }] : [];
  })[0];
  if (!found) return undefined;
  const mapTo = (way: string) =>
    lines
      .map(
        (line) => new RegExp(`> neighbor ${found.ip.replaceAll(".", "\\.")} route-map (\\S+) ${way}$`).exec(line)?.[1],
      )
      .find((name) => name !== undefined);
  const within = (map: string | undefined, what: RegExp): string | undefined =>
    lines.map((line) => (line.startsWith(`route-map ${map} `) ? what.exec(line)?.[1] : undefined)).find(Boolean);
  const list = within(mapTo("out"), / > match ip address prefix-list (\S+)$/);
  const permitted = lines.flatMap((line) =>
    line.startsWith(`ip prefix-list ${list} `) ? (/ permit (\S+)/.exec(line)?.[1] ?? []) : [],
  );
  const networks = world.viewOf(router.id).networks.flatMap(({ cidrs }) => cidrs);
  const said = [
    ...new Set([...lines.flatMap((line) => / > network (\S+)$/.exec(line)?.[1] ?? []), ...firstSaid(world, router)]),
  ];
  return {
    peerIp: found.ip,
    peerAsn: found.asn,
    // a network statement counts for what is in the routing table
    announces: said.filter((prefix) => permitted.includes(prefix) && networks.some((range) => holds(range, prefix))),
    localPreference: Number(within(mapTo("in"), / > set local-preference (\d+)$/) ?? 100),
  };
}

const firstSaid = (world: World, router: EstateGateway): readonly string[] =>
  world
    .viewOf(router.id)
    .links.flatMap(({ connection, own }) => (world.tunnelEndsOf(connection.id) ? [] : own.announces));

const holds = (range: string, prefix: string): boolean => contains(range, prefix.split("/")[0] ?? "");

/** Entries of a list that was configured, as the show command has them. */
export const listEntries = (world: World, routerId: string, name: string) =>
  linesOf(world, routerId).flatMap((line) => {
    const [, seq, action, prefix, le] =
      /^ip prefix-list \S+ seq (\d+) (permit|deny) (\S+)(?: le (\d+))?$/.exec(
        line.startsWith(`ip prefix-list ${name} `) ? line : "",
      ) ?? [];
    return seq === undefined
      ? []
      : [
          [
            Number(seq),
            {
              action: action as "permit" | "deny",
              prefix: prefix ?? "",
              le: le === undefined ? undefined : Number(le),
            },
          ] as const,
        ];
  });
