import { afterEach, describe, expect, it } from "vitest";
import { Estate } from "../../estate/estate.ts";
import { loadEstate } from "../../estate/load-estate.ts";
import { startTwin, type Twin } from "../../start-twin.ts";

let twin: Twin;
const options = { apiPort: 0, socksPort: 0, seed: 1 };
const start = async (estate: Estate, realism: object = {}) => {
  twin = await startTwin({ estate, ...options });
  const body = JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0, ...realism });
  await fetch(`${twin.apiUrl}/lab/realism`, { method: "PUT", body });
};
/** At a moment that does not pass by itself; whoever waits is woken at once. */
const startAt = async (atMs: number) => {
  let nowMs = atMs;
  const clock = {
    nowMs: () => nowMs,
    after(_ms: number, run: () => void) {
      const next = setImmediate(run);
      return () => clearImmediate(next);
    },
  };
  twin = await startTwin({ estate: globalcart(), ...options, clock });
  return {
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
};
afterEach(() => twin.close());

interface Answer {
  readonly items?: Record<string, Record<string, unknown>>;
  readonly nextPageToken?: string;
  readonly unreachables?: string[];
  readonly error?: { readonly code: number; readonly status: string; readonly errors: { readonly reason: string }[] };
  readonly result?: unknown;
}
const call = async (path: string, init: RequestInit = { headers: { authorization: "Bearer any" } }) => {
  const answer = await fetch(`${twin.apiUrl}/gcp${path}`, init);
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer };
};
const inProject = (path: string) => call(`/compute/v1/projects/globalcart-prod/${path}`);
const globalcart = () => loadEstate("globalcart");

describe("twin/api/gcp", () => {
  it("wants a token, and refuses one that has run out", async () => {
    await start(globalcart());

    for (const headers of [{}, { authorization: "Basic x" }, { authorization: "Bearer expired" }])
      expect(await call("/compute/v1/projects/globalcart-prod/regions", { headers })).toMatchObject({
        status: 401,
        body: { error: { code: 401, status: "UNAUTHENTICATED" } },
      });
  });

  it("says no in Google's words to what is not there or not readable", async () => {
    await start(globalcart());

    expect((await call("/compute/v1/projects/other/regions")).body.error?.errors[0]?.reason).toBe("notFound");
    expect((await call("/compute/v1/projects/%zz/regions")).status).toBe(404);
    expect((await inProject("global/nothing")).status).toBe(404);
    expect((await inProject("global/networks/none")).status).toBe(404);
    expect((await inProject("regions/us-central1/routers/none/getRouterStatus")).status).toBe(404);
    expect((await inProject("regions/us-central1/routers/router-usc1/listBgpRoutes?peer=none")).status).toBe(400);
    expect((await inProject("aggregated/routers?maxResults=501")).status).toBe(400);
    expect((await inProject("aggregated/routers?pageToken=nonsense")).status).toBe(400);
    expect(
      (
        await call("/compute/v1/projects/globalcart-prod/global/networks", {
          method: "POST",
          headers: { authorization: "Bearer any" },
          body: "{}",
        })
      ).status,
    ).toBe(405);
  });

  it("throttles with a time to wait", async () => {
    await start(globalcart(), { callsPerSecond: 0.001 });

    const { status, headers, body } = await inProject("regions");

    expect(status).toBe(429);
    expect(headers.get("retry-after")).toBe("1");
    expect(body.error).toMatchObject({ status: "RESOURCE_EXHAUSTED", errors: [{ reason: "rateLimitExceeded" }] });
  });

  it("pages through every machine once", async () => {
    await start(globalcart());
    const names: unknown[] = [];
    let token = "";
    let pageCount = 0;
    do {
      const { body } = await inProject(`aggregated/instances?maxResults=50&pageToken=${token}`);
      for (const scope of Object.values(body.items ?? {}))
        names.push(...((scope.instances ?? []) as { selfLink: string }[]).map(({ selfLink }) => selfLink));
      token = body.nextPageToken ?? "";
      pageCount += 1;
    } while (token !== "");

    expect(pageCount).toBe(3);
    expect(names).toHaveLength(137);
    expect(new Set(names).size).toBe(137);
  });

  it("warns of scopes with nothing in them and of scopes it may not show", async () => {
    await start(globalcart(), { deniedScopes: ["gcp:europe-west1"] });

    const { body } = await inProject("aggregated/routers");

    expect(body.items?.["regions/us-east1"]).toMatchObject({ warning: { code: "NO_RESULTS_ON_PAGE" } });
    expect(body.items?.["regions/europe-west1"]).toMatchObject({ warning: { code: "UNREACHABLE" } });
    expect(body.items?.["regions/us-central1"]?.routers).toHaveLength(1);
    expect(body.unreachables).toEqual(["projects/globalcart-prod/regions/europe-west1"]);
    expect(await inProject("regions/europe-west1/routers")).toMatchObject({
      status: 403,
      body: { error: { status: "PERMISSION_DENIED", errors: [{ reason: "forbidden" }] } },
    });
  });

  it("shows sessions and routes as they are now", async () => {
    await start(globalcart());
    const router = "regions/us-central1/routers/router-usc1";
    const learned = `${router}/listBgpRoutes?peer=bgp-vpn-use1-usc1-1&routeType=LEARNED&addressFamily=IPV4`;
    const status = async () =>
      (await inProject(`${router}/getRouterStatus`)).body.result as {
        bgpPeerStatus: { name: string; status: string; numLearnedRoutes: number }[];
        bestRoutes: { destRange: string; nextHopVpnTunnel?: string }[];
      };

    expect((await inProject(learned)).body.result).toMatchObject([{ destination: { prefix: "10.1.0.0/16" } }]);
    expect((await status()).bestRoutes.find(({ destRange }) => destRange === "10.1.0.0/16")?.nextHopVpnTunnel).toMatch(
      /vpnTunnels\/vpn-use1-usc1-1$/,
    );
    const target = { connectionId: "vpn-use1-usc1-1" };
    twin.world.addFault({ kind: "flap", upMs: 1, downMs: 1e12, target });
    expect((await status()).bgpPeerStatus.find(({ name }) => name === "bgp-vpn-use1-usc1-1")?.status).toBe("UP"); // hold time
  });

  it("takes routes back when a session falls", async () => {
    const { pass } = await startAt(1_000_000);
    twin.world.addFault({ kind: "cut", target: { connectionId: "vpn-use1-usc1-1" } });
    pass(100_000);

    const { body } = await inProject("regions/us-central1/routers/router-usc1/getRouterStatus");
    const tunnel = await inProject("regions/us-central1/vpnTunnels/vpn-use1-usc1-1");

    const { bgpPeerStatus, bestRoutes } = body.result as {
      bgpPeerStatus: { name: string; status: string; advertisedRoutes?: unknown }[];
      bestRoutes: { destRange: string; nextHopVpnTunnel?: string }[];
    };
    const peer = bgpPeerStatus.find(({ name }) => name === "bgp-vpn-use1-usc1-1");
    expect(peer).toMatchObject({ status: "DOWN", numLearnedRoutes: 0 });
    expect(peer?.advertisedRoutes).toBeUndefined();
    expect(bestRoutes.find(({ destRange }) => destRange === "10.1.0.0/16")?.nextHopVpnTunnel).toMatch(/usc1-2$/);
    expect(tunnel.body).toMatchObject({ status: "NO_INCOMING_PACKETS" });
  });

  it("never shows a shared secret", async () => {
    await start(globalcart());

    expect(JSON.stringify((await inProject("aggregated/vpnTunnels")).body)).not.toMatch(/sharedSecret/);
  });

  describe("counts bytes", () => {
    const NOW = Date.UTC(2026, 10, 21, 10, 0, 30);
    const DAY = 86_400_000;
    const RECEIVED = "vpn.googleapis.com/network/received_bytes_count";
    interface Series {
      readonly metricKind: string;
      readonly metric: { readonly labels: Record<string, string> };
      readonly points: readonly {
        readonly interval: { readonly startTime: string; readonly endTime: string };
        readonly value: { readonly int64Value?: string; readonly doubleValue?: number };
      }[];
    }
    const ask = async (filter: string, fromMs: number, toMs: number, more: Record<string, string> = {}) => {
      const query = new URLSearchParams({
        filter,
        "interval.startTime": new Date(fromMs).toISOString(),
        "interval.endTime": new Date(toMs).toISOString(),
        ...more,
      });
      const { status, body } = await call(`/monitoring/v3/projects/globalcart-prod/timeSeries?${query}`);
      return { status, ...(body as { timeSeries?: readonly Series[]; nextPageToken?: string; unit?: string }) };
    };
    const only = `metric.type = "${RECEIVED}" AND metric.labels.tunnel_name = "vpn-eastus-usc1-1"`;
    const aligned = (seconds: number, aligner = "ALIGN_SUM") => ({
      "aggregation.alignmentPeriod": `${seconds}s`,
      "aggregation.perSeriesAligner": aligner,
    });
    const valuesOf = ({ timeSeries: [series] = [] }: { timeSeries?: readonly Series[] }): readonly number[] =>
      (series?.points ?? []).map(({ value }) => Number(value.int64Value ?? value.doubleValue));
    const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

    it("by the minute as they are, or by periods, as a sum or a rate; a day is as much either way", async () => {
      await startAt(NOW);
      const to = Date.UTC(2026, 10, 21);

      const raw = valuesOf(await ask(only, to - DAY, to));
      const hours = await ask(only, to - DAY, to, aligned(3_600));
      const rates = await ask(only, to - DAY, to, aligned(3_600, "ALIGN_RATE"));

      expect(raw).toHaveLength(1_440);
      expect(sumOf(valuesOf(hours)) / sumOf(raw)).toBeCloseTo(1, 6);
      expect((sumOf(valuesOf(rates)) * 3_600) / sumOf(raw)).toBeCloseTo(1, 6);
      expect(hours.timeSeries?.[0]).toMatchObject({ metricKind: "DELTA" });
      expect(rates).toMatchObject({ unit: "By/s", timeSeries: [{ metricKind: "GAUGE" }] });
      // newest first, and not the same all day
      expect(hours.timeSeries?.[0]?.points[0]?.interval.endTime).toBe(new Date(to).toISOString());
      expect(Math.max(...valuesOf(hours)) / Math.min(...valuesOf(hours))).toBeGreaterThan(1.2);
    });

    it("up to the minute that is over, and of a month about what the flows send", async () => {
      await startAt(NOW);

      const month = valuesOf(await ask(only, NOW - 30 * DAY, NOW, aligned(30 * 86_400)));
      const sent = valuesOf(await ask(only.replace("received", "sent"), NOW - 30 * DAY, NOW, aligned(30 * 86_400)));

      expect(month).toHaveLength(1);
      expect(sumOf(month) + sumOf(sent)).toBeGreaterThan(1e12);
      expect(valuesOf(await ask(only, NOW - 300_000, NOW + 300_000))).toHaveLength(5);
      expect(valuesOf(await ask(only, NOW + 60_000, NOW + 300_000))).toEqual([]);
    });

    it("in pages of points, and refuses what it cannot read", async () => {
      await startAt(NOW);
      const all = await ask(`metric.type = "${RECEIVED}"`, NOW - 600_000, NOW);
      const seen: Series[] = [];
      let pageToken = "";
      do {
        const page = await ask(`metric.type = "${RECEIVED}"`, NOW - 600_000, NOW, {
          pageSize: "7",
          ...(pageToken !== "" && { pageToken }),
        });
        seen.push(...(page.timeSeries ?? []));
        pageToken = page.nextPageToken ?? "";
      } while (pageToken !== "");

      expect(seen.flatMap(({ points }) => points)).toEqual(all.timeSeries?.flatMap(({ points }) => points));
      expect(await call("/monitoring/v3/projects/globalcart-prod/timeSeries")).toMatchObject({ status: 400 });
      expect(await ask('metric.type = starts_with("vpn")', NOW - 600_000, NOW)).toMatchObject({ status: 400 });
      expect(await ask(only, NOW - 600_000, NOW, aligned(10))).toMatchObject({ status: 400 });
      expect(await ask('metric.type = "vpn.googleapis.com/nothing"', NOW - 600_000, NOW)).toMatchObject({
        status: 404,
      });
    });
  });

  it("gives each network the rules of a firewall it is made with, each by its own link and a page at a time", async () => {
    await start(globalcart());
    const seen: Record<string, unknown>[] = [];
    let token = "";
    do {
      const { body } = await inProject(`global/firewalls?maxResults=3&pageToken=${token}`);
      seen.push(...((body.items ?? []) as unknown as Record<string, unknown>[]));
      token = body.nextPageToken ?? "";
    } while (token !== "");
    const networks = (await inProject("global/networks")).body.items as unknown as { selfLink: string }[];
    const first = globalcart().networks.find(({ cloud }) => cloud === "gcp");
    const name = `${first?.providerId ?? first?.id}-allow-custom`;

    expect(seen).toHaveLength(networks.length * 2);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(new Set(seen.map(({ network }) => network))).toEqual(new Set(networks.map(({ selfLink }) => selfLink)));
    expect((await inProject(`global/firewalls/${name}`)).body).toEqual(seen.find((one) => one.name === name));
    expect(seen.find((one) => one.name === name)).toMatchObject({
      kind: "compute#firewall",
      selfLink: `https://www.googleapis.com/compute/v1/projects/globalcart-prod/global/firewalls/${name}`,
      direction: "INGRESS",
      sourceRanges: first?.cidrs,
      allowed: [{ IPProtocol: "all" }],
    });
    expect((await inProject("global/firewalls/none")).status).toBe(404);
  });

  it("knows no operation, as nobody changes this project, and says so in Google's words", async () => {
    await start(globalcart());
    const headers = { authorization: "Bearer any" };

    for (const scope of ["global", "regions/us-central1", "zones/us-central1-b"]) {
      const { status, body } = await inProject(`${scope}/operations`);
      const { body: wide } = await call(`/compute/v1/projects/globalcart-prod/${scope}/operations/none/wait`, {
        method: "POST",
        headers,
      });

      expect([status, body]).toMatchObject([200, { kind: "compute#operationList" }]);
      expect(body.items).toBeUndefined();
      const refused = await inProject(`${scope}/operations/none`);
      expect(refused).toMatchObject({
        status: 404,
        body: {
          error: {
            code: 404,
            status: "NOT_FOUND",
            message: `The resource 'projects/globalcart-prod/${scope}/operations/none' was not found`,
            errors: [{ reason: "notFound" }],
          },
        },
      });
      expect(wide).toEqual(refused.body);
    }
    expect((await inProject("aggregated/operations")).status).toBe(200);
    const wait = await call("/compute/v1/projects/globalcart-prod/global/networks/wait", { method: "POST", headers });
    expect(wait.status).toBe(405);
  });

  it("gives each pair of addresses its own HA gateway, and an address to who has none", async () => {
    const end = (at: string, publicIp?: string) => ({ at, ...(publicIp && { publicIp }) });
    const vpn = (id: string, publicIp?: string) => ({
      id,
      kind: "vpn",
      a: end("cr", publicIp),
      b: end("r1", publicIp?.replace("198.51.100", "192.0.2")),
      bandwidthMbps: 1_000,
      latencyMs: 1,
    });
    const gateway = { kind: "router", asn: 65_000 };
    await start(
      Estate.parse({
        version: 1,
        name: "many",
        networks: [{ id: "n", cloud: "gcp", regionId: "us-east4", cidrs: ["10.0.0.0/16"], gatewayId: "cr" }],
        gateways: [
          { ...gateway, id: "cr", cloud: "gcp", regionId: "us-east4", providerId: "cr" },
          { ...gateway, id: "r1", cloud: "onprem", regionId: "dc", providerId: "r1" },
        ],
        connections: [vpn("a", "198.51.100.1"), vpn("b", "198.51.100.2"), vpn("c", "198.51.100.3"), vpn("d")],
        flows: [],
      }),
    );
    const region = "/compute/v1/projects/skylane-twin/regions/us-east4";
    const list = async (path: string) => (await call(path)).body.items as unknown as Record<string, unknown>[];

    const gateways = await list(`${region}/vpnGateways`);
    const tunnels = await list(`${region}/vpnTunnels`);
    const external = await list("/compute/v1/projects/skylane-twin/global/externalVpnGateways");

    expect(gateways.map(({ name }) => name)).toEqual(["cr-vpn", "cr-vpn-2"]);
    for (const { vpnInterfaces } of gateways) {
      const ips = (vpnInterfaces as { ipAddress: string }[]).map(({ ipAddress }) => ipAddress);
      expect(new Set(ips).size).toBe(2);
    }
    expect(tunnels.map(({ vpnGatewayInterface }) => vpnGatewayInterface)).toEqual([0, 1, 0, 0]);
    expect(external).toMatchObject([{ name: "peer-r1", redundancyType: "FOUR_IPS_REDUNDANCY" }]);
    expect(tunnels.map(({ peerExternalGatewayInterface }) => peerExternalGatewayInterface).sort()).toEqual([
      0, 1, 2, 3,
    ]);
  });
});
