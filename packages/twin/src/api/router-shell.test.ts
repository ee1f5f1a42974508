import { beforeEach, describe, expect, it } from "vitest";
import { Estate } from "../estate/estate.ts";
import type { WorldClock } from "../world/clock.ts";
import { createWorld, type World } from "../world/world.ts";
import { stateHash } from "../world/world-state.ts";
import { createRouterShell, type RouterShell } from "./router-shell.ts";

const router = (id: string, asn: number) => ({
  id,
  kind: "router",
  cloud: "onprem",
  regionId: id,
  providerId: id,
  asn,
});
const estate = () =>
  Estate.parse({
    version: 1,
    name: "pair",
    networks: [
      { id: "a", cloud: "onprem", regionId: "r1", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
      { id: "b", cloud: "onprem", regionId: "r2", cidrs: ["10.10.0.0/16"], gatewayId: "r2" },
    ],
    gateways: [router("r1", 65_010), router("r2", 65_020)],
    connections: [
      {
        id: "line",
        kind: "direct-connect",
        a: { at: "r1", announces: ["10.9.0.0/16"], peerIp: "169.254.1.1", localPreference: 200 },
        b: { at: "r2", announces: ["10.10.0.0/16"], peerIp: "169.254.1.2" },
        bandwidthMbps: 1_000,
        latencyMs: 1,
        createdOn: "2026-10-21",
        bfd: { intervalMs: 300, detectMultiplier: 3 },
      },
      {
        id: "tunnel",
        kind: "vpn",
        a: { at: "r1", announces: ["10.9.0.0/16"], peerIp: "169.254.2.1", publicIp: "198.51.100.1" },
        b: { at: "r2", announces: ["10.10.0.0/16"], peerIp: "169.254.2.2", publicIp: "198.51.100.2" },
        bandwidthMbps: 500,
        latencyMs: 2,
      },
    ],
    flows: [{ id: "f", source: "10.9.0.5", destination: "10.10.0.5", port: 443, monthlyGb: 60 }],
    canaries: [{ address: "10.254.0.1", port: 7, gatewayId: "r1" }],
  });

let nowMs: number;
let world: World;
let shell: RouterShell;
beforeEach(() => {
  nowMs = Date.UTC(2026, 10, 20);
  const clock: WorldClock = { nowMs: () => nowMs, after: () => () => undefined };
  world = createWorld(estate(), clock, () => 0.5);
  shell = createRouterShell(world);
});
const show = (command: string, routerId = "r1"): Record<string, unknown> =>
  JSON.parse(shell.run(routerId, ["vtysh", "-c", command]).stdout) as Record<string, unknown>;
const cut = (connectionId: string) => {
  world.addFault({ kind: "cut", target: { connectionId } });
  nowMs += 100_000;
};

describe("twin/api/router-shell", () => {
  it("shows its interfaces, and what each is made of", () => {
    expect(show("show interface json")).toMatchObject({
      lo: { type: "Loopback", ipAddresses: [{ address: "10.254.0.1/32" }] },
      lan0: { description: "a", ipAddresses: [{ address: "10.9.0.1/16" }] },
      wan0: { ipAddresses: [{ address: "198.51.100.1/32" }] },
      line: { interfaceType: "Vlan", speed: 1_000, ipAddresses: [{ address: "169.254.1.1/30" }] },
      tunnel: { type: "IPIP Tunnel", operationalStatus: "up" },
    });
    const links = JSON.parse(shell.run("r1", ["ip", "-j", "-d", "-s", "link"]).stdout) as { ifname: string }[];
    expect(links.find(({ ifname }) => ifname === "tunnel")).toMatchObject({
      linkinfo: { info_kind: "vti", info_data: { local: "198.51.100.1", remote: "198.51.100.2" } },
    });
  });

  it("counts what flows moved since a link was made, and each packet since; never backwards", () => {
    const bytes = () => {
      const links = JSON.parse(shell.run("r1", ["ip", "-j", "-s", "link"]).stdout) as {
        ifname: string;
        stats64: { rx: { bytes: number }; tx: { bytes: number } };
      }[];
      const { rx, tx } = links.find(({ ifname }) => ifname === "line")?.stats64 ?? {
        rx: { bytes: 0 },
        tx: { bytes: 0 },
      };
      return rx.bytes + tx.bytes;
    };

    expect(bytes()).toBe(60e9); // a month of 30 days
    world.send("10.9.0.5", "10.10.0.5", 1_000);
    expect(bytes()).toBe(60e9 + 1_000);
    cut("line");
    expect(bytes()).toBe(60e9 + 1_000);
  });

  it("shows neighbors whose sessions go down with their link, and what they tell and are told", () => {
    expect(show("show bgp neighbors json")).toMatchObject({
      "169.254.1.2": {
        remoteAs: 65_020,
        bgpState: "Established",
        hostLocal: "169.254.1.1",
        nbrDesc: "line",
        peerBfdInfo: { detectMultiplier: 3, status: "Up" },
        addressFamilyInfo: { ipv4Unicast: { acceptedPrefixCounter: 1, sentPrefixCounter: 1 } },
      },
    });
    expect(show("show bgp ipv4 unicast neighbors 169.254.1.2 advertised-routes json")).toMatchObject({
      advertisedRoutes: { "10.9.0.0/16": { valid: true } },
    });
    expect(show("show bgp ipv4 unicast neighbors 9.9.9.9 received-routes json")).toHaveProperty("warning");
    cut("line");
    expect(show("show bgp neighbors json")).toMatchObject({
      "169.254.1.2": { bgpState: "Active", peerBfdInfo: { status: "Down" } },
      "169.254.2.2": { bgpState: "Established" },
    });
    expect(show("show bgp neighbors json")["169.254.1.2"]).not.toHaveProperty("hostLocal");
    expect(show("show bgp summary json")).toMatchObject({ ipv4Unicast: { as: 65_010, failedPeers: 1, totalPeers: 2 } });
    expect(show("show bfd peers json")).toMatchObject([{ peer: "169.254.1.2", status: "down" }]);
  });

  it("shows every path of each prefix, the best first, and routes what is best", () => {
    const heard = () =>
      (show("show bgp ipv4 unicast json").routes as Record<string, { peerId: string }[]>)["10.10.0.0/16"];
    const used = () => show("show ip route json")["10.10.0.0/16"];

    expect(heard()?.map(({ peerId }) => peerId)).toEqual(["169.254.1.2", "169.254.2.2"]);
    expect(show("show bgp ipv4 unicast json").routes).toMatchObject({ "10.9.0.0/16": [{ peerId: "(unspec)" }] });
    expect(used()).toMatchObject([{ protocol: "bgp", nexthops: [{ interfaceName: "line" }] }]);
    cut("line");
    expect(used()).toMatchObject([{ nexthops: [{ interfaceName: "tunnel" }] }]);
    expect(Object.keys(show("show ip route json"))).not.toContain("169.254.1.0/30");
  });

  describe("nft", () => {
    const nft = (...args: readonly string[]) => shell.run("r1", ["nft", ...args]);
    const add = (rule: string) => nft("add", "rule", "inet", "filter", "skylane", ...rule.split(" "));
    const list = () => nft("-a", "list", "chain", "inet", "filter", "skylane").stdout;
    const RULE = 'ip saddr 10.1.0.0/16 ip daddr 10.9.0.5 tcp dport 443 accept comment "sky-1 mine"';

    it("lists what was added with handles that are given once, and deletes by them", () => {
      expect(add(RULE)).toMatchObject({ exitCode: 0 });
      const handle = /# handle (\d+)\n\t}/.exec(list())?.[1] ?? "";
      expect(list()).toContain(`\t\t${RULE} # handle ${handle}\n`);

      expect(nft("delete", "rule", "inet", "filter", "skylane", "handle", handle)).toMatchObject({ exitCode: 0 });
      expect(list()).not.toContain("accept");
      add(RULE);
      expect(list()).toContain(`# handle ${Number(handle) + 1}`);
    });

    it("refuses in nft's words what nft refuses, and changes nothing", () => {
      const before = stateHash(world).hash;
      for (const [rule, reason] of [
        ["ip saddr 10.1.0.0/99 accept", "Error: Invalid prefix length 99"],
        ["accept drop", "Error: Statement after terminal statement has no effect"],
        ["jump forward", "Error: Could not process rule: Operation not supported"],
        ["jump skylane", "Error: Could not process rule: Too many levels of symbolic links"],
        ['accept comment "a" drop', "Error: syntax error, unexpected drop"],
      ] as const)
        expect(add(rule)).toEqual({ exitCode: 1, stdout: "", stderr: reason });
      expect(nft("delete", "rule", "inet", "filter", "skylane", "handle", "99")).toMatchObject({
        exitCode: 1,
        stderr: "Error: Could not process rule: No such file or directory",
      });
      expect(stateHash(world).hash).toBe(before);
    });

    it("the gateway hands nft nothing but one rule for that chain", () => {
      for (const args of [
        ["flush", "ruleset"],
        ["add", "rule", "inet", "filter", "forward", "accept"],
        ["delete", "rule", "inet", "filter", "forward", "handle", "3"],
        ["add", "rule", "inet", "filter", "skylane", "accept;", "flush", "ruleset"],
        ["add", "rule", "inet", "filter", "skylane", "accept\nflush ruleset"],
        ["-f", "/etc/nftables.d/sky-1.nft"],
      ])
        expect(nft(...args)).toMatchObject({ exitCode: 126 });
    });
  });

  it("says its version in words, as vtysh does", () => {
    expect(shell.run("r1", ["vtysh", "-c", "show version"]).stdout).toMatch(/^FRRouting 8\.\d+\.\d+ \(r1\) on Linux/);
  });
});
