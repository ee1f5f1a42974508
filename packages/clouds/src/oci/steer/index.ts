import type { Actuator } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import type { Patience } from "../discover/patient-http.ts";
import { circuitTrafficMode } from "./circuit-traffic-mode.ts";
import { drgRoute } from "./drg-route.ts";
import { importStatements } from "./import-statements.ts";
import { oracleNetwork } from "./oracle-network.ts";

/** The knobs of Oracle Cloud that Skylane turns by itself. What comes towards Oracle is chosen by the other end's router. */
export function ociActuators(context: CloudContext, patience: Partial<Patience> = {}): readonly Actuator[] {
  const oracle = oracleNetwork(context, patience);
  return [circuitTrafficMode(oracle), importStatements(oracle), drgRoute(oracle)];
}
