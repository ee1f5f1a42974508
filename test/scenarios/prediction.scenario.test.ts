import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Alert, EventData, EventDraft, SnapshotTaken } from "@skylane/core";
import { parseConfigText } from "@skylane/core";
import { choosePaths, raiseAlert, recordSnapshot, runProbeBurst, storePlan, watchDegradation } from "@skylane/engine";
