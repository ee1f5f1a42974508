import { describe, expect, it } from "vitest";
import { awsEnd, azureEnd, islandEstate } from "../../../../../test/support/built-twin.ts";
import { livingEstate } from "./living-estate.ts";

describe("twin/world/built/living-estate", () => {
  it.each([1, 3, 7, 20, 50])(
    "shows every tunnel in the end, also where one comes up while the parts are put together (%s ms a look at the clock)",
    (stepMs) => {
      let nowMs = 0;
      // time passes while it is computed, as on a machine that is busy
      const clock = () => {
        nowMs += stepMs;
        return nowMs;
      };
      const { built, atlas } = livingEstate(
        islandEstate(),
        clock,
        (realMs) => realMs / 600,
        () => undefined,
      );
      for (let i = 1; i <= 4; i += 1) {
        const [local, remote] = [`52.0.0.${i}`, `20.0.0.${i}`];
        built.tunnelEnds.put(`aws-${i}`, awsEnd({ id: `aws-${i}`, localPublicIp: local, remotePublicIp: remote }));
        built.tunnelEnds.put(
          `azure-${i}`,
          azureEnd({ id: `azure-${i}`, gatewayId: "tgw", localPublicIp: remote, remotePublicIp: local }),
        );
      }

      const shown = () => atlas.estate.connections.filter(({ id }) => id.startsWith("tunnel-")).length;
      for (let look = 0; look < 100; look += 1) shown();

      expect(shown()).toBe(4);
    },
  );
});
