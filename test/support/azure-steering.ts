import type { Actuator, MoveRequest } from "@skylane/core";
import { Estate, startTwin, type Twin } from "@skylane/twin";
import { afterEach, beforeEach } from "vitest";
import { azureActuators } from "../../packages/clouds/src/azure/steer/index.ts";
import { ids, steerEstate } from "../../packages/clouds/src/azure/steer/steer-estate.ts";
import { type TroubledWire, troubledWire } from "../../packages/clouds/src/azure/steer/troubled-wire.ts";

/** A twin of the estate for steering, with Azure's actuators on a wire to it. */
export interface AzureTwin {
  readonly twin: Twin;
  readonly wire: TroubledWire;
  setRealism(realism: object): Promise<unknown>;
  /** Connections that a packet crosses, as the lab sees it. */
  over(way: readonly [from: string, to: string]): Promise<readonly string[]>;
  actuatorOf(id: string, more?: { readonly waitMs?: number; readonly callMs?: number }): Actuator;
  /** Another caller of the same API, who waits until it is done. Answers the status. */
  stranger(method: string, id: string, properties?: object): Promise<number>;
}

/** What a circuit asks for, in the secret `circuit-b-key`. */
export const KEY = "key-that-nobody-prints";
const SECRETS: Readonly<Record<string, string>> = { "circuit-b-key": KEY };

/** A move, and whose packets it moves. */
interface AzureMove extends MoveRequest {
  readonly way: readonly [from: string, to: string];
}
const toDc = { groupId: "g", sideId: "cloud", prefixes: ["10.9.0.0/16", "10.8.0.0/16"] } as const;
/** From one circuit of a gateway to the other. */
export const betweenCircuits: AzureMove = {
  ...toDc,
  settings: {},
  from: { connectionId: ids.circuitA },
  to: { connectionId: ids.circuitB },
  way: ["10.5.0.5", "10.9.0.5"],
};
/** From the hub's circuit to its VPN. */
export const withinHub: AzureMove = {
  ...toDc,
  settings: { virtualHubId: ids.hub },
  from: { hubRoutingPreference: "ExpressRoute" },
  to: { hubRoutingPreference: "VpnGateway" },
  way: ["10.6.0.5", "10.9.0.5"],
};

/** A fresh one for each test of a file. */
export function azureTwinForEachTest(): () => AzureTwin {
  let lab: AzureTwin;
  beforeEach(async () => {
    lab = await startAzureTwin();
  });
  afterEach(() => lab.twin.close());
  return () => lab;
}

async function startAzureTwin(): Promise<AzureTwin> {
  const twin = await startTwin({ estate: Estate.parse(steerEstate()), apiPort: 0, socksPort: 0, seed: 1 });
  const wire = troubledWire();
  const lab = async (path: string, init: RequestInit = {}): Promise<unknown> =>
    (await fetch(`${twin.apiUrl}/lab${path}`, init)).json();
  const setRealism = (realism: object) =>
    lab("/realism", { method: "PUT", body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0, ...realism }) });
  await setRealism({});
  return {
    twin,
    wire,
    setRealism,
    over: async ([from, to]) =>
      ((await lab(`/trace?from=${from}&to=${to}`)) as { forward: { over: string[] } }).forward.over,
    actuatorOf(id, more = {}) {
      const found = azureActuators(
        {
          routerGatewayUrl: undefined,
          endpoints: { azure: `${twin.apiUrl}/azure` },
          secret: async (name) => SECRETS[name],
        },
        { environment: { AZURE_ACCESS_TOKEN: "any" }, httpClient: wire, pollMs: 5, ...more },
      ).find((one) => one.id === id);
      if (!found) throw new Error(`no ${id}`);
      return found;
    },
    async stranger(method, id, properties) {
      const url = `${twin.apiUrl}/azure${id}?api-version=2026-01-01`;
      const headers = { authorization: "Bearer stranger", "content-type": "application/json" };
      const now = (await (await fetch(url, { headers })).json()) as Shown;
      const body = JSON.stringify({ ...now, properties: { ...now.properties, ...properties } });
      const answer = await fetch(url, { method, headers, ...(properties && { body }) });
      for (;;) {
        const { properties: shown } = (await (await fetch(url, { headers })).json()) as Shown;
        if (!/ing$/.test(shown?.provisioningState ?? "")) return answer.status;
      }
    },
  };
}

interface Shown {
  readonly properties?: { readonly provisioningState?: string };
}
