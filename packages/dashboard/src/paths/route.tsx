import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../shell/root-route.tsx";
import { PathSearch } from "./address.ts";

/** One path: its samples, states, plan, history, and who it carries. */
export const pathRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/paths/$pathId",
  validateSearch: (search): PathSearch => PathSearch.parse(search),
  staticData: { title: "Path" },
  component: lazyRouteComponent(() => import("./path-page.tsx"), "PathPage"),
});
