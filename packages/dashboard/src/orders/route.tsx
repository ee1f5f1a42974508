import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../shell/root-route.tsx";

/** What people have decided, and what waits for them. */
export const ordersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/orders",
  staticData: { title: "Orders", nav: { group: "Act", label: "Orders", key: "o" } },
  component: lazyRouteComponent(() => import("./orders.tsx"), "Orders"),
});
