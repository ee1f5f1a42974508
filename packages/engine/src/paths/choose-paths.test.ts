import type { SkylaneConfig } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { choosePaths } from "./choose-paths.ts";

/** The group of the small estate with these connections as its paths, in this order. */
function choice(connections: readonly Record<string, unknown>[], policy: Record<string, unknown> = {}) {
  const config = aConfig();
  const [group] = config.groups;
  const [path] = group?.paths ?? [];
  const [connection] = config.connections;
  if (!group || !path || !connection) throw new Error("the small estate has no group");
  const made = {
    ...config,
    connections: connections.map((one) => ({ ...connection, carrier: undefined, site: undefined, ...one })),
    policies: [
      {
        ...config.policies[0],
        id: "p",
        requireEncryption: false,
        forbidPublicInternet: false,
        minBandwidthMbps: 0,
        ...policy,
      },
    ],
  } as unknown as SkylaneConfig;
  const own = {
    ...group,
    policyId: "p",
    paths: connections.map(({ id }) => ({ ...path, id, connectionId: id })),
  } as unknown as typeof group;
  return choosePaths(own, made);
}

describe("engine/paths/choose-paths", () => {
  it("takes the declared order where nothing speaks against it", () => {
    expect(choice([{ id: "dx" }, { id: "vpn" }, { id: "vpn-2" }])).toMatchObject({
      primaryPathId: "dx",
      backupPathId: "vpn",
      sparePathIds: ["vpn-2"],
    });
  });

  it("prefers as backup what does not hang on the primary's building or carrier", () => {
    expect(
      choice([
        { id: "dx", carrier: "acme", site: "dc2" },
        { id: "dx-2", carrier: "acme", site: "dc2" },
        { id: "vpn", carrier: "internet" },
      ]),
    ).toMatchObject({ backupPathId: "vpn", sparePathIds: ["dx-2"] });
  });

  it("has a path for every single failure of the primary, or says that none is left", () => {
    const chosen = choice([
      { id: "dx", carrier: "acme", site: "dc2" },
      { id: "dx-2", carrier: "acme", site: "dc6" },
    ]);

    expect(chosen?.cases).toEqual([
      { riskId: "link:dx", lostPathIds: ["dx"], toPathId: "dx-2" },
      { riskId: "site:dc2", lostPathIds: ["dx"], toPathId: "dx-2" },
      { riskId: "carrier:acme", lostPathIds: ["dx", "dx-2"] },
    ]);
  });

  it("never takes a path that a policy forbids, as primary, backup or spare", () => {
    expect(
      choice(
        [
          { id: "open", isEncrypted: false },
          { id: "vpn", isEncrypted: true },
        ],
        { requireEncryption: true },
      ),
    ).toMatchObject({ primaryPathId: "vpn", sparePathIds: [], ruledOut: [{ pathId: "open" }] });
    expect(choice([{ id: "open", isEncrypted: false }], { requireEncryption: true })).toBeUndefined();
  });
});
