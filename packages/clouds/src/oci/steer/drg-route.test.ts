import { describe, expect, it } from "vitest";
import { changeOf } from "../../../../../test/support/planned-move.ts";
import { isWrite, steerLab } from "./steer-lab.ts";

const ID = "oci.drg-route";
const { oracle, planned } = steerLab();

const table = () => `drgRouteTables/${oracle().ids.table}`;
const act = (name: string, body: object) => oracle().stranger("POST", `${table()}/actions/${name}DrgRouteRules`, body);
const add = (attachment: string, destination = "10.9.0.0/16") =>
  act("add", {
    routeRules: [
      { destination, destinationType: "CIDR_BLOCK", nextHopDrgAttachmentId: oracle().ids.attachments[attachment] },
    ],
  });
interface Rule {
  readonly id: string;
  readonly destination: string;
  readonly nextHopDrgAttachmentId: string;
}
const rules = async () =>
  (await oracle().stranger("GET", `${table()}/drgRouteRules?routeType=STATIC`)).body as readonly Rule[];
const writes = () =>
  oracle()
    .requests.filter(isWrite)
    .map(({ path }) => path.split("/").at(-1));

describe("clouds/oci/drg-route", () => {
  it.each([
    ["fc-1", "VIRTUAL_CIRCUIT"],
    ["vpn", "IPSEC_TUNNEL"],
  ])("refuses %s as a target, for no static rule leads to a %s, and says what does", async (name, type) => {
    const { actuator, request, way } = planned(ID);
    const { [name]: nextHop = "" } = oracle().ids.attachments;
    const change = changeOf(actuator, { ...request, to: { nextHop } });

    for (const attempt of [() => actuator.snapshot(change), () => actuator.apply(change)])
      await expect(attempt()).rejects.toMatchObject({
        name: "ERR_ROUTE_TARGET_UNFIT",
        kind: "invalid",
        message: expect.stringMatching(new RegExp(`${type}.*oci\\.import-statements, or the router`)),
      });
    expect(writes()).toEqual([]);
    expect(oracle().carriers(way)).toEqual(["fc-1"]);
  });

  it("refuses an attachment that is no longer attached, and one that is not there", async () => {
    const { actuator, request, change } = planned(ID);
    const missing = changeOf(actuator, { ...request, to: { nextHop: "ocid1.drgattachment.oc1.iad.none" } });

    await expect(actuator.apply(missing)).rejects.toMatchObject({ name: "ERR_CLOUD_NOT_FOUND" });
    oracle().before = ({ path }) =>
      path.startsWith("drgAttachments")
        ? {
            status: 200,
            body: { id: "x", lifecycleState: "DETACHED", networkDetails: { type: "VCN", id: "v" } },
          }
        : undefined;
    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_ROUTE_TARGET_UNFIT" });
    expect(writes()).toEqual([]);
  });

  it("changes each prefix by itself, and no other", async () => {
    const { actuator, request, way } = planned(ID);
    const changes = actuator.plan({ ...request, prefixes: ["10.9.0.0/16", "10.8.0.0/16"] });
    expect(changes.map(({ prefix }) => prefix)).toEqual(["10.9.0.0/16", "10.8.0.0/16"]);
    const [first] = changes;
    if (!first) throw new Error("no change");
    await actuator.apply(first);

    expect(oracle().carriers(way)).toEqual(["vpn-far", "remote"]);
    expect(oracle().carriers([way[0], "10.8.0.5"])).toEqual(["fc-1"]);
  });

  it("moves a rule that is there, which keeps its id, and moves it back", async () => {
    const { actuator, change, way } = planned(ID);
    await add("ledger");
    const [theirs] = await rules();
    const before = await actuator.snapshot(change);

    expect(await actuator.apply(change)).toBe("applied");
    expect(oracle().carriers(way)).toEqual(["vpn-far", "remote"]);
    expect((await rules()).map(({ id }) => id)).toEqual([theirs?.id]);
    expect(await actuator.restore(change, before)).toBe("restored");
    expect(await rules()).toEqual([theirs]);
    expect(writes()).toEqual(["updateDrgRouteRules", "updateDrgRouteRules"]);
  });

  it("takes the rule away to leave a prefix to what is imported, and adds it again", async () => {
    const { actuator, request, way } = planned(ID);
    await actuator.apply(changeOf(actuator, request));
    const back = changeOf(actuator, { ...request, from: request.to, to: request.from });
    const before = await actuator.snapshot(back);

    expect(await actuator.apply(back)).toBe("applied");
    expect(oracle().carriers(way)).toEqual(["fc-1"]);
    expect(await actuator.isApplied(back)).toBe(true);
    expect(await actuator.restore(back, before)).toBe("restored");
    expect(oracle().carriers(way)).toEqual(["vpn-far", "remote"]);
  });

  it.each([
    ["sent it elsewhere", (id: string) => ({ id, nextHopDrgAttachmentId: oracle().ids.attachments.ledger })],
    ["made it one for another prefix", (id: string) => ({ id, destination: "10.99.0.0/16" })],
  ])("does not fight a person who meanwhile %s", async (_what, edit) => {
    const { actuator, change } = planned(ID);
    // what was there before was to a network that is no longer the hop of anything
    const before = { changeId: change.id, state: { nextHop: "ocid1.drgattachment.oc1.iad.before" } };
    await actuator.apply(change);
    const [own] = await rules();
    await act("update", { routeRules: [edit(own?.id ?? "")] });
    const theirs = await rules();

    await expect(actuator.restore(change, before)).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
    expect(await rules()).toEqual(theirs);
  });

  it("leaves a rule alone that somebody put back already", async () => {
    const { actuator, change } = planned(ID);
    await add("ledger");
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    const [own] = await rules();
    await act("update", { routeRules: [{ id: own?.id, nextHopDrgAttachmentId: oracle().ids.attachments.ledger }] });

    expect(await actuator.restore(change, before)).toBe("already");
    expect(writes()).toEqual(["updateDrgRouteRules"]);
  });

  it("names a new rule by one token, however often it is sent, and the next one by another", async () => {
    const { actuator, change } = planned(ID);
    const before = await actuator.snapshot(change);
    let lostCount = 0;
    oracle().isLost = (request) => {
      const isFirst = isWrite(request) && request.path.endsWith("addDrgRouteRules") && lostCount < 2;
      lostCount += Number(isFirst);
      return isFirst;
    };
    await actuator.apply(change);
    await actuator.restore(change, before);
    await actuator.apply(change);

    const tokens = oracle()
      .requests.filter(({ path }) => path.endsWith("addDrgRouteRules"))
      .map(({ headers }) => headers["opc-retry-token"]);
    expect(tokens).toHaveLength(4);
    expect(tokens[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(tokens.slice(0, 3)).size).toBe(1);
    expect(tokens[3]).not.toBe(tokens[0]);
    expect(await rules()).toHaveLength(1);
  });

  it.each(["isConflict", "isBlackhole"])("is not applied while its rule says %s", async (flag) => {
    const { actuator, change } = planned(ID);
    await actuator.apply(change);
    const shown = (await rules()).map((one) => ({ ...one, [flag]: true }));
    oracle().before = ({ path }) => (path.includes("/drgRouteRules") ? { status: 200, body: shown } : undefined);

    expect(await actuator.isApplied(change)).toBe(false);
  });
});
