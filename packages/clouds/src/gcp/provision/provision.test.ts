import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Provisioner, ResolvedStep } from "@skylane/core";
import { Estate } from "@skylane/twin";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { googleEstate, PROJECT } from "../../../../../test/support/google-steering.ts";
import { aStep, makeGone, makeReady, stateOf } from "../../../../../test/support/provisioning.ts";
import { type SteeredTwin, startSteeredTwin } from "../../../../../test/support/steered-twin.ts";
import { gcpProvisioners } from "./index.ts";

const SECRET = "a.shared.secret.of.this.test";
const REGION = `projects/${PROJECT}/regions/us-central1`;
const network = (name: string) => `projects/${PROJECT}/global/networks/${name}`;

let google: SteeredTwin;
let makers: ReadonlyMap<string, Provisioner>;
const maker = ({ resource }: ResolvedStep): Provisioner => {
  const found = makers.get(resource);
  if (!found) throw new Error(`nothing makes ${resource}`);
  return found;
};
const make = (step: ResolvedStep) => makeReady(maker(step), step);
const remove = (step: ResolvedStep) => makeGone(maker(step), step);

/** The estate of steering, and beside it a network that nothing leads to. */
const estate = () => {
  const { networks, ...rest } = googleEstate();
  const lab = {
    id: "lab",
    cloud: "gcp",
    regionId: "us-central1",
    accountId: PROJECT,
    providerId: "lab",
    cidrs: ["10.44.0.0/16"],
  };
  const machine = {
    id: "machine",
    kind: "gce-instance",
    name: "machine",
    cloud: "gcp",
    regionId: "us-central1",
    networkId: "lab",
    accountId: PROJECT,
    address: "10.44.0.20",
    port: 443,
    networkTags: ["web"],
  };
  return Estate.parse({ ...rest, networks: [...networks, lab], services: [machine] });
};

const router = aStep("gcp.router", { network: network("lab"), name: "sky-router", asn: 64_700 });
const gateway = aStep("gcp.ha-vpn-gateway", { network: network("lab"), name: "sky-gateway" });
const far = aStep("gcp.external-gateway", { name: "sky-far", ips: ["198.51.100.1", "198.51.100.2"] });
const tunnel = (i: 0 | 1, more: object = {}) =>
  aStep(
    "gcp.vpn-tunnel",
    {
      name: `sky-tunnel-${i}`,
      gateway: `${REGION}/vpnGateways/sky-gateway`,
      interface: i,
      externalGateway: `projects/${PROJECT}/global/externalVpnGateways/sky-far`,
      peerInterface: i,
      router: `${REGION}/routers/sky-router`,
      presharedKeySecret: "psk-1",
      ...more,
    },
    { id: `tunnel-${i}` },
  );
const peer = (i: 0 | 1) =>
  aStep(
    "gcp.bgp-peer",
    {
      router: `${REGION}/routers/sky-router`,
      name: `sky-peer-${i}`,
      tunnel: `${REGION}/vpnTunnels/sky-tunnel-${i}`,
      ipRange: `169.254.3${i}.2/30`,
      peerIp: `169.254.3${i}.1`,
      peerAsn: 64_512,
    },
    { id: `peer-${i}` },
  );
const rule = aStep("gcp.firewall-rule", {
  network: network("lab"),
  name: "sky-rule",
  sourceRanges: ["10.1.0.0/16"],
  targetTags: ["web"],
  ports: [443],
});
const half = (own: string, other: string) =>
  aStep(
    "gcp.network-peering",
    { network: network(own), name: `sky-${other}`, peerNetwork: network(other) },
    { id: `peering-${own}` },
  );
const zone = aStep("gcp.private-zone", { name: "sky-zone", dnsName: "db.shop.internal", networks: [network("lab")] });
const record = aStep("gcp.dns-record", {
  zone: "sky-zone",
  name: "orders.db.shop.internal",
  type: "A",
  values: ["10.1.0.9"],
  ttlSeconds: 60,
});

const first = [router, gateway, far];
const before = new Map<string, readonly ResolvedStep[]>([
  [tunnel(0).id, first],
  [peer(0).id, [...first, tunnel(0)]],
  [record.id, [zone]],
]);
const everyKind = [router, gateway, far, tunnel(0), peer(0), rule, half("lab", "prod"), zone, record];

beforeEach(async () => {
  google = await startSteeredTwin(estate());
  vi.stubEnv("GOOGLE_OAUTH_ACCESS_TOKEN", "any");
  const context = {
    routerGatewayUrl: undefined,
    endpoints: { gcp: `${google.twin.apiUrl}/gcp` },
    secret: async (name: string) => (name === "psk-1" ? SECRET : undefined),
  };
  makers = new Map(gcpProvisioners(context).map((one) => [one.resource, one]));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await google.twin.close();
});

describe("clouds/gcp/provision", () => {
  it.each(everyKind.map((step) => [step.resource, step] as const))(
    "%s is absent, made once however often it is asked for, and taken away without a trace",
    async (_resource, step) => {
      for (const earlier of before.get(step.id) ?? []) await make(earlier);
      const atFirst = await stateOf(google.twin);
      expect(await maker(step).observe(step)).toBeUndefined();

      await make(step);
      const made = await stateOf(google.twin);
      expect(made).not.toEqual(atFirst);
      expect(await maker(step).ensure(step)).toMatchObject({ state: "ready", differs: [] });
      expect(await stateOf(google.twin)).toEqual(made);

      await remove(step);
      expect(await maker(step).observe(step)).toBeUndefined();
      expect(await stateOf(google.twin)).toEqual(atFirst);
      expect(await maker(step).remove(step, { ids: {}, before: null })).toBe("removed");
    },
  );

  it.each(everyKind.map((step) => [step.resource, step] as const))(
    "%s that was ordered by a process that died is found, and not ordered again",
    async (_resource, step) => {
      for (const earlier of before.get(step.id) ?? []) await make(earlier);
      await maker(step).ensure(step);

      // the next process asks at once, while the cloud is still at work
      await vi.waitFor(async () => expect(await maker(step).ensure(step)).toMatchObject({ state: "ready" }), {
        timeout: 5_000,
        interval: 5,
      });

      expect(await maker(step).observe(step)).toMatchObject({ state: "ready", isOurs: true });
    },
  );

  it("a VPN carries packets when the other side agrees, and none before its BGP session is made", async () => {
    for (const step of first.slice(0, 1)) await make(step);
    const { ip0 = "" } = await make(gateway);
    await make(far);
    await make(tunnel(0));
    google.twin.world.change("test", () => google.twin.world.built.tunnelEnds.put("aws-end", awsEnd(ip0)));
    google.twin.world.change("test", () => google.twin.world.routing.propagations.add("tgw-rtb-main|tgw-attach-new"));
    expect(google.twin.world.traceBetween("10.1.0.5", "10.44.0.5").kind).not.toBe("delivered");

    await make(peer(0));

    await vi.waitFor(() => expect(google.twin.world.traceBetween("10.1.0.5", "10.44.0.5").kind).toBe("delivered"));
    expect(google.twin.world.traceBetween("10.44.0.5", "10.1.0.5").kind).toBe("delivered");
  });

  it("a rule lets in what it names", async () => {
    const ask = () => google.twin.world.admits({ from: "10.1.0.5", to: "10.44.0.20", port: 443, protocol: "tcp" });
    expect(ask().isAllowed).toBe(false);

    await make(rule);

    expect(ask().isAllowed).toBe(true);
  });

  it("two halves of a peering join two networks, one joins nothing", async () => {
    const reaches = () => google.twin.world.traceBetween("10.44.0.5", "10.4.0.5").kind === "delivered";
    await make(half("lab", "prod"));
    expect(reaches()).toBe(false);

    await make(half("prod", "lab"));

    expect(reaches()).toBe(true);
  });

  it("leaves alone what has its name and another's mark, and says so", async () => {
    await make(router);
    const stranger = {
      ...router,
      tags: { ...router.tags, "skylane:run": "run-2" },
      desired: { ...router.desired, asn: 64_701 },
    };

    expect(await maker(stranger).observe(stranger)).toMatchObject({ isOurs: false, differs: ["bgp"] });
    await expect(maker(stranger).ensure(stranger)).rejects.toMatchObject({ code: "ERR_CLOUD_CONFLICT" });
    expect(await maker(stranger).remove(stranger, { ids: {}, before: null })).toBe("removed");
    expect(await maker(router).observe(router)).toMatchObject({ state: "ready", isOurs: true, differs: [] });
  });

  it("sessions of a router that were there before stay as they are", async () => {
    for (const step of [gateway, far]) await make(step);
    const there = `${REGION}/routers/router-1`;
    await make(tunnel(0, { router: there }));
    const session = { ...peer(0), desired: { ...peer(0).desired, router: there } };
    const ways = () => [google.carriers(["10.9.0.5", "10.4.0.5"]), google.carriers(["10.1.0.5", "10.4.0.5"])];
    const atFirst = ways();

    await make(session);
    expect(ways()).toEqual(atFirst);
    await remove(session);

    expect(ways()).toEqual(atFirst);
  });

  it("a quota that is used up is a failure with Google's reason, and another run may try again", async () => {
    for (let i = 0; i < 5; i += 1)
      await make({ ...router, id: `r${i}`, desired: { ...router.desired, name: `sky-${i}` } });
    const sixth = { ...router, id: "r6", desired: { ...router.desired, name: "sky-6" } };

    expect(await maker(sixth).ensure(sixth)).toMatchObject({ state: "pending" });

    await vi.waitFor(async () =>
      expect(await maker(sixth).observe(sixth)).toMatchObject({
        state: "failed",
        reason: "insert of sky-6: Quota 'ROUTERS' exceeded. Limit: 5.0 in region us-central1.",
      }),
    );
    const again = { ...sixth, tags: { ...sixth.tags, "skylane:run": "run-2" } };
    expect(await maker(again).observe(again)).toBeUndefined();
  });

  it("what is still in use is taken away later", async () => {
    for (const step of [...first, tunnel(0)]) await make(step);

    await expect(maker(gateway).remove(gateway, { ids: {}, before: null })).rejects.toMatchObject({
      code: "ERR_CLOUD_CONFLICT",
    });
    await remove(tunnel(0));
    await remove(gateway);
  });

  it("says which permission is missing", async () => {
    await google.temper({ deniedActions: ["gcp:compute.vpnGateways.create"] });

    await expect(maker(gateway).ensure(gateway)).rejects.toMatchObject({
      code: "ERR_CLOUD_DENIED",
      message: expect.stringContaining("compute.vpnGateways.create"),
    });
  });

  it("refuses what cannot be meant before anything is asked", async () => {
    const wrong = (step: ResolvedStep, more: object) => ({ ...step, desired: { ...step.desired, ...more } });
    for (const step of [
      wrong(rule, { sourceRanges: ["0.0.0.0/0"] }),
      wrong(far, { ips: ["198.51.100.1", "198.51.100.2", "198.51.100.3"] }),
      wrong(router, { network: "default" }),
      wrong(record, { values: ["not an address"] }),
      wrong(zone, { more: true }),
    ])
      await expect(maker(step).ensure(step)).rejects.toMatchObject({ code: "ERR_STEP_INVALID" });
  });

  it("a key is in no error, though Google repeats what it refuses", async () => {
    let sent = "";
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString("utf8");
      sent += body;
      const isRead = request.method === "GET";
      const isList = request.url?.includes("/operations") === true;
      response.writeHead(isList ? 200 : isRead ? 404 : 400, { "content-type": "application/json" });
      const message = `Invalid value for field 'resource.sharedSecret': '${SECRET}'.`;
      response.end(JSON.stringify(isList ? {} : { error: { code: 400, message, errors: [{ reason: "invalid" }] } }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const context = {
      routerGatewayUrl: undefined,
      endpoints: { gcp: `http://127.0.0.1:${port}` },
      secret: async () => SECRET,
    };
    const careless = gcpProvisioners(context).find(({ resource }) => resource === "gcp.vpn-tunnel");

    const failure: unknown = await careless?.ensure(tunnel(0)).catch((error: unknown) => error);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));

    expect(sent).toContain(SECRET);
    expect(failure).toMatchObject({ code: "ERR_CLOUD_ANSWER", message: expect.stringContaining("'***'") });
    expect((failure as Error).cause).toBeUndefined();
    expect(JSON.stringify(failure)).not.toContain(SECRET);
  });

  it("without its secret no tunnel is made", async () => {
    for (const step of first) await make(step);
    const nameless = tunnel(0, { presharedKeySecret: "another" });

    await expect(maker(nameless).ensure(nameless)).rejects.toMatchObject({ code: "ERR_RESOURCE_REFUSED" });
    expect(await maker(nameless).observe(nameless)).toBeUndefined();
  });
});

/** The other side of the first tunnel, as its own cloud was told. */
const awsEnd = (googleIp: string) => ({
  id: "aws-end",
  gatewayId: "tgw",
  localPublicIp: "198.51.100.1",
  remotePublicIp: googleIp,
  presharedKey: SECRET,
  ikeVersions: [2] as const,
  phase1: { encryption: ["aes-256-gcm"], integrity: ["sha2-384"], dhGroups: [20] } as const,
  phase2: { encryption: ["aes-256-gcm"], integrity: ["sha2-384"], dhGroups: [20] } as const,
  bgp: {
    localIp: "169.254.30.1",
    peerIp: "169.254.30.2",
    localAsn: 64_512,
    peerAsn: 64_700,
    canInitiate: true,
    holdTimeSeconds: 30,
  },
  announces: { prefixes: ["10.1.0.0/16"], isWithNetworks: false },
  bandwidthMbps: 1_250,
  attachmentId: "tgw-attach-new",
});
