import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CloudDiscovery } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { apiFixtures } from "../../../../../test/support/api-fixtures.ts";
import { discoverAzure } from "./discover-azure.ts";
import { fakeArm } from "./fake-arm.ts";

const folder = apiFixtures("azure");

interface Resource {
  readonly name?: string;
  readonly type?: string;
}

/** Every resource in the published examples and recordings, by type in lower case. */
function published(): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Resource[]>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (typeof value === "object" && value !== null) {
      const { type, id } = value as { type?: unknown; id?: unknown };
      const kind = typeof id === "string" ? /\/providers\/microsoft\.network\/(\w+)\/[^/]+$/i.exec(id)?.[1] : undefined;
      if (kind !== undefined && "properties" in value && (typeof type === "string" || "location" in value))
        found.set(kind.toLowerCase(), [...(found.get(kind.toLowerCase()) ?? []), value as Resource]);
      else for (const item of Object.values(value)) visit(item);
    }
  };
  for (const kind of ["spec-examples", "recorded-c7n"]) {
    const at = join(folder ?? "", kind);
    if (existsSync(at)) for (const file of readdirSync(at)) visit(JSON.parse(readFileSync(join(at, file), "utf8")));
  }
  return found;
}

describe("clouds/azure/published-examples", () => {
  it("understands the vendor's published examples", async ({ skip }) => {
    skip(folder === undefined);
    const all = published();
    const httpClient = fakeArm((path) => {
      if (/\/resourceGroups$/i.test(path))
        return { statusCode: 200, body: { value: [{ name: "rg1", location: "eastus" }] } };
      const [, type = "", name] = /\/providers\/Microsoft\.Network\/(\w+)(?:\/([^/]+))?$/i.exec(path) ?? [];
      const resources = all.get(type.toLowerCase()) ?? [];
      return {
        statusCode: 200,
        body: name === undefined ? { value: resources } : resources.find((one) => one.name === name),
      };
    });
    const found = await discoverAzure(
      {},
      { environment: { AZURE_ACCESS_TOKEN: "any" }, httpClient },
    )({
      accounts: [{ id: "subid" }],
      regions: [],
      concurrency: 4,
      nowMs: () => 1,
    });

    CloudDiscovery.parse(found);
    expect(found.gaps).toEqual([]);
    expect(found.networks.length).toBeGreaterThan(1);
    expect(found.gateways.map(({ kind }) => kind)).toContain("virtual-hub");
    const connections = all.get("connections") ?? [];
    expect(connections.length).toBeGreaterThan(0);
    expect(found.links.filter(({ kind }) => kind === "vpn").length).toBeGreaterThan(0);
    expect(found.links.filter(({ kind }) => kind === "express-route").length).toBeGreaterThan(0);
    for (const secret of ["Abc123", "a1410692-", "6569625a-", "authkey"])
      expect(JSON.stringify(found)).not.toContain(secret);
  });
});
