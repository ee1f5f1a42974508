import { Finding } from "@skylane/core";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import * as z from "zod";
import { many, one } from "../shell/address.ts";
import { rootRoute } from "../shell/root-route.tsx";

/** What stands behind `#/audit?`. */
export const AuditSearch = z.object({
  severity: many(Finding.shape.severity),
  rule: one(Finding.shape.rule),
  select: one(z.string().min(1)),
});
export type AuditSearch = z.infer<typeof AuditSearch>;

/** What is wrong with the estate, and what breaks policy. */
export const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/audit",
  validateSearch: (search): AuditSearch => AuditSearch.parse(search),
  staticData: { title: "Audit", nav: { group: "Check", label: "Audit", key: "a" } },
  component: lazyRouteComponent(() => import("./audit.tsx"), "Audit"),
});
