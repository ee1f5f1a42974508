import { checkFaultTests, makeFaultTests } from "@skylane/clouds/fault-tests";
import { checkSteering, makeSteering } from "@skylane/clouds/steering";
import { actingContext } from "./identity.ts";
import type { Port } from "./ports.ts";

/** The actuators of every cloud; some send a secret along. @throws ERR_ACTUATOR_UNKNOWN where the configuration does not fit them */
export const steering: Port<"steering"> = {
  name: "steering",
  async make({ config, the }) {
    const made = makeSteering(await the(actingContext));
    checkSteering(config, made);
    return made;
  },
};

/** The clouds' own failover tests. @throws ERR_FAULT_TEST_UNKNOWN where the configuration does not fit them */
export const faultTests: Port<"faultTests"> = {
  name: "faultTests",
  async make({ config, the }) {
    const made = makeFaultTests(await the(actingContext));
    checkFaultTests(config, made);
    return made;
  },
};
