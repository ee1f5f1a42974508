import type { IntentRun } from "@skylane/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TunnelEnd } from "../../packages/twin/src/world/built/tunnel-end.ts";
import { contains } from "../../packages/twin/src/world/prefix.ts";
import { type AskingLab, startAskingLab } from "../support/asking-lab.ts";
import { fourPlaces, fourPlacesConfig, PLACES, type PlaceId } from "../support/four-places.ts";
import { unlessHeldUp } from "../support/unless-held-up.ts";

/** Every pair once; the data centre is asked and asks. Tunnels, and the AS numbers of both ends. */
const pairs: readonly (readonly [from: PlaceId, to: PlaceId, tunnelCount: number, asns: readonly [number, number]])[] =
  [
    ["aws", "azure", 4, [64_512, 65_515]],
    ["azure", "gcp", 2, [65_515, 64_620]],
    ["gcp", "aws", 4, [64_620, 64_512]],
    ["aws", "onprem", 2, [64_512, 65_010]],
    ["onprem", "azure", 2, [65_010, 65_515]],
    ["gcp", "onprem", 2, [64_620, 65_010]],
  ];
/** Azure takes no others inside a tunnel. @see https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-howto-aws-bgp */
const AZURE_RANGES = ["169.254.21.0/24", "169.254.22.0/24"];
/** AWS keeps these for itself. @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html */
const AWS_RESERVED = [0, 1, 2, 3, 4, 5].map((third) => `169.254.${third}.0/30`).concat("169.254.169.252/30");
/** The strongest that all four have; Google offers more beside it. */
const ENCRYPTION = "aes-256-gcm";
const INTEGRITY = "sha2-384";
const GROUP = 20;

let lab: AskingLab;
let secretOf: (name: string) => string;
const requestFor = (from: PlaceId, to: PlaceId): string =>
  `Connect ${PLACES[from].name} to ${PLACES[to].name} port ${PLACES[to].port}`;
const knock = async (from: PlaceId, to: PlaceId, port: number = PLACES[to].port): Promise<string> => {
  const ask = { sourceIp: PLACES[from].address, host: PLACES[to].address, port, timeoutMs: 300 };
  return (await unlessHeldUp(() => lab.deps.prober.probe({ kind: "tcp", ...ask }))).outcome;
};
/** The tunnels that packets take there and back; none = they do not arrive. */
const carriers = (from: PlaceId, to: PlaceId): readonly string[] => {
  const [one, other] = [PLACES[from].address, PLACES[to].address];
  const ways = [lab.twin.world.traceBetween(one, other), lab.twin.world.traceBetween(other, one)];
  return ways.every(({ kind }) => kind === "delivered")
    ? [...new Set(ways.flatMap(({ crossings }) => crossings.map(({ connection }) => connection.id)))]
    : [];
};
const cut = (connectionId: string): void => {
  const { world } = lab.twin;
  world.addFault({ kind: "cut", target: { connectionId } });
  lab.clock.skip(((world.atlas.connections.get(connectionId)?.holdTimeSeconds ?? 0) + 1) * 1_000);
};
/** Both ends of each tunnel whose BGP session is up. */
const tunnelsUp = (): readonly (readonly [TunnelEnd, TunnelEnd])[] => {
  const { world } = lab.twin;
  return world.atlas.estate.connections.flatMap(({ id }) => {
    const ends = world.tunnelEndsOf(id);
    return ends?.every((end) => world.tunnelStatus(end.id).state === "up") ? [ends] : [];
  });
};
/** Both ends of each tunnel, and why one is not up. */
const tunnelStates = (): readonly string[] => {
  const { world } = lab.twin;
  const wordOf = (status: ReturnType<typeof world.tunnelStatus>): string =>
    "reason" in status ? `${status.state}: ${status.reason}` : status.state;
  return world.atlas.estate.connections.flatMap(({ id }) => {
    const ends = world.tunnelEndsOf(id);
    return ends ? [ends.map((end) => wordOf(world.tunnelStatus(end.id))).join(", ")] : [];
  });
};

describe("VPNs between clouds", () => {
  it("has a case for every pair", () => {
    const ids = Object.keys(PLACES);
    const all = ids.flatMap((one, i) => ids.slice(i + 1).map((other) => [one, other].sort().join("-")));

    expect(pairs.map(([from, to]) => [from, to].sort().join("-")).sort()).toEqual(all.sort());
  });
});

describe("a VPN between two clouds", () => {
  beforeEach(async () => {
    secretOf = (name) => `not.a.secret.but.long.enough.${name.replaceAll("-", ".")}`;
    vi.stubEnv("AWS_ACCESS_KEY_ID", "SIM");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "SIM");
    vi.stubEnv("AZURE_ACCESS_TOKEN", "any");
    vi.stubEnv("GOOGLE_OAUTH_ACCESS_TOKEN", "any");
    lab = await startAskingLab(
      fourPlaces(),
      fourPlacesConfig(),
      (url) => {
        vi.stubEnv("AWS_ENDPOINT_URL", url);
        return { routerGatewayUrl: `${url}/routers`, endpoints: { azure: `${url}/azure`, gcp: `${url}/gcp` } };
      },
      (name) => secretOf(name),
    );
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await lab.close();
  });

  it.each(pairs)(
    "from %s to %s is proven by traffic, outlives a tunnel that is cut, and leaves no trace",
    async (from, to, tunnelCount, asns) => {
      const hash = lab.stateHash();
      expect(await knock(from, to)).not.toBe("ok");

      const run = await lab.ask(requestFor(from, to));

      expect([run.status, run.failure]).toEqual(["fulfilled", undefined]);
      expect(run.evidence).toEqual(run.evidence.map((one) => ({ ...one, isProven: true })));
      expect(run.evidence.map(({ check }) => check)).toEqual(["tcp", "path", "policy"]);
      await vi.waitFor(() => expect(tunnelStates()).toEqual(Array(tunnelCount).fill("up, up")), {
        timeout: 20_000,
        interval: 20,
      });
      expectAgreement(tunnelsUp(), tunnelCount, asns, [from, to].includes("azure"));

      await expectSeenOnRouters();

      const [used = "none"] = carriers(from, to);
      cut(used);
      const left = carriers(from, to);
      expect([left.length > 0, left.includes(used)]).toEqual([true, false]);
      expect(await knock(from, to)).toBe("ok");

      expect((await lab.undo(run)).status).toBe("undone");
      expect(carriers(from, to)).toEqual([]);
      expect(await knock(from, to)).not.toBe("ok");
      expect(lab.stateHash()).toBe(hash);
    },
    30_000,
  );

  it.each([
    ["into", "gcp", "onprem"],
    ["out of", "onprem", "azure"],
  ] as const)("%s a data centre nothing passes the router but what was asked for", async (_, from, to) => {
    const run = await lab.ask(requestFor(from, to));
    const verdict = (port: number) => {
      const packet = { from: PLACES[from].address, to: PLACES[to].address, port, protocol: "tcp" } as const;
      return lab.twin.world.admits(packet);
    };
    expect(verdict(PLACES[to].port)).toEqual({ isAllowed: true });
    expect(verdict(22)).toMatchObject({ by: "router", gatewayId: "r1" });

    // the rule alone is taken away by hand: packets arrive no more, though routes and tunnels stand
    expect(await listedRules(run)).toContain(`tcp dport ${PLACES[to].port} accept`);
    lab.twin.world.security.routerChains.get("r1")?.set("inet filter skylane", { policy: "accept", rules: [] });
    expect(carriers(from, to).length).toBeGreaterThan(0);
    expect(await knock(from, to)).toBe("timeout");
  });

  it("is taken back where the two sides were told different keys: nothing proves it", async () => {
    let asked = 0;
    secretOf = () => `never.the.same.twice.${asked++}`;
    const hash = lab.stateHash();

    const run = await lab.ask(requestFor("azure", "gcp"));

    expect(asked).toBeGreaterThan(2);
    expect(run).toMatchObject({ status: "rolled-back", failure: expect.stringContaining("not proven") });
    expect(lab.stateHash()).toBe(hash);
  }, 30_000);
});

/** What a router lists of the chain that rules are written to. */
async function listedRules({ plan }: IntentRun): Promise<string> {
  expect(plan?.steps.map(({ resource }) => resource)).toContain("onprem.firewall-rule");
  const answer = await fetch(`${lab.twin.apiUrl}/routers/r1/run`, {
    method: "POST",
    body: JSON.stringify({ argv: ["nft", "-a", "list", "chain", "inet", "filter", "skylane"] }),
  });
  return ((await answer.json()) as { stdout: string }).stdout;
}

/** Discovery shows a tunnel of a router by the interface it was made with, the neighbor over it among its names, and it is up. */
async function expectSeenOnRouters(): Promise<void> {
  const { connections = [] } = (await lab.deps.topologies.latest())?.topology ?? {};
  const seen = connections.flatMap(({ sightings }) => sightings.filter(({ cloud }) => cloud === "onprem"));
  for (const end of tunnelsUp().flat())
    if (end.interfaceName !== undefined)
      expect(seen.find(({ nativeId }) => nativeId === `${end.gatewayId}/${end.interfaceName}`)).toMatchObject({
        control: "up",
        isEncrypted: true,
        aliases: expect.arrayContaining([end.bgp?.peerIp]),
      });
}

function expectAgreement(
  tunnels: readonly (readonly [TunnelEnd, TunnelEnd])[],
  count: number,
  asns: readonly [number, number],
  isWithAzure: boolean,
): void {
  expect(tunnels).toHaveLength(count);
  const subnets = new Set<string>();
  for (const ends of tunnels) {
    const [one, other] = ends;
    expect([one.bgp?.localAsn, other.bgp?.localAsn].sort()).toEqual([...asns].sort());
    expect([other.bgp?.peerAsn, one.bgp?.peerAsn]).toEqual([one.bgp?.localAsn, other.bgp?.localAsn]);
    expect([other.bgp?.peerIp, one.bgp?.peerIp]).toEqual([one.bgp?.localIp, other.bgp?.localIp]);
    for (const { phase1, phase2, ikeVersions, bgp } of ends) {
      expect(ikeVersions).toEqual([2]);
      expect(phase1.integrity).toContain(INTEGRITY);
      for (const { encryption, dhGroups } of [phase1, phase2])
        expect([encryption.includes(ENCRYPTION), dhGroups.includes(GROUP)]).toEqual([true, true]);
      const inside = bgp?.localIp ?? "";
      expect(AZURE_RANGES.some((range) => contains(range, inside)) || !isWithAzure).toBe(true);
      expect(AWS_RESERVED.some((range) => contains(range, inside))).toBe(false);
      subnets.add(inside.replace(/\d+$/, (last) => String(Number(last) & ~3)));
    }
  }
  expect(subnets.size).toBe(count);
}
