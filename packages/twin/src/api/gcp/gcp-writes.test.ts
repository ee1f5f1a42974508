import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type GoogleTwin, PROJECT, startGoogleTwin, tunnel } from "../../../../../test/support/google-steering.ts";

let google: GoogleTwin;
beforeEach(async () => {
  google = await startGoogleTwin();
});
afterEach(() => google.twin.close());

interface Answer {
  readonly name?: string;
  readonly status?: string;
  readonly endTime?: string;
  readonly targetLink?: string;
  readonly items?: readonly Record<string, unknown>[];
  readonly bgpPeers?: readonly Record<string, unknown>[];
  readonly resource?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly errors: readonly { readonly reason: string }[] };
}
const call = async (method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${google.twin.apiUrl}/gcp/compute/v1/projects/${PROJECT}/${path}`, {
    method,
    headers: { authorization: "Bearer any" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const told = (await answer.json()) as Answer;
  return { status: answer.status, body: told, reason: told.error?.errors[0]?.reason };
};
const REGION = "regions/us-central1";
const ROUTER = `${REGION}/routers/router-1`;
const ID = "7d3f0c1e-8a54-4f0e-9d5b-0d9c6a3e1f20";
const peers = async () => (await call("GET", ROUTER)).body.bgpPeers ?? [];
const withPriority = async (peerName: string, advertisedRoutePriority: number) =>
  (await peers()).map((peer) => (peer.name === peerName ? { ...peer, advertisedRoutePriority } : peer));
/** Does a write and waits for its end. */
const done = async (method: string, path: string, body?: unknown) => {
  const begun = await call(method, path, body);
  expect(begun.status).toBe(200);
  const scope = path.startsWith("global") ? "global" : REGION;
  await vi.waitFor(async () =>
    expect((await call("GET", `${scope}/operations/${begun.body.name}`)).body.status).toBe("DONE"),
  );
  return begun.body;
};
const TO_GOOGLE = ["10.9.0.5", "10.4.0.5"] as const;
const FROM_GOOGLE = ["10.4.0.5", "10.9.0.5"] as const;

describe("twin/api/gcp (operations)", () => {
  it("answers at once and does it after a while", async () => {
    const bgpPeers = await withPriority("bgp-ic", 40_000);
    const { body } = await call("PATCH", ROUTER, { bgpPeers });

    expect(body).toMatchObject({ kind: "compute#operation", operationType: "patch", progress: 0 });
    expect(["PENDING", "RUNNING"]).toContain(body.status);
    expect(body.endTime).toBeUndefined();
    expect(google.carriers(TO_GOOGLE)).toEqual(["ic"]);
    await vi.waitFor(async () =>
      expect((await call("POST", `${REGION}/operations/${body.name}/wait`)).body).toMatchObject({
        status: "DONE",
        progress: 100,
        targetLink: expect.stringMatching(/routers\/router-1$/),
        endTime: expect.any(String),
      }),
    );
    expect(google.carriers(TO_GOOGLE)).toEqual(["vpn"]);
    expect((await call("GET", `${REGION}/operations`)).body.items).toHaveLength(1);
    expect((await call("GET", "global/operations")).body.items).toBeUndefined();
  });

  it("does a repeated request once, and answers it with the same operation", async () => {
    const bgpPeers = await withPriority("bgp-ic", 40_000);
    const first = await done("PATCH", `${ROUTER}?requestId=${ID}`, { bgpPeers });
    await done("PATCH", ROUTER, { bgpPeers: await withPriority("bgp-ic", 100) });

    const again = await call("PATCH", `${ROUTER}?requestId=${ID}`, { bgpPeers });

    expect(again.body.name).toBe(first.name);
    expect(again.body.status).toBe("DONE");
    expect(google.carriers(TO_GOOGLE)).toEqual(["ic"]);
  });

  it.each(["x", "00000000-0000-0000-0000-000000000000"])("refuses the request id %s", async (id) => {
    expect(await call("PATCH", `${ROUTER}?requestId=${id}`, { bgpPeers: await peers() })).toMatchObject({
      status: 400,
      reason: "invalid",
    });
  });

  it("does one change of a router at a time", async () => {
    const bgpPeers = await peers();
    await call("PATCH", ROUTER, { bgpPeers });

    expect(await call("PATCH", ROUTER, { bgpPeers })).toMatchObject({ status: 400, reason: "resourceNotReady" });
  });

  it("forgets all of it when the world begins anew", async () => {
    await done("PATCH", ROUTER, { bgpPeers: await withPriority("bgp-ic", 40_000) });
    await call("PATCH", ROUTER, { bgpPeers: await withPriority("bgp-vpn", 50_000) });
    google.twin.world.reset();

    expect((await call("GET", `${REGION}/operations`)).body.items).toBeUndefined();
    expect(google.carriers(TO_GOOGLE)).toEqual(["ic"]);
    expect((await peers()).map(({ advertisedRoutePriority }) => advertisedRoutePriority)).toEqual([100, 100, 100, 100]);
  });

  it("takes longer where answers lag behind", async () => {
    await google.temper({ consistencyMs: 60_000 });
    const { body } = await call("PATCH", ROUTER, { bgpPeers: await withPriority("bgp-ic", 40_000) });
    await new Promise((resolve) => google.twin.world.clock.after(120, () => resolve(undefined)));

    expect((await call("GET", `${REGION}/operations/${body.name}`)).body.status).toBe("RUNNING");
  });
});

describe("twin/api/gcp (routers.patch)", () => {
  it("replaces the list as a whole: a session that is not in it is gone, and its routes with it", async () => {
    await done("PATCH", ROUTER, { bgpPeers: (await peers()).filter(({ name }) => name !== "bgp-ic") });

    expect((await peers()).map(({ name }) => name)).not.toContain("bgp-ic");
    expect(google.carriers(TO_GOOGLE)).toEqual(["vpn"]);
    expect(google.carriers(FROM_GOOGLE)).toEqual(["vpn"]);
  });

  it("closes a session that is switched off, in both directions, and opens it again", async () => {
    const before = await peers();
    const off = before.map((peer) => (peer.name === "bgp-ic" ? { ...peer, enable: "FALSE" } : peer));
    await done("PATCH", ROUTER, { bgpPeers: off });

    expect([google.carriers(TO_GOOGLE), google.carriers(FROM_GOOGLE)]).toEqual([["vpn"], ["vpn"]]);
    await done("PATCH", ROUTER, { bgpPeers: before });
    expect([google.carriers(TO_GOOGLE), google.carriers(FROM_GOOGLE)]).toEqual([["ic"], ["ic"]]);
  });

  it("shows what is announced with the priority that was written", async () => {
    await done("PATCH", ROUTER, { bgpPeers: await withPriority("bgp-ic", 40_000) });
    const { body } = await call("GET", `${ROUTER}/listBgpRoutes?peer=bgp-ic&routeType=ADVERTISED`);

    expect(body).toMatchObject({ result: [{ destination: { prefix: "10.4.0.0/16" }, med: 40_000 }] });
  });

  it("keeps what it only stores, as it was written", async () => {
    const bgpPeers = (await peers()).map((peer, i) => (i === 0 ? { ...peer, customLearnedRoutePriority: 7 } : peer));
    await done("PATCH", ROUTER, { bgpPeers });

    expect(await peers()).toEqual(bgpPeers);
  });

  it("refuses what a router cannot be told", async () => {
    const all = await peers();
    const edited = (edit: object) => ({ bgpPeers: all.map((peer, i) => (i === 0 ? { ...peer, ...edit } : peer)) });

    for (const wrong of [
      { bgpPeers: [...all, all[0]] },
      edited({ name: "bgp-other" }),
      edited({ peerIpAddress: "169.254.9.9" }),
      edited({ interfaceName: undefined }),
      edited({ advertisedRoutePriority: 65_536 }),
      edited({ enable: "yes" }),
      edited({ importPolicies: ["none"] }),
      { description: "x" },
    ])
      expect(await call("PATCH", ROUTER, wrong), JSON.stringify(wrong)).toMatchObject({
        status: 400,
        reason: "invalid",
      });
    expect((await call("PATCH", `${REGION}/routers/none`, { bgpPeers: all })).status).toBe(404);
    expect((await call("PUT", ROUTER, { bgpPeers: all })).status).toBe(405);
    await google.temper({ deniedActions: ["gcp:compute.routers.update"] });
    expect((await call("PATCH", ROUTER, { bgpPeers: all })).status).toBe(403);
    await google.temper({ deniedScopes: ["gcp:us-central1"] });
    expect((await call("PATCH", ROUTER, { bgpPeers: all })).status).toBe(403);
  });
});

describe("twin/api/gcp (routes)", () => {
  const route = {
    name: "by-hand",
    network: `https://www.googleapis.com/compute/v1/projects/${PROJECT}/global/networks/prod`,
    destRange: "10.9.0.0/16",
    priority: 10,
    nextHopVpnTunnel: `https://www.googleapis.com/compute/v1/${tunnel("classic")}`,
  };

  it("adds a static route and takes it away again", async () => {
    await done("POST", "global/routes", route);

    expect((await call("GET", "global/routes/by-hand")).body).toMatchObject({ ...route, routeType: "STATIC" });
    expect(google.carriers(FROM_GOOGLE)).toEqual(["classic"]);
    await done("DELETE", "global/routes/by-hand");
    expect((await call("GET", "global/routes/by-hand")).status).toBe(404);
    expect(google.carriers(FROM_GOOGLE)).toEqual(["ic"]);
  });

  it("refuses a name that is taken, and routes that cannot be", async () => {
    await done("POST", "global/routes", route);

    expect(await call("POST", "global/routes", route)).toMatchObject({ status: 409, reason: "alreadyExists" });
    for (const [edit, status] of [
      [{ nextHopVpnTunnel: tunnel("none") }, 404],
      [{ network: `projects/${PROJECT}/global/networks/none` }, 404],
      [{ nextHopVpnTunnel: tunnel("vpn") }, 400],
      [{ destRange: "10.4.0.0/24" }, 400],
      [{ priority: 65_536 }, 400],
      [{ nextHopIp: "10.4.0.9" }, 400],
    ] as const)
      expect((await call("POST", "global/routes", { ...route, name: "other", ...edit })).status).toBe(status);
  });

  it("deletes no route of the network's own, and none that is not there", async () => {
    const [subnet] = (await call("GET", "global/routes")).body.items ?? [];

    expect((await call("DELETE", `global/routes/${subnet?.name}`)).status).toBe(400);
    expect((await call("DELETE", "global/routes/none")).status).toBe(404);
  });
});

describe("twin/api/gcp (route policies)", () => {
  const policy = {
    name: "drain",
    type: "ROUTE_POLICY_TYPE_IMPORT",
    terms: [
      {
        priority: 1,
        match: { expression: "destination.inAnyRange([prefix('10.9.0.0/16').orLonger()])" },
        actions: [{ expression: "med.set(40000)" }],
      },
    ],
  };
  const naming = async (importPolicies: readonly string[]) => ({
    bgpPeers: (await peers()).map((peer) => (peer.name === "bgp-ic" ? { ...peer, importPolicies } : peer)),
  });

  it("does nothing until a session names it, and then sets what is heard", async () => {
    await done("POST", `${ROUTER}/updateRoutePolicy`, policy);
    expect(google.carriers(FROM_GOOGLE)).toEqual(["ic"]);
    await done("PATCH", ROUTER, await naming(["drain"]));

    expect(google.carriers(FROM_GOOGLE)).toEqual(["vpn"]);
    expect(google.carriers(TO_GOOGLE)).toEqual(["ic"]);
    const learned = `${ROUTER}/listBgpRoutes?peer=bgp-ic&routeType=LEARNED`;
    expect((await call("GET", learned)).body).toMatchObject({ result: [{ med: 0 }] });
    expect((await call("GET", `${learned}&policyApplied=true`)).body).toMatchObject({ result: [{ med: 40_000 }] });
  });

  it("wants the fingerprint of the policy that it replaces", async () => {
    await done("POST", `${ROUTER}/updateRoutePolicy`, policy);
    const { body } = await call("GET", `${ROUTER}/getRoutePolicy?policy=drain`);

    for (const fingerprint of [undefined, "other"])
      expect(await call("POST", `${ROUTER}/updateRoutePolicy`, { ...policy, fingerprint })).toMatchObject({
        status: 412,
        reason: "conditionNotMet",
      });
    await done("POST", `${ROUTER}/updateRoutePolicy`, body.resource);
  });

  it("deletes none that a session names", async () => {
    await done("POST", `${ROUTER}/updateRoutePolicy`, policy);
    await done("PATCH", ROUTER, await naming(["drain"]));
    const path = `${ROUTER}/deleteRoutePolicy?policy=drain`;

    expect(await call("POST", path)).toMatchObject({ status: 400, reason: "resourceInUseByAnotherResource" });
    await done("PATCH", ROUTER, await naming([]));
    await done("POST", path);
    expect((await call("GET", `${ROUTER}/getRoutePolicy?policy=drain`)).status).toBe(404);
    expect((await call("POST", path)).status).toBe(404);
  });

  it("refuses expressions that it does not understand", async () => {
    const [term] = policy.terms;
    for (const edit of [{ match: { expression: "true" } }, { actions: [{ expression: "drop()" }] }])
      expect(
        (await call("POST", `${ROUTER}/updateRoutePolicy`, { ...policy, terms: [{ ...term, ...edit }] })).status,
      ).toBe(400);
  });
});
