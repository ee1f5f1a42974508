// Writes what is generated from code, or with --check says what is no longer current and fails.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cloudPolicies } from "./gen/cloud-policies.ts";
import { cloudIdsSource, cloudPartSource, cloudParts, cloudRegistrySource } from "./gen/clouds.ts";
import { configSchema } from "./gen/config.ts";
import { errorsPage } from "./gen/errors.ts";
import { eventSchemas, eventsPage } from "./gen/events.ts";
import { functionPorts } from "./gen/function-ports.ts";
import { openApi } from "./gen/openapi.ts";
import { ownAlarmsPage } from "./gen/own-alarms.ts";
import { provisioningTimes } from "./gen/provisioning-times.ts";
import { shippedRights } from "./gen/rights.ts";
import { spokeFiles } from "./gen/spoke.ts";
import { standingSource } from "./gen/standing.ts";
import { workflowFiles } from "./gen/workflows.ts";

const root = join(import.meta.dirname, "..");
/** In this order: the handlers, which say their ports, and the templates are loaded with what was generated before them. */
const files: Readonly<Record<string, string | (() => Promise<string>)>> = {
  "packages/core/src/model/cloud-ids.gen.ts": cloudIdsSource(root),
  ...Object.fromEntries(cloudParts.map((part) => [`packages/clouds/src/_${part}.gen.ts`, cloudPartSource(root, part)])),
  "packages/clouds/src/_all.gen.ts": cloudRegistrySource(root),
  "packages/clouds/src/_provisioning-times.gen.ts": () => provisioningTimes(root),
  "packages/engine/src/people/rights/shipped.gen.ts": () => shippedRights(root),
  "packages/engine/src/cost/standing.gen.ts": standingSource(),
  "docs/events.md": eventsPage(),
  "docs/schemas/events.schema.json": eventSchemas(),
  "docs/errors.md": errorsPage(),
  "docs/openapi.json": openApi(),
  "docs/operations/own-alarms.md": ownAlarmsPage(),
  "docs/schemas/skylane.schema.json": configSchema(),
  "infra/cloud-policies.gen.json": cloudPolicies(),
  ...spokeFiles,
  ...workflowFiles(),
  "infra/function-ports.gen.json": () => functionPorts(root),
};

const isCheck = process.argv.includes("--check");
let staleCount = 0;
for (const [file, made] of Object.entries(files)) {
  const path = join(root, file);
  const text = typeof made === "string" ? made : await made();
  if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
  staleCount += 1;
  if (!isCheck) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  console.log(`${isCheck ? "not current" : "written"}: ${file}`);
}
if (isCheck && staleCount > 0) {
  console.error("Run `npm run gen` and commit what it writes.");
  process.exitCode = 1;
}
