import { cloudError } from "../../_shared/errors.ts";
import type { RouterShell } from "../router-shell.ts";

/** What a router prints, by command; a command that is not here is unknown to it. Errors are thrown. */
export type Printed = Readonly<Record<string, unknown>>;

/** Routers made of what they print. */
export const fakeRouters =
  (routers: Readonly<Record<string, Printed>>): RouterShell =>
  async (routerId, argv) => {
    const command = argv[0] === "vtysh" ? (argv[2] ?? "") : argv.join(" ");
    const printed = routers[routerId]?.[command];
    if (printed instanceof Error) throw printed;
    if (printed === undefined)
      throw cloudError("ERR_CLOUD_ANSWER", `router ${routerId} refused: % Unknown command: ${command}`);
    return typeof printed === "string" ? printed : JSON.stringify(printed);
  };

const path = (peerId: string, more: object = {}) => ({ valid: true, peerId, nexthops: [{ ip: peerId }], ...more });
const address = (text: string) => ({ address: text, secondary: false, unnumbered: false });
const hop = (interfaceName: string, ip?: string) => [{ fib: true, interfaceName, active: true, ...(ip && { ip }) }];
const port = (more: object) => ({
  administrativeStatus: "up",
  operationalStatus: "up",
  linkDowns: 0,
  vrfName: "default",
  speed: 10_000,
  type: "Ethernet",
  interfaceType: "Other",
  ipAddresses: [],
  ...more,
});
const neighbor = (remoteAs: number, more: object = {}) => ({
  remoteAs,
  localAs: 65_010,
  ...(remoteAs === 65_010 ? { nbrInternalLink: true } : { nbrExternalLink: true }),
  bgpState: "Established",
  bgpTimerUpEstablishedEpoch: 1_700_000_000,
  addressFamilyInfo: { ipv4Unicast: { acceptedPrefixCounter: 1, sentPrefixCounter: 1 } },
  ...more,
});

/**
 * A router at the edge of a data centre, as FRR 8.4 prints it: a circuit on a VLAN with BFD, an encrypted tunnel, a tunnel with a
 * static route, a session with its neighbor in the LAN, a way to the internet.
 */
export const edgeRouter = (): Record<string, unknown> => ({
  "show version": "FRRouting 8.4.4 (edge1) on Linux(6.1.0-18-amd64).\nCopyright 1996-2005 Kunihiro Ishiguro, et al.\n",
  "show bgp summary json": { ipv4Unicast: { routerId: "10.9.0.1", as: 65_010, ribCount: 4, peers: {} } },
  "show bgp neighbors json": {
    "169.254.10.1": neighbor(64_512, {
      nbrDesc: "dxcon-1",
      hostLocal: "169.254.10.2",
      hostForeign: "169.254.10.1",
      peerBfdInfo: { type: "single hop", status: "Up" },
    }),
    "169.254.20.1": neighbor(65_515, {
      bgpState: "Active",
      lastResetTimerMsecs: 5_000,
      bgpTimerUpEstablishedEpoch: undefined,
    }),
    "10.9.0.2": neighbor(65_010, { hostLocal: "10.9.0.1" }),
  },
  "show interface json": {
    lo: port({ type: "Loopback", ipAddresses: [address("10.255.0.1/32")] }),
    eth0: port({ description: "servers", ipAddresses: [address("10.9.0.1/24"), address("fd00::1/64")] }),
    eth1: port({ description: "internet", ipAddresses: [address("203.0.113.10/24")] }),
    "eth2.101": port({ interfaceType: "Vlan", vlanId: 101, ipAddresses: [address("169.254.10.2/30")] }),
    vti0: port({ type: "IPIP Tunnel", speed: 4_294_967_295, ipAddresses: [address("169.254.20.2/30")] }),
    gre1: port({
      type: "GRE over IP",
      operationalStatus: "down",
      speed: 4_294_967_295,
      ipAddresses: [address("172.31.0.1/31")],
    }),
  },
  "ip -j -d -s link": [
    { ifname: "eth2.101", linkinfo: { info_kind: "vlan", info_data: { protocol: "802.1Q", id: 101 } } },
    {
      ifname: "vti0",
      linkinfo: { info_kind: "vti", info_data: { local: "203.0.113.10", remote: "198.51.100.7" } },
      stats64: { rx: { bytes: 0, packets: 0 }, tx: { bytes: 0, packets: 0 } },
    },
    { ifname: "gre1", linkinfo: { info_kind: "gre", info_data: { local: "10.255.0.1", remote: "any" } } },
  ],
  "show bfd peers json": [{ multihop: false, peer: "169.254.10.1", vrf: "default", status: "up" }],
  "show bgp ipv4 unicast json": {
    vrfName: "default",
    routes: {
      "10.9.0.0/16": [path("(unspec)", { weight: 32_768 })],
      "10.255.0.1/32": [path("(unspec)", { weight: 32_768 })],
      "10.1.0.0/16": [path("169.254.10.1", { bestpath: true })],
      "10.9.64.0/18": [path("10.9.0.2")],
    },
  },
  "show ip route json": {
    "0.0.0.0/0": [{ protocol: "static", selected: true, installed: true, nexthops: hop("eth1", "203.0.113.1") }],
    "10.9.0.0/24": [{ protocol: "connected", selected: true, installed: true, nexthops: hop("eth0") }],
    "10.9.0.0/16": [
      {
        protocol: "static",
        selected: true,
        installed: true,
        nexthops: [{ unreachable: true, blackhole: true, active: true }],
      },
    ],
    "169.254.10.0/30": [{ protocol: "connected", selected: true, installed: true, nexthops: hop("eth2.101") }],
    "10.1.0.0/16": [
      { protocol: "bgp", selected: true, installed: true, nexthops: hop("eth2.101", "169.254.10.1") },
      { protocol: "static", installed: false, nexthops: hop("vti0") },
    ],
    "192.0.2.0/24": [{ protocol: "static", selected: true, installed: true, nexthops: hop("gre1") }],
    "198.18.0.0/15": [
      { protocol: "static", selected: true, installed: true, nexthops: [{ blackhole: true, active: true }] },
    ],
  },
  "show bgp ipv4 unicast neighbors 169.254.10.1 advertised-routes json": {
    advertisedRoutes: {
      "10.1.0.0/16": { network: "10.1.0.0/16", weight: 0, path: "64512" },
      "10.9.0.0/16": { network: "10.9.0.0/16", weight: 32_768, path: "" },
    },
    totalPrefixCounter: 2,
  },
  "show bgp ipv4 unicast neighbors 10.9.0.2 advertised-routes json": { advertisedRoutes: {} },
});
