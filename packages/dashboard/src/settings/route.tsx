import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../shell/root-route.tsx";

/** How far Skylane goes, by what limits, and who may order it. */
export const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/settings",
  staticData: { title: "Settings", nav: { group: "Set up", label: "Settings", key: "s" } },
  component: lazyRouteComponent(() => import("./settings.tsx"), "Settings"),
});
