import { beforeEach, describe, expect, it } from "vitest";
import { createRouterShell, type RouterShell } from "../api/router-shell.ts";
import { Estate } from "../estate/estate.ts";
import { createWorld, type World } from "./world.ts";

const router = (id: string, cloud: string, asn: number) => ({
  id,
  kind: "router",
  cloud,
  regionId: id,
  providerId: id,
  asn,
});
const link = (id: string, far: string, announces: string, i: number, more: object = {}) => ({
  id,
  kind: "vpn",
  a: { at: "r1", announces: ["10.9.0.0/16", "10.254.0.1/32"], peerIp: `169.254.${i}.1`, ...more },
  b: { at: far, announces: [announces], peerIp: `169.254.${i}.2` },
  bandwidthMbps: 1_000,
  latencyMs: 1,
});
/** A data centre with two lines to a branch, and two to a router of a cloud. */
const estate = Estate.parse({
  version: 1,
  name: "policy",
  networks: [
    { id: "dc", cloud: "onprem", regionId: "r1", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
    { id: "branch", cloud: "onprem", regionId: "r2", cidrs: ["10.8.0.0/16"], gatewayId: "r2" },
    { id: "vpc", cloud: "gcp", regionId: "c1", cidrs: ["10.1.0.0/16"], gatewayId: "c1" },
  ],
  gateways: [router("r1", "onprem", 65_010), router("r2", "onprem", 65_020), router("c1", "gcp", 64_512)],
  connections: [
    link("line-a", "r2", "10.8.0.0/16", 1),
    link("line-b", "r2", "10.8.0.0/16", 2),
    link("cloud-a", "c1", "10.1.0.0/16", 3),
    link("cloud-b", "c1", "10.1.0.0/16", 4, { asPathPrepend: 1 }),
  ],
  flows: [],
  canaries: [{ address: "10.254.0.1", port: 7, gatewayId: "r1" }],
});

let world: World;
let shell: RouterShell;
let timers: { readonly delayMs: number; readonly run: () => void }[];
beforeEach(() => {
  timers = [];
  const after = (delayMs: number, run: () => void) => {
    const timer = { delayMs, run };
    timers.push(timer);
    return () => {
      timers = timers.filter((one) => one !== timer);
    };
  };
  world = createWorld(estate, { nowMs: () => 0, after }, () => 0.5);
  shell = createRouterShell(world);
});
const over = (from: string, to: string): string | undefined => world.traceBetween(from, to).crossings[0]?.connection.id;
const vtysh = (...commands: readonly string[]) =>
  shell.run("r1", ["vtysh", ...commands.flatMap((command) => ["-c", command])]).stdout;
const settle = (): void => {
  for (const { run } of timers.splice(0)) run();
};
const list = (name: string, prefix: string): void => {
  vtysh("configure terminal", `ip prefix-list ${name} seq 10 permit ${prefix} le 32`, "end");
  settle();
};
const BRANCH = ["10.8.0.5", "10.9.0.5"] as const;
const CLOUD = ["10.1.0.5", "10.9.0.5"] as const;

describe("twin/world/router-policy", () => {
  it("has every list of the base policy from the start, with an entry that matches nothing", () => {
    for (const name of [
      "DRAIN-LINE-A-IN",
      "SHUTDOWN-LINE-A-IN",
      "SHUTDOWN-LINE-A-OUT",
      "PREPEND-LINE-A-OUT",
      "WITHDRAW-LINE-A-OUT",
    ])
      expect(JSON.parse(vtysh(`show ip prefix-list SKY-${name} json`))).toMatchObject({
        BGP: { [`SKY-${name}`]: { entries: [{ type: "deny", prefix: "0.0.0.0/0", maximumPrefixLength: 32 }] } },
      });
    expect(vtysh("show ip prefix-list SKY-PREPEND-MOON-OUT json")).toBe("{}");
    expect(over(...BRANCH)).toBe("line-a");
  });

  it("puts the router's AS number three times before a listed prefix, over that neighbor alone", () => {
    list("SKY-PREPEND-LINE-A-OUT", "10.9.0.0/16");
    const told = (peer: string) =>
      JSON.parse(vtysh(`show bgp ipv4 unicast neighbors ${peer} advertised-routes json`)).advertisedRoutes;

    expect(over(...BRANCH)).toBe("line-b");
    expect(over("10.9.0.5", "10.8.0.5")).toBe("line-a");
    expect(told("169.254.1.2")).toMatchObject({
      "10.9.0.0/16": { path: "65010 65010 65010" },
      "10.254.0.1/32": { path: "" },
    });
    expect(told("169.254.2.2")).toMatchObject({ "10.9.0.0/16": { path: "" } });
  });

  it("counts what the estate prepends by itself, where no list says more", () => {
    expect(over(...CLOUD)).toBe("cloud-a");
    list("SKY-PREPEND-CLOUD-A-OUT", "10.9.0.0/16");
    expect(over(...CLOUD)).toBe("cloud-b");
  });

  it("says nothing of a withdrawn prefix, and all else as before", () => {
    list("SKY-WITHDRAW-LINE-A-OUT", "10.9.0.0/16");

    expect(over(...BRANCH)).toBe("line-b");
    expect(over("10.8.0.5", "10.254.0.1")).toBe("line-a");
    expect(vtysh("show bgp ipv4 unicast neighbors 169.254.1.2 advertised-routes json")).not.toContain("10.9.0.0/16");
    expect(JSON.parse(vtysh("show bgp ipv4 unicast json")).routes).toHaveProperty("10.9.0.0/16");
    list("SKY-WITHDRAW-LINE-B-OUT", "10.9.0.0/16");
    expect(world.traceBetween(...BRANCH)).toMatchObject({ kind: "no-route", at: "r2" });
  });

  it("lets a router of its owner honour 65535:0, and no cloud", () => {
    list("SKY-SHUTDOWN-LINE-A-OUT", "10.9.0.0/16");
    list("SKY-SHUTDOWN-CLOUD-A-OUT", "10.9.0.0/16");

    expect(over(...BRANCH)).toBe("line-b");
    expect(over(...CLOUD)).toBe("cloud-a");
  });

  it("takes what a neighbor announces last while it is in the inbound list", () => {
    list("SKY-SHUTDOWN-LINE-A-IN", "10.8.0.0/16");

    expect(over("10.9.0.5", "10.8.0.5")).toBe("line-b");
    expect(over(...BRANCH)).toBe("line-a");
    expect(vtysh("show bgp ipv4 unicast 10.8.0.0/16 json")).toContain('"locPrf":0');
  });

  it("brings forward by a soft clear what waits in that direction, and nothing of the other", () => {
    vtysh("configure terminal", "ip prefix-list SKY-PREPEND-LINE-A-OUT seq 10 permit 10.9.0.0/16", "end");
    const delays = (): number[] => timers.map(({ delayMs }) => delayMs);
    vtysh("clear bgp ipv4 unicast 169.254.1.2 soft in");
    expect(delays()).toEqual([5_000]);
    vtysh("clear bgp ipv4 unicast 169.254.1.2 soft out");
    expect(delays()).toEqual([200]);
  });

  it("forwards as before while the data plane is stale, and forgets all lists at a reset", () => {
    world.addFault({ kind: "stale-forwarding", target: {} });
    list("SKY-WITHDRAW-LINE-A-OUT", "10.9.0.0/16");
    expect(over(...BRANCH)).toBe("line-a");
    world.reset();
    expect(JSON.parse(vtysh("show ip prefix-list SKY-WITHDRAW-LINE-A-OUT json")).BGP).toMatchObject({
      "SKY-WITHDRAW-LINE-A-OUT": { entries: [{ type: "deny" }] },
    });
    expect(over(...BRANCH)).toBe("line-a");
  });
});
