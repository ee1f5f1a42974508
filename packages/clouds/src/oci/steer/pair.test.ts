import type { RouteChange } from "@skylane/core";
import { describe, expect, it, vi } from "vitest";
import { oracleMoves } from "../../../../../test/support/oracle-moves.ts";
import { changeOf } from "../../../../../test/support/planned-move.ts";
import { makeSteering } from "../../make-steering.ts";
import { steerLab } from "./steer-lab.ts";

const { oracle } = steerLab();

/** Both sides of a move from one circuit to the other. */
function pairOf() {
  const steering = makeSteering({ ...oracle().context, routerGatewayUrl: `${oracle().twin.apiUrl}/routers` });
  const { request } = oracleMoves(oracle())["oci.circuit-traffic-mode"];
  const cloud = steering.actuator("oci.circuit-traffic-mode");
  const router = steering.actuator("onprem.local-preference");
  const { "fc-2": virtualCircuitId = "" } = oracle().ids.circuits;
  const changes: readonly RouteChange[] = [
    changeOf(cloud, { ...request, to: { virtualCircuitId } }),
    changeOf(router, {
      groupId: "g",
      sideId: "site",
      prefixes: ["10.20.0.0/16"],
      settings: { routerId: "r1" },
      from: { neighborIp: "169.254.1.1", drainPrefixList: "SKY-DRAIN-FC-1-IN", interfaceName: "fc-1" },
      to: { neighborIp: "169.254.2.1", drainPrefixList: "SKY-DRAIN-FC-2-IN", interfaceName: "fc-2" },
    }),
  ];
  return changes.map((change) => ({ change, actuator: steering.actuator(change.actuator) }));
}
const OUT = ["10.20.0.5", "10.9.0.5"] as const;
const BACK = ["10.9.0.5", "10.20.0.5"] as const;
const bothWays = () => [oracle().carriers(OUT), oracle().carriers(BACK)];

describe("clouds/oci (a move of both directions)", () => {
  it("takes both directions off a lossy circuit, each by its own side, and back again", async () => {
    const pair = pairOf();
    const before = await Promise.all(pair.map(({ actuator, change }) => actuator.snapshot(change)));
    expect(bothWays()).toEqual([["fc-1"], ["fc-1"]]);

    for (const { actuator, change } of pair) expect(await actuator.apply(change)).toBe("applied");
    // a router takes its time until it looks at its lists again
    await vi.waitFor(() => expect(bothWays()).toEqual([["fc-2"], ["fc-2"]]), { timeout: 5_000 });
    for (const [i, { actuator, change }] of [...pair.entries()].toReversed()) {
      const image = before[i];
      if (image) expect(await actuator.restore(change, image)).toBe("restored");
    }
    await vi.waitFor(() => expect(bothWays()).toEqual([["fc-1"], ["fc-1"]]), { timeout: 5_000 });
  });

  it("moves half of the traffic where one side alone acts", async () => {
    const [cloud] = pairOf();
    await cloud?.actuator.apply(cloud.change);

    expect(bothWays()).toEqual([["fc-2"], ["fc-1"]]);
  });
});
