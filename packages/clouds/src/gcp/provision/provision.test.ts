import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Provisioner, ResolvedStep } from "@skylane/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { gcpBuildingGround, gcpSteps, REGION } from "../../../../../test/support/provisioner-rows/gcp-ground.ts";
import { makeGone, makeReady } from "../../../../../test/support/provisioning.ts";
import { type SteeredTwin, startSteeredTwin } from "../../../../../test/support/steered-twin.ts";
import { gcpProvisioners } from "./index.ts";

const SECRET = "a.shared.secret.of.this.test";

let google: SteeredTwin;
let makers: ReadonlyMap<string, Provisioner>;
const maker = ({ resource }: ResolvedStep): Provisioner => {
  const found = makers.get(resource);
  if (!found) throw new Error(`nothing makes ${resource}`);
  return found;
};
const make = (step: ResolvedStep) => makeReady(maker(step), step);
const remove = (step: ResolvedStep) => makeGone(maker(step), step);

const { router, gateway, far, tunnel, peer, half, rule, zone, record } = gcpSteps;
const first = [router, gateway, far];

beforeEach(async () => {
  google = await startSteeredTwin(gcpBuildingGround());
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
