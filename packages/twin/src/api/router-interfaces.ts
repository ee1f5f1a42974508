import type { EstateConnection, EstateGateway } from "../estate/estate.ts";
import { offeredMbps } from "../world/offered-load.ts";
import { toNumber } from "../world/prefix.ts";
import type { GatewayView } from "../world/select-route.ts";
import type { World } from "../world/world.ts";
import { deviceOf, devices, type Vti } from "./router-tunnels.ts";
import { vlanOf } from "./router-vlan.ts";

type RouterLink = GatewayView["links"][number];

/** An interface of a router: its loopback, one for each of its networks, one towards the internet, one for each connection. */
interface RouterInterface {
  readonly name: string;
  readonly description?: string;
  /** With the length of the subnet: `10.9.0.1/16`. */
  readonly addresses: readonly string[];
  readonly isUp: boolean;
  readonly mtu: number;
  readonly speedMbps: number;
  readonly kind: "loopback" | "ethernet" | "vlan" | "vti";
  readonly vlanId?: number;
  readonly tunnel?: { readonly local?: string; readonly remote?: string };
  readonly link?: RouterLink;
  readonly upSinceMs: number;
}

const LAN_MBPS = 100_000;
const CIRCUITS: readonly string[] = ["direct-connect", "express-route", "interconnect", "fastconnect"];
const DEFAULT_AGE_MS = 365 * 86_400_000;

/** All interfaces of a router, each connection's named after it. */
export function interfacesOf(world: World, router: EstateGateway): readonly RouterInterface[] {
  const { networks, links } = world.viewOf(router.id);
  const nowMs = world.clock.nowMs();
  const upSinceMs = nowMs - DEFAULT_AGE_MS;
  const own = (name: string, more: Partial<RouterInterface>): RouterInterface => ({
    name,
    addresses: [],
    isUp: true,
    mtu: 1_500,
    speedMbps: LAN_MBPS,
    kind: "ethernet",
    upSinceMs,
    ...more,
  });
  const canaries = world.atlas.estate.canaries.filter(({ gatewayId }) => gatewayId === router.id);
  const linkIps = new Set(
    links.flatMap(({ connection, own: end }) => (world.tunnelEndsOf(connection.id) ? [] : (end.publicIp ?? []))),
  );
  // a router without a tunnel has the address by which its networks reach the internet
  const publicIps = linkIps.size > 0 ? [...linkIps] : networks.flatMap(({ egressIp }) => egressIp ?? []).slice(0, 1);
  return [
    own("lo", {
      kind: "loopback",
      mtu: 65_536,
      speedMbps: 0,
      addresses: canaries.map(({ address }) => `${address}/32`),
    }),
    ...networks.map((network, i) =>
      own(`lan${i}`, { description: network.id, addresses: network.cidrs.map(firstAddress) }),
    ),
    ...(publicIps.length > 0 ? [own("wan0", { addresses: publicIps.map((address) => `${address}/32`) })] : []),
    ...links
      .filter(({ connection }) => world.tunnelEndsOf(connection.id) === undefined)
      .map((link) => ofLink(world, link, nowMs)),
    ...devices(world, router.id).map((device) => ofDevice(device, tunnelOver(world, router, device), nowMs)),
  ];
}

function ofLink(world: World, link: RouterLink, nowMs: number): RouterInterface {
  const { connection, own, other, isSessionUp } = link;
  const isTunnel = connection.kind === "vpn";
  return {
    name: connection.id,
    addresses: own.peerIp === undefined ? [] : [`${own.peerIp}/30`],
    // a cut takes the light away; a tunnel's interface notices nothing
    isUp: isTunnel || isSessionUp,
    mtu: isTunnel ? 1_400 : 1_500,
    speedMbps: isTunnel ? 0 : connection.bandwidthMbps,
    kind: isTunnel ? "vti" : CIRCUITS.includes(connection.kind) ? "vlan" : "ethernet",
    ...(CIRCUITS.includes(connection.kind) && { vlanId: vlanOf(world.atlas, connection) }),
    ...(isTunnel && {
      tunnel: {
        ...(own.publicIp !== undefined && { local: own.publicIp }),
        ...(other.publicIp !== undefined && { remote: other.publicIp }),
      },
    }),
    link,
    upSinceMs: madeAtMs(connection, nowMs),
  };
}

/** A device that networkd made, and the tunnel through it while it is up. */
const ofDevice = (
  { name, address, local, remote }: Vti,
  link: RouterLink | undefined,
  nowMs: number,
): RouterInterface => ({
  name,
  addresses: address === "" ? [] : [address],
  isUp: true,
  mtu: 1_400,
  speedMbps: 0,
  kind: "vti",
  tunnel: { local, remote },
  ...(link && { link }),
  upSinceMs: nowMs,
});

function tunnelOver(world: World, router: EstateGateway, device: Vti): RouterLink | undefined {
  return world.viewOf(router.id).links.find(({ connection }) => {
    const own = world.tunnelEndsOf(connection.id)?.find(({ gatewayId }) => gatewayId === router.id);
    return own && deviceOf(world, router, own.id)?.name === device.name;
  });
}

/** Name of the interface that a connection's packets cross. */
export const interfaceOf = (world: World, router: EstateGateway, connectionId: string): string =>
  devices(world, router.id).find((one) => tunnelOver(world, router, one)?.connection.id === connectionId)?.name ??
  connectionId;

/** `show interface json`: addresses, state and speed of each interface. */
export const showInterfaces = (world: World, router: EstateGateway) =>
  Object.fromEntries(
    interfacesOf(world, router).map((one, i) => [
      one.name,
      {
        administrativeStatus: "up",
        operationalStatus: one.isUp ? "up" : "down",
        linkDetection: true,
        linkUps: 1,
        linkDowns: one.isUp ? 0 : 1,
        lastLinkUp: frrTime(one.upSinceMs),
        vrfName: "default",
        ...(one.description !== undefined && { description: one.description }),
        mplsEnabled: false,
        linkDown: !one.isUp,
        mcForwardingV4: false,
        mcForwardingV6: false,
        pseudoInterface: false,
        index: i + 1,
        metric: 0,
        mtu: one.mtu,
        speed: one.speedMbps === 0 ? 4_294_967_295 : one.speedMbps,
        flags: one.kind === "loopback" ? "<UP,LOOPBACK,RUNNING>" : "<UP,BROADCAST,RUNNING,MULTICAST>",
        type: one.kind === "loopback" ? "Loopback" : one.kind === "vti" ? "IPIP Tunnel" : "Ethernet",
        ipAddresses: one.addresses.map((address) => ({ address, secondary: false, unnumbered: false })),
        interfaceType: one.kind === "vlan" ? "Vlan" : "Other",
        interfaceSlaveType: "None",
        lacpBypass: false,
        ...(one.vlanId !== undefined && { vlanId: one.vlanId }),
        protodown: "off",
      },
    ]),
  );

/** `ip -j -s link`, and with details: what each interface is made of, and what it counted since it came up. */
export const showLinks = (world: World, router: EstateGateway, isDetailed: boolean) =>
  interfacesOf(world, router).map((one, i) => ({
    ifindex: i + 1,
    ifname: one.name,
    flags: one.kind === "loopback" ? ["LOOPBACK", "UP", "LOWER_UP"] : ["UP", "LOWER_UP"],
    mtu: one.mtu,
    operstate: one.isUp ? "UP" : "DOWN",
    link_type: one.kind === "loopback" ? "loopback" : one.kind === "vti" ? "ipip" : "ether",
    ...(isDetailed && one.kind === "vti" && { linkinfo: { info_kind: "vti", info_data: one.tunnel } }),
    ...(isDetailed &&
      one.kind === "vlan" && { linkinfo: { info_kind: "vlan", info_data: { protocol: "802.1Q", id: one.vlanId } } }),
    stats64: counted(world, router, one),
  }));

const BYTES_PER_MBIT = 125_000;
/** Over which `offeredMbps` spreads what a flow moves in a month; to the clouds' counters a month has 30 days. */
const MEAN_MONTH_SECONDS = 730 * 3_600;
const MONTH_MS = 30 * 86_400_000;

/** Bytes the estate's flows put on the link since it was made, half each way, and each packet since the world began. */
function counted(world: World, router: EstateGateway, { link, upSinceMs }: RouterInterface) {
  if (!link) return { rx: { bytes: 0, packets: 0 }, tx: { bytes: 0, packets: 0 } };
  const { connection } = link;
  const { mbps, atMs } = loadAtStart(world);
  const monthBytes = (mbps.get(connection.id) ?? 0) * BYTES_PER_MBIT * MEAN_MONTH_SECONDS;
  const bytes = Math.round((monthBytes * (atMs - upSinceMs)) / MONTH_MS / 2);
  const count = world.counters.get(connection.id);
  const forward = { bytes: bytes + (count?.forwardBytes ?? 0), packets: count?.forwardPackets ?? 0 };
  const reverse = { bytes: bytes + (count?.reverseBytes ?? 0), packets: count?.reversePackets ?? 0 };
  return connection.a.at === router.id ? { rx: reverse, tx: forward } : { rx: forward, tx: reverse };
}

const loads = new WeakMap<World, { readonly mbps: ReadonlyMap<string, number>; readonly atMs: number }>();

/** Load as it was when a counter was first read: what comes later is counted packet by packet, so counters never run backwards. */
function loadAtStart(world: World) {
  const known = loads.get(world);
  if (known) return known;
  const made = { mbps: offeredMbps(world.atlas.estate.flows, world.traceBetween), atMs: world.clock.nowMs() };
  loads.set(world, made);
  return made;
}

const madeAtMs = ({ createdOn }: EstateConnection, nowMs: number): number =>
  createdOn === undefined ? nowMs - DEFAULT_AGE_MS : Math.min(Date.parse(createdOn), nowMs);

/** `2024/03/01 00:00:00.00`, as FRR writes the moment of a change. */
const frrTime = (atMs: number): string =>
  new Date(atMs).toISOString().replaceAll("-", "/").replace("T", " ").slice(0, 22);

/** The first address of a range, as the router has it: `10.9.0.0/16` → `10.9.0.1/16`. */
function firstAddress(cidr: string): string {
  const [base = "", bits] = cidr.split("/");
  const address = toNumber(base) + 1;
  return `${[24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join(".")}/${bits}`;
}
