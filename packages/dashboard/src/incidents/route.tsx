import { IncidentStatus } from "@skylane/core";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import * as z from "zod";
import { many, one } from "../shell/address.ts";
import { rootRoute } from "../shell/root-route.tsx";

/** What stands behind `#/incidents?`. */
export const IncidentsSearch = z.object({ status: many(IncidentStatus), group: one(z.string().min(1)) });
export type IncidentsSearch = z.infer<typeof IncidentsSearch>;

/** What failed, and what was done. */
export const incidentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/incidents",
  validateSearch: (search): IncidentsSearch => IncidentsSearch.parse(search),
  staticData: { title: "Incidents", nav: { group: "Watch", label: "Incidents", key: "i" } },
  component: lazyRouteComponent(() => import("./incidents.tsx"), "Incidents"),
});

/** What stands behind `#/incidents/…?`. */
export const IncidentSearch = z.object({ step: one(z.coerce.number().int().min(0)) });
export type IncidentSearch = z.infer<typeof IncidentSearch>;

/** Everything that is known of one. */
export const incidentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/incidents/$incidentId",
  validateSearch: (search): IncidentSearch => IncidentSearch.parse(search),
  staticData: { title: "Incident" },
  component: lazyRouteComponent(() => import("./incident-page.tsx"), "IncidentPage"),
});
