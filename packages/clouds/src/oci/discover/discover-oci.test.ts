import { CloudDiscovery, type DiscoveryRequest } from "@skylane/core";
import { Estate, loadEstate, startTwin, type Twin } from "@skylane/twin";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { discoverOci } from "./discover-oci.ts";
import { fakeConfig } from "./fake-config.ts";
import { HOSTILE, ociEstate, TENANCY } from "./oci-estate.ts";

const config = fakeConfig();
afterAll(() => config.remove());
let twin: Twin | undefined;
let nowMs = Date.UTC(2026, 10, 20);
/** Time stands still until a test moves it. */
const clock = {
  nowMs: () => nowMs,
  after(_delayMs: number, run: () => void) {
    const next = setImmediate(run);
    return () => clearImmediate(next);
  },
};
afterEach(async () => {
  await twin?.close();
  twin = undefined;
});

const start = async (
  estate: Estate = Estate.parse(ociEstate()),
  realism: object = {},
  time: typeof clock | "of the machine" = clock,
) => {
  twin = await startTwin({
    estate,
    apiPort: 0,
    socksPort: 0,
    seed: 1,
    ...(time !== "of the machine" && { clock: time }),
  });
  await fetch(`${twin.apiUrl}/lab/realism`, { method: "PUT", body: JSON.stringify(realism) });
};
const patience = { firstWaitMs: 100, maxWaitMs: 300 };
const look = async (more: Partial<DiscoveryRequest> = {}, environment: Record<string, string> = config.environment) =>
  CloudDiscovery.parse(
    await discoverOci(
      { endpoints: { oci: `${twin?.apiUrl ?? "http://127.0.0.1:9"}/oci` } },
      { environment, patience },
    )({ accounts: [], regions: [], concurrency: 16, nowMs: () => nowMs, ...more }),
  );
const named = ({ links }: CloudDiscovery, name: string) => {
  const found = links.find((link) => link.name === name);
  if (!found) throw new Error(`no link ${name} among ${links.map((link) => link.name).join(", ")}`);
  return found;
};

describe("clouds/oci/discover", () => {
  it("sees networks with all their interfaces, page by page, and the gateways before them", async () => {
    await start();
    const { networks, gateways, gaps } = await look();

    expect(gaps).toEqual([]);
    expect(
      networks.map(({ name, cidrs, endpointCount, regionId }) => [name, cidrs[0], endpointCount, regionId]),
    ).toEqual([
      ["ledger", "10.20.0.0/16", 1_203, "us-ashburn-1"],
      ["reports", "10.21.0.0/16", 2, "us-ashburn-1"],
      ["ledger-eu", "10.22.0.0/16", 3, "eu-frankfurt-1"],
    ]);
    expect(
      gateways.map(({ name, kind, asn, publicIps, networkKeys }) => [name, kind, asn, publicIps, networkKeys]),
    ).toEqual([
      ["drg-iad", "drg", 31_898, ["198.51.100.1", "198.51.100.2"], [networks[0]?.key]],
      ["drg-fra", "drg", 31_898, ["198.51.103.1"], [networks[2]?.key]],
    ]);
  });

  it("sees machines with their network, their part of it and their address, and none that is terminated", async () => {
    const estate = ociEstate();
    const machine = (id: string, networkId: string, address: string, more: object = {}) => ({
      id,
      kind: "oci-instance",
      name: `books ${HOSTILE.slice(0, 60)}`,
      cloud: "oci",
      regionId: "us-ashburn-1",
      networkId,
      address,
      port: 443,
      tags: { owner: "finance" },
      securityGroupIds: [`nsg-${networkId}`],
      ...more,
    });
    const groups = ["ledger", "reports"].map((networkId) => ({
      id: `nsg-${networkId}`,
      networkId,
      name: networkId,
      rules: [],
    }));
    const services = [machine("books", "ledger", "10.20.0.5"), machine("charts", "reports", "10.21.0.9")];
    await start(Estate.parse({ ...estate, services, guards: { securityGroups: groups } }));

    const { services: seen, networks, gaps } = await look();

    expect(gaps).toEqual([]);
    expect(seen).toMatchObject([
      { kind: "oci-instance", cloud: "oci", accountId: TENANCY, addresses: ["10.20.0.5"], isPublic: false, guards: [] },
      { addresses: ["10.21.0.9"], tags: { owner: "finance" } },
    ]);
    expect(seen?.map(({ networkKey }) => networkKey)).toEqual([networks[0]?.key, networks[1]?.key]);
    expect(seen?.every(({ subnetIds }) => subnetIds.length === 1)).toBe(true);
  });

  it("knows a VPN by its addresses and ASNs, with what is heard and told over it", async () => {
    await start();

    expect(named(await look(), "tunnel-azure")).toMatchObject({
      kind: "vpn",
      join: {
        localPublicIp: "198.51.100.1",
        peerPublicIp: "198.51.101.1",
        localInsideIp: "169.254.1.1",
        peerInsideIp: "169.254.1.2",
        localAsn: 31_898,
        peerAsn: 65_515,
      },
      provisioning: "ready",
      control: "up",
      tunnelCount: 1,
      tunnelUpCount: 1,
      isEncrypted: true,
      isPublic: true,
      receivedPrefixes: ["10.30.0.0/16"],
      announcedPrefixes: ["10.20.0.0/16"],
      createdAtMs: Date.UTC(2024, 2, 1),
    });
  });

  it("knows a circuit, and shows no key of it", async () => {
    await start();
    const found = await look();

    expect(named(found, "circuit-gcp")).toMatchObject({
      kind: "fastconnect",
      join: {
        sharedId: expect.stringMatching(/^[0-9a-f]{64}$/),
        localInsideIp: "169.254.4.1",
        peerInsideIp: "169.254.4.2",
        peerAsn: 64_600,
      },
      isBfdOn: true,
      bandwidthMbps: 1_000,
      listPrice: { monthlyUsd: 155.13 },
    });
    expect(named(found, "circuit-azure")).toMatchObject({ carrier: "carrier-a", isBfdOn: false, isEncrypted: false });
    expect(JSON.stringify(found)).not.toMatch(/"[^"]*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/);
  });

  it("shows both halves of a peering with one id", async () => {
    await start();
    const { links } = await look();
    const halves = (name: string) => links.filter((link) => link.name === name);

    for (const [name, kind] of [
      ["remote", "transit-peering"],
      ["pair", "peering"],
    ] as const) {
      const [one, other, ...more] = halves(name);
      expect(more).toEqual([]);
      expect([one?.kind, other?.kind]).toEqual([kind, kind]);
      expect(one?.join.sharedId).toBe(other?.join.sharedId);
      expect([one?.peer, other?.peer]).toEqual([other?.at, one?.at]);
      expect([one?.control, other?.control]).toEqual(["up", "up"]);
    }
  });

  it("names where routes lead: over links, to networks, to the internet", async () => {
    await start();
    const found = await look();
    const keyOf = (name: string) => named(found, name).key;
    const nextOf = (prefix: string, owner: string) =>
      found.routes.find((route) => route.prefix === prefix && route.owner.startsWith(`oci/ocid1.${owner}.`))?.next;

    expect(nextOf("10.21.0.0/16", "vcn")).toEqual({ kind: "link", key: keyOf("pair") });
    expect(nextOf("10.30.0.9/32", "vcn")).toEqual({ kind: "internet" });
    expect(nextOf("10.20.0.0/16", "drg")).toEqual({ kind: "network", key: found.networks[0]?.key });
    expect(["circuit-gcp", "tunnel-gcp"].map(keyOf)).toContain(nextOf("10.40.0.0/16", "drg")?.key);
    expect(found.routes.every(({ isActive }) => isActive)).toBe(true);
  });

  it("passes hostile names on, cut to what a name may be", async () => {
    await start();
    const { networks } = await look();
    const tags = networks[0]?.tags ?? {};

    expect(tags.owner).toBe("finance");
    expect(Object.values(tags).some((value) => value.startsWith(HOSTILE.slice(0, 20)))).toBe(true);
    for (const value of Object.values(tags)) {
      expect(value.length).toBeLessThanOrEqual(256);
      expect(value.isWellFormed()).toBe(true);
    }
  });

  it("sees a link that is cut when the hold time is over, and that nothing is heard over it any more", async () => {
    await start();
    const fault = { kind: "cut", target: { connectionId: "tunnel-dc" } };
    await fetch(`${twin?.apiUrl}/lab/faults`, { method: "POST", body: JSON.stringify(fault) });
    const seen = async () => named(await look({ regions: ["eu-frankfurt-1"] }), "tunnel-dc");

    expect(await seen()).toMatchObject({ control: "up" });
    nowMs += 91_000;
    expect(await seen()).toMatchObject({
      control: "down",
      tunnelUpCount: 0,
      receivedPrefixes: [],
      announcedPrefixes: [],
    });
  });

  it("looks only at the Regions that are named", async () => {
    await start();
    const { networks, gaps } = await look({ regions: ["eu-frankfurt-1", "ap-tokyo-1"] });

    expect(networks.map(({ name }) => name)).toEqual(["ledger-eu"]);
    expect(gaps).toMatchObject([{ regionId: "ap-tokyo-1", reason: "not-enabled" }]);
  });

  it("has gaps for a Region that is denied, each with its permission, and sees the other", async () => {
    await start(Estate.parse(ociEstate()), { deniedScopes: ["oci:us-ashburn-1"] });
    const { networks, gaps } = await look();

    expect(networks.map(({ name }) => name)).toEqual(["ledger-eu"]);
    expect(new Set(gaps.map(({ reason, regionId }) => `${reason} ${regionId}`))).toEqual(
      new Set(["denied us-ashburn-1"]),
    );
    expect(gaps.find(({ operation }) => operation === "ListVcns")?.permission).toBe("read virtual-network-family");
    expect(gaps.find(({ operation }) => operation === "ListVnicAttachments")?.permission).toBe(
      "inspect vnic-attachments",
    );
  });

  it("tries again when it is throttled, until all is seen", async () => {
    await start(Estate.parse(ociEstate()), { callsPerSecond: 40, apiLatencyMs: 0, apiJitterMs: 0 }, "of the machine");
    const { networks, gaps } = await look();

    expect(gaps).toEqual([]);
    expect(networks).toHaveLength(3);
  }, 30_000);

  it("names a tenancy that the credentials are not of", async () => {
    await start();
    const { gaps, networks } = await look({ accounts: [{ id: TENANCY }, { id: "ocid1.tenancy.oc1..other" }] });

    expect(networks).toHaveLength(3);
    expect(gaps).toMatchObject([{ accountId: "ocid1.tenancy.oc1..other", reason: "credentials" }]);
  });

  it.each([
    ["is not there", () => ({ OCI_CONFIG_FILE: "no-such-file" }), "there is no configuration file"],
    ["has no such profile", () => ({ ...config.environment, OCI_CONFIG_PROFILE: "NOBODY" }), "profile NOBODY"],
  ])("has one gap where the configuration file %s", async (_, environment, message) => {
    const { gaps, callCount } = await look({}, environment());

    expect(gaps).toMatchObject([{ reason: "credentials", message: expect.stringContaining(message) }]);
    expect(gaps[0]?.todo).toContain("oci setup config");
    expect(callCount).toBe(1);
  });

  it("has one gap for a key that cannot be read", async () => {
    config.rewrite((text) => text.replace(/key_file=.*/, "key_file=/no/such/key.pem"));
    const { gaps } = await look();
    config.rewrite((text) => text);

    expect(gaps).toMatchObject([{ reason: "credentials" }]);
  });

  it("gives up after the first calls where nothing answers", async () => {
    const { gaps, networks, callCount } = await look();

    expect(networks).toEqual([]);
    expect(callCount).toBe(3);
    expect(gaps.map(({ operation, reason }) => `${operation}: ${reason}`).sort()).toEqual([
      "ListCompartments: unavailable",
      "ListRegionSubscriptions: unavailable",
    ]);
  });

  it("sees nothing, without a gap, in a tenancy that has nothing", async () => {
    await start(loadEstate("globalcart"));

    expect(await look()).toMatchObject({ networks: [], gateways: [], links: [], gaps: [] });
  });
});
