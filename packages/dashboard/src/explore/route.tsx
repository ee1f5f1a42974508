import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../shell/root-route.tsx";
import { ExploreSearch } from "./address.ts";

/** The estate as it was last discovered. */
export const exploreRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/explore",
  validateSearch: (search): ExploreSearch => ExploreSearch.parse(search),
  staticData: { title: "Explore", nav: { group: "Watch", label: "Explore", key: "e" } },
  component: lazyRouteComponent(() => import("./explore.tsx"), "Explore"),
});
