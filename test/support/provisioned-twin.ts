import type { CloudContext } from "@skylane/clouds";
import { makeProvisioning } from "@skylane/clouds/provisioning";
import type { Provisioning } from "@skylane/core";
import { type Estate, startTwin, type Twin } from "@skylane/twin";
import { stateHash } from "../../packages/twin/src/world/world-state.ts";
import { type LosingWire, losingWire } from "./losing-wire.ts";

/** A twin that is built in over a wire, by the provisioners of all clouds. */
export interface ProvisionedTwin {
  readonly twin: Twin;
  readonly wire: LosingWire;
  readonly provisioning: Provisioning;
  stateHash(): string;
  temper(realism: object): Promise<void>;
  close(): Promise<void>;
}

/** Half an hour of a real cloud is two milliseconds here. */
const SPEED = 1_000_000;

/** A fresh one of that estate, without delays. @param contextAt what adapters are told of a world at that address */
export async function startProvisionedTwin(
  estate: Estate,
  contextAt: (url: string) => CloudContext,
): Promise<ProvisionedTwin> {
  const twin = await startTwin({ estate, apiPort: 0, socksPort: 0, seed: 1 });
  const temper = async (realism: object): Promise<void> => {
    const body = JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0, provisioningSpeed: SPEED, ...realism });
    await fetch(`${twin.apiUrl}/lab/realism`, { method: "PUT", body });
  };
  await temper({});
  const wire = await losingWire(twin.apiUrl);
  return {
    twin,
    wire,
    provisioning: makeProvisioning(contextAt(wire.url)),
    stateHash: () => stateHash(twin.world).hash,
    temper,
    async close() {
      await wire.close();
      await twin.close();
    },
  };
}
