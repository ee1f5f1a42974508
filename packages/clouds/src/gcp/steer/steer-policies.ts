import { role } from "../role.ts";

/** What each actuator may do and nothing else, by its id. */
export const gcpSteerPolicies: Readonly<Record<string, string>> = {
  "gcp.router-priority": role(
    "Skylane steer by Cloud Router priority",
    "Changes the priority that BGP sessions of Cloud Routers announce with",
    ["compute.regionOperations.get", "compute.routers.get", "compute.routers.listBgpRoutes", "compute.routers.update"],
  ),
  "gcp.import-policy": role(
    "Skylane steer by import policies",
    "Makes import policies of Cloud Routers, names them in BGP sessions, and deletes those it has made",
    [
      "compute.regionOperations.get",
      "compute.routers.deleteRoutePolicy",
      "compute.routers.get",
      "compute.routers.getRoutePolicy",
      "compute.routers.listBgpRoutes",
      "compute.routers.update",
      "compute.routers.updateRoutePolicy",
    ],
  ),
  "gcp.route-priority": role(
    "Skylane steer by static routes",
    "Adds static routes to VPC networks and deletes those it has added",
    [
      "compute.globalOperations.get",
      "compute.networks.updatePolicy",
      "compute.routes.create",
      "compute.routes.delete",
      "compute.routes.list",
    ],
  ),
};
