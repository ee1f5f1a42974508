import { describe, expect, it } from "vitest";
import { parseAdvertised } from "./schema.ts";

/** As FRR 8.4.4 prints it, shortened. */
const printed = (localAS: number, paths: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    bgpLocalRouterId: "10.9.0.1",
    localAS,
    advertisedRoutes: Object.fromEntries(
      Object.entries(paths).map(([network, path]) => [network, { network, nextHop: "0.0.0.0", weight: 0, path }]),
    ),
    totalPrefixCounter: Object.keys(paths).length,
  });

describe("clouds/onprem/schema", () => {
  it("counts how often the own AS number comes first in what a neighbor is told", () => {
    const told = parseAdvertised(
      printed(65_010, {
        "10.1.0.0/16": "",
        "10.2.0.0/16": "65010 65010 65010",
        "10.3.0.0/16": "64512",
        "10.4.0.0/16": "65010 64512 65010",
        "10.5.0.0/16": "650100 65010",
      }),
    );

    expect([...told.values()]).toEqual([0, 3, 0, 1, 0]);
  });

  it("takes a neighbor without a session for one that is told nothing", () => {
    expect(parseAdvertised('{"advertisedRoutes":{},"totalPrefixCounter":0,"filteredPrefixCounter":0}').size).toBe(0);
  });

  it.each([
    '{"warning":"No such neighbor in this view/vrf"}',
    "",
    "[]",
    "% Unknown command",
    '{"advertisedRoutes":[]}',
  ])("does not take %j for an answer", (text) => {
    expect(() => parseAdvertised(text)).toThrow(expect.objectContaining({ name: "ERR_CLOUD_ANSWER" }));
  });
});
