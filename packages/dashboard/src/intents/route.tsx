import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../shell/root-route.tsx";

/** What was asked for, and where to ask. */
export const intentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/intents",
  staticData: { title: "Connect", nav: { group: "Act", label: "Connect", key: "r" } },
  component: lazyRouteComponent(() => import("./intents.tsx"), "Intents"),
});

/** One request: understood, planned, signed, built, proven, undone. */
export const intentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/intents/$id",
  staticData: { title: "Connection" },
  component: lazyRouteComponent(() => import("./intent.tsx"), "Intent"),
});
