import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../shell/root-route.tsx";
import { AskSearch } from "./address.ts";

/** A question in words over requests, paths, events and incidents. */
export const askRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/ask",
  validateSearch: (search): AskSearch => AskSearch.parse(search),
  staticData: { title: "Ask", nav: { group: "Watch", label: "Ask", key: "q" } },
  component: lazyRouteComponent(() => import("./ask.tsx"), "Ask"),
});
