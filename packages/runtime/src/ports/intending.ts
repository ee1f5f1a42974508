import { makeProvisioning } from "@skylane/clouds/provisioning";
import { provisionerRoles } from "@skylane/core";
import { parameterVault, type ReadableVault } from "../intent/parameter-vault.ts";
import { actingContext } from "./identity.ts";
import type { Port } from "./ports.ts";
import type { Part } from "./surroundings.ts";

// What builds connections.

/** Keys are kept apart from the secrets that people put there: a function that makes keys may read no others. */
const keys: Part<ReadableVault> = {
  make({ settings: { names, regionId, otherRegionUrl: endpoint }, config: { regions } }) {
    if (!regions) return parameterVault(names, { regionId });
    const otherId = regionId === regions.home ? regions.standby : regions.home;
    return parameterVault(names, { regionId }, { regionId: otherId, endpoint });
  },
};

export const vault: Port<"vault"> = { name: "vault", make: ({ the }) => the(keys) };

/** The provisioners of every cloud; a pre-shared key is read at the moment it is sent. */
export const provisioning: Port<"provisioning"> = {
  name: "provisioning",
  async make({ config, the }) {
    const context = await the(actingContext);
    return makeProvisioning({
      ...context,
      provisionerRoles: provisionerRoles(config.clouds.aws),
      secret: async (name) => (name.startsWith("psk-") ? the(keys).read(name) : context.secret?.(name)),
    });
  },
};
