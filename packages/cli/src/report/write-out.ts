import { writeFileSync } from "node:fs";
import { CliError } from "../cli-error.ts";

/** Writes a file that was asked for, and says so. @throws CliError if it cannot be written */
export function writeOut(file: string, content: string | Uint8Array): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new CliError(
      `${file} cannot be written: ${error instanceof Error ? error.message : error}. Name a file in a folder that is there.`,
    );
  }
  process.stdout.write(`Written: ${file}\n`);
}
