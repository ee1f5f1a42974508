import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../shell/root-route.tsx";
import { WhatIfSearch } from "./address.ts";

/** Who loses what if something fails; asked in thought only. */
export const whatIfRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/what-if",
  validateSearch: (search): WhatIfSearch => WhatIfSearch.parse(search),
  staticData: { title: "What if", nav: { group: "Check", label: "What if", key: "w" } },
  component: lazyRouteComponent(() => import("./what-if.tsx"), "WhatIf"),
});
