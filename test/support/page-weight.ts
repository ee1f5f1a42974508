import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { pageFolder } from "./browser.ts";

/** What all script of all pages may weigh, gzipped: 300 KB of 1,024 bytes. */
export const MAX_SCRIPT_BYTES = 300 * 1_024;

/** Script of the built page by file, each gzipped as a server does it. */
export const scriptBytes = (): ReadonlyMap<string, number> =>
  new Map(
    globSync("assets/*.js", { cwd: pageFolder }).map((file) => [
      file,
      gzipSync(readFileSync(join(pageFolder, file)), { level: 9 }).length,
    ]),
  );
