import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import * as z from "zod";
import { one } from "../shell/address.ts";
import { rootRoute } from "../shell/root-route.tsx";

/** What stands behind `#/drills?`. */
export const DrillsSearch = z.object({ month: one(z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/)) });
export type DrillsSearch = z.infer<typeof DrillsSearch>;

/** Game days: what is configured, what was run, what was never tried. */
export const drillsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/drills",
  validateSearch: (search): DrillsSearch => DrillsSearch.parse(search),
  staticData: { title: "Drills", nav: { group: "Act", label: "Drills", key: "d" } },
  component: lazyRouteComponent(() => import("./drills.tsx"), "Drills"),
});

/** The report of one run. */
export const drillRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/drills/$runId",
  staticData: { title: "Drill" },
  component: lazyRouteComponent(() => import("./drill-page.tsx"), "DrillPage"),
});
