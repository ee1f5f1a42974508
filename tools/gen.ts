// Writes what is generated from code, or with --check says what is no longer current and fails.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cloudPolicies } from "./gen/cloud-policies.ts";
import { cloudIdsSource, cloudRegistrySource } from "./gen/clouds.ts";
import { configSchema } from "./gen/config.ts";
import { errorsPage } from "./gen/errors.ts";
import { eventSchemas, eventsPage } from "./gen/events.ts";
import { functionPorts } from "./gen/function-ports.ts";
import { workflowFiles } from "./gen/workflows.ts";

const root = join(import.meta.dirname, "..");
const files: Readonly<Record<string, string>> = {
  "packages/core/src/model/cloud-ids.gen.ts": cloudIdsSource(root),
  "packages/clouds/src/_all.gen.ts": cloudRegistrySource(root),
  "docs/events.md": eventsPage(),
  "docs/schemas/events.schema.json": eventSchemas(),
  "docs/errors.md": errorsPage(),
  "docs/schemas/skylane.schema.json": configSchema(),
  "infra/cloud-policies.gen.json": cloudPolicies(),
  "infra/function-ports.gen.json": await functionPorts(root),
  ...workflowFiles(),
};

const isCheck = process.argv.includes("--check");
const stale = Object.entries(files).filter(([file, text]) => {
  const path = join(root, file);
  return !existsSync(path) || readFileSync(path, "utf8") !== text;
});
if (!isCheck)
  for (const [file, text] of stale) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
for (const [file] of stale) console.log(`${isCheck ? "not current" : "written"}: ${file}`);
if (isCheck && stale.length > 0) {
  console.error("Run `npm run gen` and commit what it writes.");
  process.exitCode = 1;
}
