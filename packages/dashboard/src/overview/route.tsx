import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../shell/root-route.tsx";

/** Is anything wrong, what did Skylane do, what needs me. */
export const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  staticData: { title: "Now", nav: { group: "Watch", label: "Now", key: "n" } },
  component: lazyRouteComponent(() => import("./overview.tsx"), "Overview"),
});
