import { IsoWeek } from "@skylane/core";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import * as z from "zod";
import { one } from "../shell/address.ts";
import { rootRoute } from "../shell/root-route.tsx";

/** What stands behind `#/report?`. */
export const ReportSearch = z.object({ week: one(IsoWeek) });
export type ReportSearch = z.infer<typeof ReportSearch>;

/** A week: what was achieved, and what needs people. */
export const reportRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/report",
  validateSearch: (search): ReportSearch => ReportSearch.parse(search),
  staticData: { title: "Week", nav: { group: "Check", label: "Week", key: "k" } },
  component: lazyRouteComponent(() => import("./report.tsx"), "Report"),
});
