import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { Estate } from "./estate.ts";

const SHIPPED = join(import.meta.dirname, "../../estates");

/** The estate of that name or in that file. @throws Error with one line per broken rule: field, rule, what to do */
export function loadEstate(nameOrFile: string): Estate {
  const shipped = join(SHIPPED, `${nameOrFile}.yaml`);
  const file = /^[\w-]+$/.test(nameOrFile) && existsSync(shipped) ? shipped : nameOrFile;
  if (!existsSync(file))
    throw new Error(
      `There is no estate "${nameOrFile}": neither a shipped one nor a file. Give the path of a YAML file, or "globalcart".`,
    );
  return parseEstate(readFileSync(file, "utf8"), nameOrFile);
}

/** The estate in a YAML text. @throws Error with one line per broken rule */
export function parseEstate(text: string, name: string): Estate {
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    throw new Error(`Estate ${name} is no valid YAML: ${error instanceof Error ? error.message : String(error)}`);
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
  throw new Error(`Estate ${name} is not valid; nothing was started.\n${lines.join("\n")}`);
}
