import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../shell/root-route.tsx";
import { CostsSearch } from "./address.ts";

/** What is paid for, who for, what is wrong with it. */
export const costsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/costs",
  validateSearch: (search): CostsSearch => CostsSearch.parse(search),
  staticData: { title: "Costs", nav: { group: "Check", label: "Costs", key: "c" } },
  component: lazyRouteComponent(() => import("./costs.tsx"), "Costs"),
});
