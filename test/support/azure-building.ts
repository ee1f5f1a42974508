import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import { Estate, startTwin, type Twin } from "@skylane/twin";
import { afterEach, beforeEach } from "vitest";
import { azureProvisioners } from "../../packages/clouds/src/azure/provision/index.ts";
import { buildEstate } from "../../packages/clouds/src/azure/provision/provision-estate.ts";
import { type TroubledWire, troubledWire } from "../../packages/clouds/src/azure/steer/troubled-wire.ts";

/** A twin of the estate to build in, with Azure's provisioners on a wire to it. */
export interface BuildingSite {
  readonly twin: Twin;
  readonly wire: TroubledWire;
  provisioner(resource: string): Provisioner;
  setRealism(realism: object): Promise<void>;
  stateHash(): Promise<string>;
  /** Ensures a step, and again while something is missing, until it is ready. */
  build(step: ResolvedStep): Promise<ObservedResource>;
  /** Takes it away and asks until it is. */
  demolish(
    step: ResolvedStep,
    ids: Readonly<Record<string, string>>,
    before?: Record<string, string> | null,
  ): Promise<void>;
  /** An object as Azure shows it. */
  show(id: string): Promise<unknown>;
}

/** What the tunnels' secrets hold. */
export const PSK = "kept.in.the.vault.and.nowhere.else";

export function buildingSiteForEachTest(): () => BuildingSite {
  let site: BuildingSite;
  beforeEach(async () => {
    site = await startSite();
  });
  afterEach(() => site.twin.close());
  return () => site;
}

const QUICK = { apiLatencyMs: 0, apiJitterMs: 0, provisioningSpeed: 100_000 };

async function startSite(): Promise<BuildingSite> {
  const twin = await startTwin({ estate: Estate.parse(buildEstate()), apiPort: 0, socksPort: 0, seed: 1 });
  const wire = troubledWire();
  const all = azureProvisioners(
    {
      routerGatewayUrl: undefined,
      endpoints: { azure: `${twin.apiUrl}/azure` },
      secret: async (name) => (name.startsWith("psk-") ? PSK : undefined),
    },
    { environment: { AZURE_ACCESS_TOKEN: "any" }, httpClient: wire, pollMs: 5 },
  );
  const provisioner = (resource: string): Provisioner => {
    const found = all.find((one) => one.resource === resource);
    if (!found) throw new Error(`nothing makes ${resource}`);
    return found;
  };
  const site: BuildingSite = {
    twin,
    wire,
    provisioner,
    async setRealism(realism) {
      const body = JSON.stringify({ ...QUICK, ...realism });
      await fetch(`${twin.apiUrl}/lab/realism`, { method: "PUT", body });
    },
    async stateHash() {
      const { hash } = (await (await fetch(`${twin.apiUrl}/lab/state-hash`)).json()) as { hash: string };
      return hash;
    },
    async build(step) {
      const one = provisioner(step.resource);
      for (;;) {
        const seen = await one.ensure(step);
        if (seen.state === "ready" && seen.differs.length === 0) return seen;
        if (seen.state === "failed") throw new Error(`${step.id} failed: ${seen.reason}`);
      }
    },
    async demolish(step, ids, before = null) {
      while ((await provisioner(step.resource).remove(step, { ids, before })) === "pending");
    },
    async show(id) {
      const headers = { authorization: "Bearer stranger" };
      return (await fetch(`${twin.apiUrl}/azure${id}?api-version=2026-01-01`, { headers })).json();
    },
  };
  await site.setRealism({});
  return site;
}
