import type { Check } from "../check.ts";
import { actuators } from "./actuators.ts";
import { bills } from "./bills.ts";
import { bus } from "./bus.ts";
import { clock } from "./clock.ts";
import { deadLetters } from "./dead-letters.ts";
import { discovery } from "./discovery.ts";
import { federation } from "./federation.ts";
import { functions } from "./functions.ts";
import { identity } from "./identity.ts";
import { killSwitch } from "./kill-switch.ts";
import { node } from "./node.ts";
import { overrides } from "./overrides.ts";
import { permissions } from "./permissions.ts";
import { quotas } from "./quotas.ts";
import { regionLease } from "./region-lease.ts";
import { schedules } from "./schedules.ts";
import { secrets } from "./secrets.ts";
import { snapshots } from "./snapshots.ts";
import { tables } from "./tables.ts";
import { targets } from "./targets.ts";
import { workflows } from "./workflows.ts";

/** Every check, from the ground up. */
export const allChecks: readonly Check[] = [
  node,
  identity,
  clock,
  tables,
  bus,
  functions,
  workflows,
  schedules,
  secrets,
  quotas,
  federation,
  permissions,
  actuators,
  discovery,
  snapshots,
  bills,
  targets,
  deadLetters,
  killSwitch,
  overrides,
  regionLease,
];
