import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { CloudDiscovery } from "@skylane/core";
import { afterEach, describe, expect, it } from "vitest";
import { apiFixtures } from "../../../../../test/support/api-fixtures.ts";
import { discoverOci } from "./discover-oci.ts";
import { fakeConfig } from "./fake-config.ts";

const folder = apiFixtures("oci", "recorded-c7n");
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const run of cleanUps.splice(0)) await run();
});

type Answers = (collection: string) => unknown;

/** A server in place of Oracle's, that answers lists. */
async function serving(answers: Answers): Promise<string> {
  const server = createServer((request, response) => {
    const collection = new URL(request.url ?? "/", "http://x").pathname.split("/").at(-1) ?? "";
    const body = answers(collection);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body ?? []));
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  cleanUps.push(() => new Promise((done) => void server.close(done)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function look(answers: Answers): Promise<CloudDiscovery> {
  const config = fakeConfig();
  cleanUps.push(() => config.remove());
  const discover = discoverOci({ endpoints: { oci: await serving(answers) } }, { environment: config.environment });
  return CloudDiscovery.parse(
    await discover({ accounts: [], regions: ["us-ashburn-1"], concurrency: 4, nowMs: () => 1 }),
  );
}
const subscription = { regionKey: "IAD", regionName: "us-ashburn-1", status: "READY", isHomeRegion: true };

describe("clouds/oci/recorded-answers", () => {
  it("understands what the API really answered, through the real SDK", async ({ skip }) => {
    skip(folder === undefined);
    const recorded = (kind: string): readonly { id: string }[] => {
      const { samples } = JSON.parse(readFileSync(join(folder ?? "", `${kind}.json`), "utf8")) as {
        samples: { method: string; response: unknown }[];
      };
      const rows = samples.flatMap(({ method, response }) =>
        method === "GET" && Array.isArray(response) ? response : [],
      );
      expect(rows.length, kind).toBeGreaterThan(0);
      return rows;
    };
    const [vcns, subnets] = [recorded("vcns"), recorded("subnets")];
    const found = await look((collection) =>
      collection === "regionSubscriptions"
        ? [subscription]
        : collection === "vcns"
          ? vcns
          : collection === "subnets"
            ? subnets
            : [],
    );

    expect(found.gaps).toEqual([]);
    expect(found.networks.length).toBeGreaterThan(0);
    expect(found.networks.every(({ cidrs, name }) => cidrs.length > 0 && name !== undefined)).toBe(true);
    expect(found.networks.some(({ tags }) => Object.keys(tags).some((tag) => tag.includes(".")))).toBe(true);
  });

  it.each([
    ["null for lists and objects", () => null],
    ["objects for lists", () => ({ items: [{}] })],
    ["rows without anything", () => [{}]],
    ["rows of nothing", () => [null, 1, "text", []]],
    [
      "numbers for texts",
      () => [{ id: 7, displayName: 8, cidrBlocks: 9, freeformTags: 10, definedTags: [11], routeRules: {} }],
    ],
  ])("is not stopped by %s", async (_, answer) => {
    const found = await look((collection) => (collection === "regionSubscriptions" ? [subscription] : answer()));

    expect(found.cloud).toBe("oci");
  });
});
