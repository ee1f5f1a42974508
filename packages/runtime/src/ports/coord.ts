import { activeDrillStore } from "../store/coord/active-drill-store.ts";
import { approvalStore } from "../store/coord/approval-store.ts";
import { killSwitchStore } from "../store/coord/kill-switch-store.ts";
import { leaseStore } from "../store/coord/lease-store.ts";
import { overrideStore } from "../store/coord/override-store.ts";
import { pathOverrideStore } from "../store/coord/path-override-store.ts";
import { regionLeaseStore } from "../store/coord/region-lease-store.ts";
import type { Port } from "./ports.ts";
import { coordTable } from "./tables.ts";

// What is kept in the coordination table (global table, multi-Region strong consistency).

export const leases: Port<"leases"> = { name: "leases", make: ({ the, ids }) => leaseStore(...the(coordTable), ids) };

export const killSwitch: Port<"killSwitch"> = {
  name: "killSwitch",
  make: ({ the }) => killSwitchStore(...the(coordTable)),
};

export const approvals: Port<"approvals"> = { name: "approvals", make: ({ the }) => approvalStore(...the(coordTable)) };

export const overrides: Port<"overrides"> = { name: "overrides", make: ({ the }) => overrideStore(...the(coordTable)) };

export const pathOverrides: Port<"pathOverrides"> = {
  name: "pathOverrides",
  make: ({ the }) => pathOverrideStore(...the(coordTable)),
};

export const activeDrills: Port<"activeDrills"> = {
  name: "activeDrills",
  make: ({ the }) => activeDrillStore(...the(coordTable)),
};

export const regionLease: Port<"regionLease"> = {
  name: "regionLease",
  make: ({ the, ids }) => regionLeaseStore(...the(coordTable), ids),
};
