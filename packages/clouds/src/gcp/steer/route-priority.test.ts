import type { Actuator } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { fromGoogle, googleTwinForEachTest, PROJECT, tunnel } from "../../../../../test/support/google-steering.ts";
import { changeOf } from "../../../../../test/support/planned-move.ts";
import { makeSteering } from "../../make-steering.ts";

const google = googleTwinForEachTest();

const actuatorOf = (id: string): Actuator => makeSteering(google().context).actuator(id);

describe("clouds/gcp/route-priority", () => {
  const { request, way } = fromGoogle;
  const routes = () => [...(google().twin.world.routing.vpcRoutes.get("shop")?.values() ?? [])];
  const add = (route: object) => {
    const all = google().twin.world.routing.vpcRoutes.get("shop") ?? new Map();
    const other = {
      name: "other",
      prefix: "10.9.0.0/16",
      priority: 1_000,
      connectionId: "classic",
      description: "",
      nextHopVpnTunnel: tunnel("classic"),
      ...route,
    };
    google().twin.world.routing.vpcRoutes.set("shop", all.set(other.name, other));
  };

  it("never touches a route that does not say that it is ours, whatever its name", async () => {
    const actuator = actuatorOf("gcp.route-priority");
    const change = changeOf(actuator, request);
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    const [own] = routes();
    add({ ...own, description: "made by hand" });

    for (const attempt of [() => actuator.apply(change), () => actuator.restore(change, before)])
      await expect(attempt()).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
    expect(routes()).toEqual([{ ...own, description: "made by hand" }]);
  });

  it("never touches a stranger's route of its name to another prefix", async () => {
    const actuator = actuatorOf("gcp.route-priority");
    const change = changeOf(actuator, request);
    await actuator.apply(change);
    const [own] = routes();
    add({ ...own, prefix: "10.8.0.0/16", description: "made by hand" });

    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
    expect(routes()).toHaveLength(1);
  });

  it("leaves other static routes of the prefix alone, and says that one of a lower number is in its way", async () => {
    add({ priority: 0, name: "before" });
    add({});
    const actuator = actuatorOf("gcp.route-priority");
    const change = changeOf(actuator, { ...request, settings: { ...request.settings, priority: "10" } });
    const before = await actuator.snapshot(change);
    expect(await actuator.apply(change)).toBe("applied");

    expect(await actuator.isApplied(change)).toBe(false);
    await actuator.restore(change, before);
    expect(routes().map(({ name }) => name)).toEqual(["before", "other"]);
  });

  it("does not fight a person who changed the route meanwhile", async () => {
    const actuator = actuatorOf("gcp.route-priority");
    const change = changeOf(actuator, request);
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    const [own] = routes();
    add({ ...own, priority: 900 });

    await expect(actuator.restore(change, before)).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
  });

  it("puts the older override back where a newer one failed half way", async () => {
    const actuator = actuatorOf("gcp.route-priority");
    await actuator.apply(changeOf(actuator, { ...request, settings: { ...request.settings, priority: "50" } }));
    const change = changeOf(actuator, request);
    const before = await actuator.snapshot(change);
    await google().temper({ deniedActions: ["gcp:compute.routes.create"] });

    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_DENIED" });
    expect(google().carriers(way)).toEqual(["ic"]);
    await google().temper({});
    expect(await actuator.restore(change, before)).toBe("restored");
    expect(google().carriers(way)).toEqual(["classic"]);
    expect(await actuator.snapshot(change)).toEqual(before);
  });

  it("takes its own route away to leave a prefix to BGP", async () => {
    const actuator = actuatorOf("gcp.route-priority");
    await actuator.apply(changeOf(actuator, request));
    const back = changeOf(actuator, { ...request, from: request.to, to: request.from });
    const before = await actuator.snapshot(back);

    expect(await actuator.apply(back)).toBe("applied");
    expect(google().carriers(way)).toEqual(["ic"]);
    expect(await actuator.restore(back, before)).toBe("restored");
    expect(google().carriers(way)).toEqual(["classic"]);
  });

  it.each([
    ["an HA VPN tunnel, which takes no static routes", { to: { nextHop: tunnel("vpn") } }, "ANSWER"],
    ["a tunnel that is not there", { to: { nextHop: tunnel("none") } }, "NOT_FOUND"],
    ["a network that is not there", { settings: { projectId: PROJECT, networkName: "none" } }, "NOT_FOUND"],
    ["the network's own subnet", { prefixes: ["10.4.1.0/24"] }, "ANSWER"],
  ])("leaves packets where they are when told of %s", async (_what, wrong, code) => {
    const actuator = actuatorOf("gcp.route-priority");

    await expect(actuator.apply(changeOf(actuator, { ...request, ...wrong }))).rejects.toMatchObject({
      name: `ERR_CLOUD_${code}`,
    });
    expect(google().carriers(way)).toEqual(["ic"]);
    expect(routes()).toEqual([]);
  });

  it("leaves packets where they are where the number is not below the MED that is heard", async () => {
    const actuator = actuatorOf("gcp.route-priority");
    await actuator.apply(changeOf(actuator, { ...request, settings: { ...request.settings, priority: "1000" } }));

    expect(google().carriers(way)).toEqual(["ic"]);
    expect(routes()).toMatchObject([{ priority: 1_000, prefix: "10.9.0.0/16" }]);
  });
});
