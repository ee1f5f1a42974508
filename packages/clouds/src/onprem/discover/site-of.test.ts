import { describe, expect, it } from "vitest";
import { siteOf } from "./site-of.ts";

describe("clouds/onprem/site-of", () => {
  it.each([
    ["dc1-r1", ["dc1", "dc2"], "dc1"],
    ["dc1.edge.example.com", ["dc1", "dc1.edge"], "dc1.edge"],
    ["skylane@dc2-r1", ["dc1", "dc2"], "dc2"],
    ["dc10-r1", ["dc1", "dc2"], ""],
    ["10.0.0.1", ["dc1"], "dc1"],
    ["10.0.0.1", ["dc1", "dc2"], ""],
    ["r1", [], ""],
  ])("%s of %j stands in %j", (routerId, sites, site) => {
    expect(siteOf(routerId, sites)).toBe(site);
  });
});
