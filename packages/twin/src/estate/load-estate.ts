import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { Estate } from "./estate.ts";

/** What is wrong with an estate, in words for whoever wrote it. */
export class EstateError extends Error {
  override readonly name = "EstateError";
}

/** References one part of the file may have to another: enough for people, too few to blow it up. */
const MAX_ALIASES = 100;
const SHIPPED = join(import.meta.dirname, "../../estates");

/** The estate of that name or in that file. @throws EstateError with one line per broken rule: field, rule, what to do */
export function loadEstate(nameOrFile: string): Estate {
  const shipped = join(SHIPPED, `${nameOrFile}.yaml`);
  const file = /^[\w-]+$/.test(nameOrFile) && existsSync(shipped) ? shipped : nameOrFile;
  if (!existsSync(file))
    throw new EstateError(
      `There is no estate "${nameOrFile}": neither a shipped one nor a file. Give the path of a YAML file, or "globalcart".`,
    );
  return parseEstate(readFileSync(file, "utf8"), nameOrFile);
}

/** The estate in a YAML text. @throws EstateError with one line per broken rule */
export function parseEstate(text: string, name: string): Estate {
  let raw: unknown;
  try {
    raw = load(text, { maxAliases: MAX_ALIASES });
  } catch (error) {
    throw new EstateError(`Estate ${name} is no valid YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = Estate.safeParse(raw);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    ({ path, message, code }) =>
      `${
        path
          .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
          .join("")
          .replace(/^\./, "") || "(top level)"
      }: ${message}${code === "unrecognized_keys" ? "; remove it or correct its spelling" : ""}`,
  );
  throw new EstateError(`Estate ${name} is not valid; nothing was started.\n${lines.join("\n")}`);
}
