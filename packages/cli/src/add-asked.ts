import type { Command } from "commander";

/** Commands by name, each with what loads the file that adds it, in the order of the help. */
export type CommandFiles = Readonly<Record<string, () => Promise<(parent: Command) => void>>>;

/** Adds the command that was asked for and loads no other; for help, and for names that are not known, all. */
export async function addAsked(parent: Command, files: CommandFiles, asked: string | undefined): Promise<void> {
  const named = files[asked ?? ""];
  for (const add of await Promise.all((named ? [named] : Object.values(files)).map((load) => load()))) add(parent);
}
