import type { Actuator } from "@skylane/core";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import { oracleMoves } from "../../../../../test/support/oracle-moves.ts";
import { type OnTheWire, type OracleTwin, startOracleTwin } from "../../../../../test/support/oracle-twin.ts";
import { changeOf } from "../../../../../test/support/planned-move.ts";
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
  const actuatorOf = (id: string): Actuator => {
    const found = ociActuators(oracle.context, { firstWaitMs: 1, maxWaitMs: 2 }).find((one) => one.id === id);
    if (!found) throw new Error(`no ${id}`);
    return found;
  };
  return {
    oracle: () => oracle,
    configFile: () => config.file,
    actuatorOf,
    /** The move of that knob, planned. */
    planned(id: keyof ReturnType<typeof oracleMoves>) {
      const move = oracleMoves(oracle)[id];
      const actuator = actuatorOf(id);
      return { ...move, actuator, change: changeOf(actuator, move.request) };
    },
    async beginAnew(): Promise<void> {
      await fetch(`${oracle.twin.apiUrl}/lab/reset`, { method: "POST" });
      await prepare(oracle);
      await oracle.temper({});
    },
  };
}

export const isWrite = ({ method }: OnTheWire): boolean => method !== "GET";
