import { describe, expect, it } from "vitest";
import { corpusServices } from "../../../../../../test/support/intent-corpus.ts";
import { resolveMention } from "./resolve-mention.ts";

const services = corpusServices();
const names = (mention: Parameters<typeof resolveMention>[0]): readonly string[] => {
  const found = resolveMention(mention, services);
  const all = found.kind === "found" ? [found.service] : found.choices;
  return [found.kind, ...all.map(({ name, cloud, regionId }) => `${name} ${cloud} ${regionId}`)];
};

describe("engine/intent/understand/resolve/resolve-mention", () => {
  it.each([
    ["its name", "orderdb"],
    ["its name in other letters", "OrderDB"],
    ["its DNS name", "orderdb.database.windows.net"],
    [
      "its resource id, whatever the case",
      "/SUBSCRIPTIONS/6f9619ff-8b86-4011-b42d-00c04fc964ff/resourceGroups/data/providers/Microsoft.Sql/servers/orderdb",
    ],
  ])("finds a service by %s", (_, name) => {
    expect(names({ name })).toEqual(["found", "orderdb azure eastus"]);
  });

  it("finds a machine by its address", () => {
    expect(names({ name: "10.200.1.10" })).toEqual(["found", "erp onprem dc1"]);
  });

  it("says which services are called alike, and takes the one that is where and what was said", () => {
    expect(names({ name: "catalog" })).toEqual(["several", "catalog aws us-east-1", "catalog azure westeurope"]);
    expect(names({ name: "catalog", cloud: "azure" })).toEqual(["found", "catalog azure westeurope"]);
    expect(names({ name: "catalog", kind: "ec2-instance" })).toEqual(["found", "catalog aws us-east-1"]);
    expect(names({ name: "pricing", regionId: "oregon" })).toEqual(["found", "pricing aws us-west-2"]);
  });

  it("does not take a service that is elsewhere, or something else, than was said", () => {
    expect(names({ name: "orderdb", regionId: "westeurope" })).toEqual(["differs", "orderdb azure eastus"]);
    expect(names({ name: "OrderProcessor", accountId: "444455556666" })).toEqual([
      "differs",
      "OrderProcessor aws us-east-1",
    ]);
    expect(names({ name: "arn:aws:lambda:us-east-1:111122223333:function:OrderProcessor", cloud: "gcp" })[0]).toBe(
      "differs",
    );
  });

  it("offers what resembles, the most alike first, and never takes it", () => {
    const [kind, first] = names({ name: "paymentsdb" });

    expect([kind, first]).toEqual(["none", "paymentdb azure eastus"]);
    expect(names({ name: "zzz" })).toEqual(["none"]);
    expect(names({ name: "__proto__" })).toEqual(["none"]);
  });

  it("offers databases where somebody says database", () => {
    const found = resolveMention({ name: "database" }, services);

    expect(found.kind).toBe("none");
    if (found.kind === "none")
      expect(new Set(found.choices.map((one) => one.kind))).toEqual(
        new Set(["rds", "azure-sql", "cloud-sql", "oci-db"]),
      );
  });
});
