import type { Actuator, MoveRequest, RouteChange } from "@skylane/core";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import { type OnTheWire, type OracleTwin, startOracleTwin } from "../../../../../test/support/oracle-twin.ts";
import { type FakeConfig, fakeConfig } from "../discover/fake-config.ts";
import { ociActuators } from "./index.ts";

/** A twin for each test of a suite, with Oracle's actuators in a hurry before it. */
export function steerLab(prepare: (oracle: OracleTwin) => Promise<void> = async () => undefined) {
  let config: FakeConfig;
  let oracle: OracleTwin;
  beforeAll(() => {
    config = fakeConfig();
  });
  afterAll(() => config.remove());
  beforeEach(async () => {
    vi.stubEnv("OCI_CONFIG_FILE", config.file);
    oracle = await startOracleTwin();
    await prepare(oracle);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await oracle.close();
  });
  return {
    oracle: () => oracle,
    configFile: () => config.file,
    actuatorOf(id: string): Actuator {
      const found = ociActuators(oracle.context, { firstWaitMs: 1, maxWaitMs: 2 }).find((one) => one.id === id);
      if (!found) throw new Error(`no ${id}`);
      return found;
    },
    async beginAnew(): Promise<void> {
      await fetch(`${oracle.twin.apiUrl}/lab/reset`, { method: "POST" });
      await prepare(oracle);
      await oracle.temper({});
    },
  };
}

/** The one change of a move. */
export function changeOf(actuator: Actuator, request: MoveRequest): RouteChange {
  const [change] = actuator.plan(request);
  if (!change) throw new Error("no change");
  return change;
}

export const isWrite = ({ method }: OnTheWire): boolean => method !== "GET";
