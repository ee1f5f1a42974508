import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const folder = process.env.SKYLANE_API_FIXTURES ?? resolve(import.meta.dirname, "../../../shared/data/api-fixtures");

/** A folder of answers that vendors publish or others recorded; `undefined` where they are not at hand, after saying so. */
export function apiFixtures(...path: readonly string[]): string | undefined {
  const found = join(folder, ...path);
  if (existsSync(found)) return found;
  console.log(`skipped: no vendors' answers here; set SKYLANE_API_FIXTURES to a folder that holds ${path.join("/")}`);
  return undefined;
}
