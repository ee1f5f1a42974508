import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import * as z from "zod";
import { one } from "../shell/address.ts";
import { rootRoute } from "../shell/root-route.tsx";

/** How far back a path is shown, hours. */
export const pathHours = ["1", "6", "24"] as const;

/** What stands behind `#/paths/…?`. */
export const PathSearch = z.object({ hours: one(z.enum(pathHours)), vantage: one(z.string().min(1)) });
export type PathSearch = z.infer<typeof PathSearch>;

/** One path: its samples, states, plan, history, and who it carries. */
export const pathRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/paths/$pathId",
  validateSearch: (search): PathSearch => PathSearch.parse(search),
  staticData: { title: "Path" },
  component: lazyRouteComponent(() => import("./path-page.tsx"), "PathPage"),
});
