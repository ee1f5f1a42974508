import { type CloudContext, type DiscoveryScopes, discoverClouds } from "@skylane/clouds";
import type { ConnectPlan, ObservedResource, SeenService, Topology } from "@skylane/core";
import { joinTopology, planConnections } from "@skylane/engine";
import type { Estate } from "@skylane/twin";
import { vi } from "vitest";
import { connectWorld } from "./connect-worlds.ts";
import { type ProvisionedTwin, startProvisionedTwin } from "./provisioned-twin.ts";
import { makeAll, resolve, untilRemoved } from "./provisioner-contract.ts";

type PlanInput = Parameters<typeof planConnections>[0];
type WorldMore = NonNullable<Parameters<typeof connectWorld>[1]>;
type Outputs = Readonly<Record<string, ObservedResource["outputs"]>>;

/** A twin that is looked at, planned for and built in as an estate is: by discovery, design and provisioners. */
export interface DesignedTwin extends ProvisionedTwin {
  look(): Promise<Topology>;
  plan(topology: Topology, intents: PlanInput, more?: WorldMore): ConnectPlan;
  build(plan: ConnectPlan): Promise<Outputs>;
  /** Takes away what `build` has made, in reverse. */
  unbuild(plan: ConnectPlan, outputs: Outputs): Promise<void>;
}

/** The service of that name, as discovery shows it. */
export function seenService({ services = [] }: Topology, name: string): SeenService {
  const found = services.find((one) => one.name === name);
  if (found) return found;
  throw new Error(`no service ${name} among ${services.map((one) => one.name).join(", ")}`);
}

/** A fresh one of that estate. The environment is stubbed: call `vi.unstubAllEnvs` afterwards. */
export async function startDesignedTwin(
  estate: Estate,
  scopes: DiscoveryScopes,
  roles: CloudContext["provisionerRoles"] = undefined,
): Promise<DesignedTwin> {
  const contextAt = (url: string): CloudContext => ({
    routerGatewayUrl: undefined,
    provisionerRoles: roles,
    endpoints: { azure: `${url}/azure`, gcp: `${url}/gcp` },
    secret: async (name) => `not.a.secret.but.long.enough.${name.replaceAll("-", ".")}`,
  });
  const lab = await startProvisionedTwin(estate, (url) => {
    vi.stubEnv("AWS_ENDPOINT_URL", url);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "SIM");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "SIM");
    vi.stubEnv("AZURE_ACCESS_TOKEN", "any");
    return contextAt(url);
  });
  const nowMs = () => Number(lab.twin.world.clock.nowMs());
  return {
    ...lab,
    async look() {
      // Azure sends whoever waits to its own address, past the wire
      const seen = await discoverClouds(contextAt(lab.twin.apiUrl), scopes, { concurrency: 8, nowMs });
      const nothing = { estate: estate.name, networks: [], connections: [], flows: [], services: [] };
      return joinTopology(seen, nothing, nowMs());
    },
    plan: (topology, intents, more = {}) => planConnections(intents, connectWorld(topology, more)),
    build: ({ steps }) => makeAll(lab.provisioning, steps),
    async unbuild({ steps }, outputs) {
      for (const draft of steps.toReversed()) {
        const step = resolve(draft, outputs);
        await untilRemoved(lab.provisioning.provisioner(step.resource), step, {}, null);
      }
    },
  };
}
