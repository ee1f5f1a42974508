import { WhatIfImpact, WhatIfList } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../../test/support/topologies.ts";
import { askWhatIf, listWhatIf } from "../index.ts";

const { aws, azure, dc } = places;
const flows = [aFlow("aws-dc", "aws", "dc"), aFlow("azure-dc", "azure", "dc", { class: "critical" })];
async function anEstate() {
  const deps = memoryDeps(anInventory({ flows }));
  await deps.topologies.saveSnapshot(
    aTopology([
      aLink({ id: "dx", from: aws, to: dc, kind: "direct-connect", carrier: "acme" }),
      aLink({ id: "vpn", from: aws, to: dc, carrier: "internet" }),
      aLink({ id: "er", from: azure, to: dc, kind: "express-route", carrier: "acme" }),
    ]),
  );
  return deps;
}

describe("engine/topology/ask-what-if", () => {
  it("lists every single failure, worst first, as the API shows it", async () => {
    const list = WhatIfList.parse(await listWhatIf(await anEstate()));

    expect(list.flowCount).toBe(2);
    expect(list.failures[0]).toMatchObject({ lostCount: 1, criticalLostCount: 1 });
    expect(list.failures.map(({ id }) => id)).toEqual(expect.arrayContaining(["link:dx", "carrier:acme"]));
  });

  it("fails several things at once, each counted once however often it is named", async () => {
    const impact = WhatIfImpact.parse(await askWhatIf(await anEstate(), ["link:dx", "vpn", "dx"]));

    expect(impact.failures.map(({ id }) => id)).toEqual(["link:dx", "link:vpn"]);
    expect(impact).toMatchObject({ lostCount: 1, keptCount: 1, flows: [{ flowId: "aws-dc", outcome: "lost" }] });
  });

  it.each([
    ["nothing that was seen", "link:<img src=x>", `nothing that can fail is called "link:<img src=x>"`],
    ["more than one thing", "account:a1", "say which"],
  ])("refuses words that mean %s", async (_, words, text) => {
    await expect(askWhatIf(await anEstate(), [words])).rejects.toMatchObject({
      code: "ERR_FAILURE_UNKNOWN",
      message: expect.stringContaining(text),
    });
  });

  it("knows nothing before the first look", async () => {
    const deps = memoryDeps(anInventory({ flows }));

    expect(await listWhatIf(deps)).toMatchObject({ seenAtMs: null, failures: [] });
    await expect(askWhatIf(deps, ["link:dx"])).rejects.toMatchObject({ code: "ERR_FAILURE_UNKNOWN" });
  });
});
