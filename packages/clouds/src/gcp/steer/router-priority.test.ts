import type { Actuator } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { googleTwinForEachTest, onpremToGoogle, PROJECT } from "../../../../../test/support/google-steering.ts";
import { changeOf } from "../../../../../test/support/planned-move.ts";
import { makeSteering } from "../../make-steering.ts";
import { googleCompute } from "./google-compute.ts";
import { routerPriority } from "./router-priority.ts";

const google = googleTwinForEachTest();

const actuatorOf = (id: string): Actuator => makeSteering(google().context).actuator(id);

describe("clouds/gcp/router-priority", () => {
  const { request, way } = onpremToGoogle;
  const setPeer = (connectionId: string, edit: object) => {
    const peers = google().twin.world.routing.cloudRouters.get("cr");
    const peer = peers?.get(connectionId);
    if (!peer) throw new Error(`no session of ${connectionId} was written`);
    peers?.set(connectionId, { ...peer, ...edit });
  };

  it("leaves every other session of the router as it was", async () => {
    const peersNow = async () => {
      const path = `/gcp/compute/v1/projects/${PROJECT}/regions/us-central1/routers/router-1`;
      const answer = await fetch(`${google().twin.apiUrl}${path}`, { headers: { authorization: "Bearer any" } });
      return ((await answer.json()) as { bgpPeers: { name: string }[] }).bgpPeers;
    };
    const actuator = actuatorOf("gcp.router-priority");
    const before = await peersNow();
    await actuator.apply(changeOf(actuator, request));

    const after = await peersNow();
    expect(after).toHaveLength(4);
    expect(after).toEqual(
      before.map((peer) => (peer.name === "bgp-ic" ? { ...peer, advertisedRoutePriority: 40_000 } : peer)),
    );
  });

  it("says so when somebody else writes to the router at the same time", async () => {
    const real = googleCompute(google().context);
    const actuator = routerPriority({
      ...real,
      async write(...order) {
        await real.write(...order);
        const peer = google().twin.world.routing.cloudRouters.get("cr")?.get("vpn");
        setPeer("vpn", { isEnabled: false, asWritten: { ...peer?.asWritten, enable: "FALSE" } });
      },
    });

    await expect(actuator.apply(changeOf(actuator, request))).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
  });

  it("does not fight a person who changed the priority meanwhile", async () => {
    const actuator = actuatorOf("gcp.router-priority");
    const change = changeOf(actuator, request);
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    const peer = google().twin.world.routing.cloudRouters.get("cr")?.get("ic");
    setPeer("ic", { priority: 777, asWritten: { ...peer?.asWritten, advertisedRoutePriority: 777 } });

    await expect(actuator.restore(change, before)).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
  });

  it.each([
    ["a session that is not there", { ...request, from: { routerName: "router-1", peerName: "bgp-x" } }, "NOT_FOUND"],
    ["a router that is not there", { ...request, from: { routerName: "router-9", peerName: "bgp-ic" } }, "NOT_FOUND"],
    ["a backup that is not there", { ...request, to: { routerName: "router-1", peerName: "bgp-x" } }, "NOT_FOUND"],
    ["another project", { ...request, settings: { ...request.settings, projectId: "other" } }, "NOT_FOUND"],
  ])("leaves packets where they are when told of %s", async (_what, wrong, code) => {
    const actuator = actuatorOf("gcp.router-priority");

    await expect(actuator.apply(changeOf(actuator, wrong))).rejects.toMatchObject({ name: `ERR_CLOUD_${code}` });
    expect(google().carriers(way)).toEqual(["ic"]);
  });

  it("leaves packets where they are when it drains a session they do not take", async () => {
    const actuator = actuatorOf("gcp.router-priority");
    await actuator.apply(changeOf(actuator, { ...request, from: request.to, to: request.from }));

    expect(google().carriers(way)).toEqual(["ic"]);
  });

  it("refuses a priority that is less than a step above the backup's", async () => {
    const actuator = actuatorOf("gcp.router-priority");
    const drained = (drainedPriority: string) => ({ ...request.settings, drainedPriority });
    await actuator.apply(changeOf(actuator, { ...request, from: request.to, to: request.from }));

    await expect(actuator.apply(changeOf(actuator, { ...request, settings: drained("49999") }))).rejects.toMatchObject({
      name: "ERR_ACTUATOR_UNKNOWN",
    });
    expect(await actuator.apply(changeOf(actuator, { ...request, settings: drained("50000") }))).toBe("applied");
    for (const wrong of ["10099", "65536", "100000", "1e4", "x"])
      expect(actuator.settings.safeParse(drained(wrong)).success, wrong).toBe(false);
  });
});
