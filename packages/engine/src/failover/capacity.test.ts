import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { capacityOf, shedInWords } from "./capacity.ts";
import { whereabouts } from "./whereabouts.ts";

type Needs = Readonly<Record<string, readonly [flowClass: "critical" | "standard" | "bulk", peakMbps: number]>>;

/** Of the backup, 1250 Mbps wide, with these flows on the group. */
function backupWith(needs: Needs, neighbourMbps = 0) {
  const config = aConfig((raw) => {
    const [flow] = raw.flows;
    const [group] = raw.groups;
    if (!flow || !group) throw new Error("no group");
    const flows: object[] = Object.entries(needs).map(([id, [flowClass, peakMbps]]) => ({
      ...flow,
      id,
      class: flowClass,
      peakMbps,
    }));
    if (neighbourMbps === 0) return { ...raw, flows };
    const [, vpn] = group.paths;
    const other = { ...group, id: "h", paths: [{ ...vpn, id: "h-vpn", probe: { ...vpn?.probe, host: "10.254.0.9" } }] };
    return {
      ...raw,
      groups: [group, other],
      flows: [...flows, { ...flow, id: "neighbour", groupId: "h", peakMbps: neighbourMbps }],
    };
  });
  const [group] = config.groups;
  const found =
    group && capacityOf(group, config, whereabouts(group, config, [], [])).find(({ pathId }) => pathId === "vpn");
  if (!found) throw new Error("no backup");
  return found;
}
const shed = (needs: Needs, neighbourMbps?: number): string[] =>
  backupWith(needs, neighbourMbps).shed.map(({ flowId }) => flowId);

describe("engine/failover/capacity", () => {
  it("sheds nothing where all fit", () => {
    expect(shed({ a: ["critical", 1_000], b: ["bulk", 250] })).toEqual([]);
  });

  it("keeps the higher classes, whatever the order of the configuration", () => {
    expect(shed({ b: ["bulk", 900], s: ["standard", 500], c: ["critical", 700] })).toEqual(["b"]);
  });

  it("sheds bulk, then standard, then critical ones; in each class the large ones first", () => {
    expect(shed({ c1: ["critical", 1_000], c2: ["critical", 1_200], s: ["standard", 1], b: ["bulk", 1] })).toEqual([
      "b",
      "s",
      "c2",
    ]);
  });

  it("gives room that a higher class could not use to no lower one", () => {
    expect(shed({ c: ["critical", 2_000], b: ["bulk", 1] })).toEqual(["b", "c"]);
  });

  it("leaves room for flows of another group that are at home on the connection", () => {
    expect(shed({ a: ["critical", 800] }, 400)).toEqual([]);
    expect(shed({ a: ["critical", 900] }, 400)).toEqual(["a"]);
  });

  it("takes a need nobody declared for none", () => {
    const [group] = aConfig().groups;

    expect(group && capacityOf(group, aConfig(), new Map()).map((one) => [one.neededMbps, one.shed])).toEqual([
      [0, []],
      [0, []],
    ]);
  });

  it("says what it comes to, and that routes do not tell classes apart", () => {
    expect(shedInWords(backupWith({ a: ["critical", 1_000], b: ["bulk", 900] }))).toBe(
      "bulk flows will be slow: b; vpn has room for 1250 of 1900 Mbps, and routes do not tell classes apart",
    );
    expect(shedInWords(backupWith({ a: ["critical", 1_000] }))).toBeUndefined();
  });
});
