import { describe, expect, it } from "vitest";
import {
  addStatements,
  forAttachment,
  removeStatements,
  statementsOf,
  writeOneForEach,
} from "../../../../../test/support/oracle-moves.ts";
import { isWrite, steerLab } from "./steer-lab.ts";

const ID = "oci.import-statements";
const { oracle, planned } = steerLab(writeOneForEach);

const idsFor = async (name: string): Promise<readonly string[]> =>
  (await statementsOf(oracle()))
    .filter(({ matchCriteria }) => matchCriteria.some((one) => one.drgAttachmentId === oracle().ids.attachments[name]))
    .map(({ id }) => id);

describe("clouds/oci/import-statements", () => {
  it("finds the statement by what it accepts: it has another id after each move", async () => {
    const { actuator, change, way } = planned(ID);
    const before = await actuator.snapshot(change);
    const seen: string[] = [...(await idsFor("fc-1"))];
    for (let round = 0; round < 3; round += 1) {
      await actuator.apply(change);
      expect(oracle().carriers(way)).toEqual(["vpn"]);
      expect(await idsFor("fc-1")).toEqual([]);
      await actuator.restore(change, before);
      expect(oracle().carriers(way)).toEqual(["fc-1"]);
      seen.push(...(await idsFor("fc-1")));
    }

    expect(new Set(seen).size).toBe(4);
    expect(before.state).toEqual({ distributionId: oracle().ids.distribution, priorities: "10" });
  });

  it.each([
    ["all", { priority: 90, matchCriteria: [{ matchType: "MATCH_ALL" }] }],
    ["without criteria", { priority: 90, matchCriteria: [] }],
    [
      "by its type",
      { priority: 90, matchCriteria: [{ matchType: "DRG_ATTACHMENT_TYPE", attachmentType: "VIRTUAL_CIRCUIT" }] },
    ],
  ])("refuses where the attachment is also accepted %s, and says how to write the distribution", async (_how, also) => {
    const { actuator, change, way } = planned(ID);
    await addStatements(oracle(), also);

    for (const attempt of [() => actuator.snapshot(change), () => actuator.apply(change)])
      await expect(attempt()).rejects.toMatchObject({
        name: "ERR_ROUTE_TARGET_UNFIT",
        kind: "invalid",
        message: expect.stringContaining("one statement for each attachment"),
      });
    expect(oracle().requests.filter(isWrite)).toEqual([]);
    expect(oracle().carriers(way)).toEqual(["fc-1"]);
  });

  it("refuses to take away the last way: the path to take must be imported", async () => {
    const { actuator, change, way } = planned(ID);
    await removeStatements(oracle(), ...(await idsFor("vpn")));

    await expect(actuator.apply(change)).rejects.toMatchObject({
      name: "ERR_ROUTE_TARGET_UNFIT",
      message: expect.stringContaining("nothing would be left"),
    });
    expect(oracle().carriers(way)).toEqual(["fc-1"]);
  });

  it("moves to a path that is accepted by its type", async () => {
    const { actuator, change, way } = planned(ID);
    await removeStatements(oracle(), ...(await idsFor("vpn")));
    await addStatements(oracle(), {
      priority: 21,
      matchCriteria: [{ matchType: "DRG_ATTACHMENT_TYPE", attachmentType: "IPSEC_TUNNEL" }],
    });

    expect(await actuator.apply(change)).toBe("applied");
    expect(await actuator.isApplied(change)).toBe(true);
    expect(oracle().carriers(way)).toEqual(["vpn"]);
  });

  it("puts back all statements of the attachment, with their priorities, and touches no other", async () => {
    const { actuator, change } = planned(ID);
    await addStatements(oracle(), forAttachment(oracle(), "fc-1", 15));
    const others = (await statementsOf(oracle())).filter(({ priority }) => ![10, 15].includes(priority));
    const before = await actuator.snapshot(change);

    await actuator.apply(change);
    expect(await statementsOf(oracle())).toEqual(others);
    await actuator.restore(change, before);
    expect((await statementsOf(oracle())).map(({ priority }) => priority)).toEqual([10, 15, 20, 30]);
    expect((await statementsOf(oracle())).filter(({ priority }) => ![10, 15].includes(priority))).toEqual(others);
  });

  it.each([
    ["accepted the attachment again, otherwise", () => forAttachment(oracle(), "fc-1", 40)],
    ["gave its priority to another", () => forAttachment(oracle(), "fc-2", 10)],
  ])("does not fight a person who meanwhile %s", async (_what, statement) => {
    const { actuator, change } = planned(ID);
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    await addStatements(oracle(), statement());
    const theirs = await statementsOf(oracle());

    await expect(actuator.restore(change, before)).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
    expect(await statementsOf(oracle())).toEqual(theirs);
  });

  it("does not undo in a distribution that the table no longer imports by", async () => {
    const { actuator, change } = planned(ID);
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    const other = { ...before, state: { ...before.state, distributionId: "ocid1.drgroutedistribution.oc1.iad.other" } };

    await expect(actuator.restore(change, other)).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
    expect(await actuator.isRestored(change, other)).toBe(false);
  });

  it("says that a table without an import distribution has no such knob", async () => {
    const { actuator, change } = planned(ID);
    oracle().before = ({ path }) =>
      path.startsWith("drgRouteTables") ? { status: 200, body: { id: oracle().ids.table, drgId: "d" } } : undefined;

    await expect(actuator.snapshot(change)).rejects.toMatchObject({ name: "ERR_ROUTE_TARGET_UNFIT" });
  });

  it("is not applied while the table still has a route over the attachment", async () => {
    const { actuator, change } = planned(ID);
    await actuator.apply(change);
    const { body } = await oracle().stranger("GET", `drgRouteTables/${oracle().ids.table}/drgRouteRules`);
    oracle().before = ({ path }) =>
      path.includes("/drgRouteRules")
        ? {
            status: 200,
            body: (body as object[]).map((one) => ({
              ...one,
              nextHopDrgAttachmentId: oracle().ids.attachments["fc-1"],
            })),
          }
        : undefined;

    expect(await actuator.isApplied(change)).toBe(false);
  });
});
