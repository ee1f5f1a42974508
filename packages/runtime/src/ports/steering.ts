import type { CloudContext } from "@skylane/clouds";
import { checkFaultTests, makeFaultTests } from "@skylane/clouds/fault-tests";
import { checkSteering, makeSteering } from "@skylane/clouds/steering";
import { actuatorRoles } from "@skylane/core";
import type { Port } from "./ports.ts";
import { secrets } from "./secrets.ts";
import type { Part } from "./surroundings.ts";

const cloudContext: Part<Promise<CloudContext>> = {
  make: async ({ settings, config, the }) => ({
    ...settings.cloudContext,
    secret: await the(secrets),
    actuatorRoles: actuatorRoles(config.clouds.aws),
  }),
};

/** The actuators of every cloud; some send a secret along. @throws ERR_ACTUATOR_UNKNOWN where the configuration does not fit them */
export const steering: Port<"steering"> = {
  name: "steering",
  async make({ config, the }) {
    const made = makeSteering(await the(cloudContext));
    checkSteering(config, made);
    return made;
  },
};

/** The clouds' own failover tests. @throws ERR_FAULT_TEST_UNKNOWN where the configuration does not fit them */
export const faultTests: Port<"faultTests"> = {
  name: "faultTests",
  async make({ config, the }) {
    const made = makeFaultTests(await the(cloudContext));
    checkFaultTests(config, made);
    return made;
  },
};
