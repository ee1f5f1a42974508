import { type CloudContext, type DiscoveryScopes, discoverClouds } from "@skylane/clouds";
import { makeMeter } from "@skylane/clouds/meter";
import { makeUsage } from "@skylane/clouds/usage";
import type { Topology, TrafficMeter, UsageReader } from "@skylane/core";
import { joinTopology } from "@skylane/engine";
import { type Estate, startTwin, type Twin } from "@skylane/twin";
import { vi } from "vitest";
import { fakeConfig } from "../../packages/clouds/src/oci/discover/fake-config.ts";
import { machineClock } from "../../packages/twin/src/world/clock.ts";

/** A world at a moment, looked at as Skylane does, its meter, and how busy its machines are. */
export interface LookedAtTwin {
  readonly twin: Twin;
  readonly estate: Estate;
  readonly accounts: DiscoveryScopes;
  readonly topology: Topology;
  readonly meter: () => TrafficMeter;
  readonly usage: () => UsageReader;
  /** How the clouds' APIs behave from now on. */
  readonly realism: (more: object) => Promise<unknown>;
}

/** Starts twins, each at the moment given, whose APIs let calls through as time goes by. `close` ends all of them. */
export function twinsToLookAt() {
  const oci = fakeConfig();
  const twins: Twin[] = [];
  const startedMs = performance.now();
  for (const [name, value] of Object.entries({
    AWS_ACCESS_KEY_ID: "SIM",
    AWS_SECRET_ACCESS_KEY: "SIM",
    AZURE_ACCESS_TOKEN: "any",
    GOOGLE_OAUTH_ACCESS_TOKEN: "any",
    ...oci.environment,
  }))
    vi.stubEnv(name, value);
  return {
    async start(estate: Estate, accounts: DiscoveryScopes, atMs: number): Promise<LookedAtTwin> {
      const nowMs = (): number => atMs;
      const clock = { nowMs: () => atMs + Math.floor(performance.now() - startedMs), after: machineClock.after };
      const twin = await startTwin({ estate, apiPort: 0, socksPort: 0, seed: 1, clock });
      twins.push(twin);
      const realism = (more: object): Promise<unknown> =>
        fetch(`${twin.apiUrl}/lab/realism`, {
          method: "PUT",
          body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0, ...more }),
        });
      await realism({});
      const context: CloudContext = {
        routerGatewayUrl: `${twin.apiUrl}/routers`,
        endpoints: Object.fromEntries(["azure", "gcp", "oci"].map((cloud) => [cloud, `${twin.apiUrl}/${cloud}`])),
      };
      vi.stubEnv("AWS_ENDPOINT_URL", twin.apiUrl);
      const seen = await discoverClouds(context, accounts, { concurrency: 32, nowMs });
      const inventory = { estate: estate.name, networks: [], connections: [], flows: [] };
      const topology = joinTopology(seen, inventory, atMs);
      return {
        twin,
        estate,
        accounts,
        topology,
        realism,
        meter() {
          vi.stubEnv("AWS_ENDPOINT_URL", twin.apiUrl);
          return makeMeter(context, { topology, accounts, concurrency: 8, nowMs });
        },
        usage() {
          vi.stubEnv("AWS_ENDPOINT_URL", twin.apiUrl);
          return makeUsage(context, { services: topology.services ?? [], accounts, concurrency: 8, nowMs });
        },
      };
    },
    async close(): Promise<void> {
      vi.unstubAllEnvs();
      oci.remove();
      await Promise.all(twins.map((twin) => twin.close()));
    },
  };
}
