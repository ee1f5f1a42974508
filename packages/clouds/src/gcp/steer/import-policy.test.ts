import type { Actuator, MoveRequest, RouteChange } from "@skylane/core";
import { beforeEach, describe, expect, it } from "vitest";
import { byImport, googleTwinForEachTest } from "../../../../../test/support/google-steering.ts";
import { changeOf, planMove } from "../../../../../test/support/planned-move.ts";
import { makeSteering } from "../../make-steering.ts";

const { request, way } = byImport;
const google = googleTwinForEachTest();
let actuator: Actuator;
beforeEach(() => {
  actuator = makeSteering(google().context).actuator("gcp.import-policy");
});

const planned = (wanted: MoveRequest): RouteChange => changeOf(actuator, wanted);
const policies = () => {
  const all = google().twin.world.routing.routePolicies.get("cr");
  if (!all) throw new Error("no policy was written");
  return all;
};
/** Makes the one policy there is another, as a person would by hand. */
const rewrite = (edit: object): void => {
  const [policy] = policies().values();
  if (policy) policies().set(policy.name, { ...policy, asWritten: { ...policy.asWritten, ...edit } });
};

describe("clouds/gcp/import-policy", () => {
  it("makes one change of all prefixes, with a policy that names each", async () => {
    const { change, changes } = planMove(actuator, { ...request, prefixes: ["10.9.0.0/16", "10.8.0.0/16"] });
    await actuator.apply(change);

    expect(changes).toHaveLength(1);
    expect([...policies().values()]).toMatchObject([{ prefixes: ["10.9.0.0/16", "10.8.0.0/16"], med: 40_000 }]);
    expect(actuator.plan({ ...request, prefixes: [] })).toEqual([]);
  });

  it("leaves the session's other routes where they are", async () => {
    await actuator.apply(planned({ ...request, prefixes: ["10.8.0.0/16"] }));

    expect(google().carriers(way)).toEqual(["ic"]);
  });

  it("keeps the policies a session had before, and puts them back alone", async () => {
    await actuator.apply(planned({ ...request, groupId: "other", prefixes: ["10.8.0.0/16"] }));
    const change = planned(request);
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    const named = () => google().twin.world.routing.cloudRouters.get("cr")?.get("ic")?.importPolicies;

    expect(named()).toHaveLength(2);
    await actuator.restore(change, before);
    expect(named()).toHaveLength(1);
    expect([...policies().values()].map(({ prefixes }) => prefixes)).toEqual([["10.8.0.0/16"]]);
  });

  it("never touches a policy that does not say that it is ours, whatever its name", async () => {
    const change = planned(request);
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    rewrite({ description: "made by hand" });

    for (const attempt of [() => actuator.apply(change), () => actuator.restore(change, before)])
      await expect(attempt()).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
    expect(policies().size).toBe(1);
  });

  it("does not fight a person who changed the policy meanwhile", async () => {
    const change = planned(request);
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    rewrite({
      terms: [{ priority: 1, match: { expression: "true" }, actions: [{ expression: "drop()" }] }],
    });

    await expect(actuator.restore(change, before)).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
  });

  it("refuses a MED that is less than a step above the backup's", async () => {
    const near = { ...request, settings: { ...request.settings, drainedMed: "29999" } };

    // the other side announces over the VPN with 20,000
    await expect(actuator.apply(planned(near))).rejects.toMatchObject({ name: "ERR_ACTUATOR_UNKNOWN" });
    expect(google().carriers(way)).toEqual(["ic"]);
  });

  it.each([
    ["a session that is not there", { from: { routerName: "router-1", peerName: "bgp-x" } }],
    ["a backup that is not there", { to: { routerName: "router-1", peerName: "bgp-x" } }],
    ["a router that is not there", { from: { routerName: "router-9", peerName: "bgp-ic" } }],
  ])("leaves packets where they are when told of %s", async (_what, wrong) => {
    await expect(actuator.apply(planned({ ...request, ...wrong }))).rejects.toMatchObject({
      name: "ERR_CLOUD_NOT_FOUND",
    });
    expect(google().carriers(way)).toEqual(["ic"]);
  });
});
