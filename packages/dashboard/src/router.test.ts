import { createMemoryHistory } from "@tanstack/react-router";
import { describe, expect, it } from "vitest";
import { makeRouter } from "./router.ts";
import { navPages } from "./shell/pages.ts";
import { titleOf } from "./shell/use-arrival.ts";

const at = (address: string) => {
  const router = makeRouter(createMemoryHistory({ initialEntries: [address] }));
  return router.matchRoutes(router.latestLocation ?? router.parseLocation(router.history.location));
};
const routes = Object.values(makeRouter(createMemoryHistory()).routesById);

describe("dashboard/router", () => {
  it("names every page, and gives each of the navigation a letter of its own", () => {
    const pages = navPages(routes);
    const keys = pages.map(({ key }) => key);

    expect(routes.filter(({ id, options }) => id !== "__root__" && !options.staticData?.title)).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every((key) => /^[a-z]$/.test(key))).toBe(true);
    expect(pages[0]?.to).toBe("/");
  });

  it.each([
    ["/explore?state=down&state=up&select=1&view=map", { state: ["down", "up"], select: "1", view: "map" }],
    ["/explore?state=purple&view=cube", {}],
    ["/costs?by=team&month=2026-11&select=ca-1", { by: "team", month: "2026-11", select: "ca-1" }],
  ])("understands the address %s", (address, search) => {
    expect(at(address).at(-1)?.search).toEqual(search);
  });

  it.each(["/explorer", "/%00"])("knows no page at %s", (address) => {
    expect(at(address).map(({ routeId }) => routeId)).toEqual(["__root__"]);
  });

  it("names the window by the page, and shows what is hidden in an id", () => {
    expect(titleOf(at("/costs").at(-1))).toBe("Costs · Skylane");
    expect(titleOf({ staticData: { title: "Path" }, params: { pathId: "dx\u202e1" } })).toBe(
      "dx\\u{202e}1 · Path · Skylane",
    );
  });
});
