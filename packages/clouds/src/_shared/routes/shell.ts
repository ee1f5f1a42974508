/** A word of a POSIX shell, whatever is in it. */
export const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A command: the first words as they are (ours), then options and their values, each value quoted. */
export const command = (verb: string, options: Readonly<Record<string, string | readonly string[] | true>>): string =>
  [
    verb,
    ...Object.entries(options).map(([name, value]) =>
      value === true ? `--${name}` : `--${name} ${(typeof value === "string" ? [value] : value).map(quote).join(" ")}`,
    ),
  ].join(" ");

/** The same for tools that want `--name=value`, where a value may begin with a dash. */
export const commandWithEquals = (verb: string, options: Readonly<Record<string, string | true>>): string =>
  [
    verb,
    ...Object.entries(options).map(([name, value]) => (value === true ? `--${name}` : `--${name}=${quote(value)}`)),
  ].join(" ");

/** A script that stops at the first command that fails. */
export const script = (...lines: readonly string[]): string => ["#!/bin/sh", "set -eu", ...lines, ""].join("\n");

/** Lines of a script that make one thing, and those that take it back. */
export interface Step {
  readonly apply: readonly string[];
  readonly undo: readonly string[];
}

/** The script of these steps, and the one that takes them back, the last first. */
export const scriptOf = <Dialect extends string>(dialect: Dialect, steps: readonly Step[]) => ({
  dialect,
  apply: script(...steps.flatMap(({ apply }) => apply)),
  undo: script(...steps.toReversed().flatMap(({ undo }) => undo)),
});

/** How one setting is read, made and taken back by commands. */
export interface Pin {
  /** File that keeps what was before, for the undo; safe characters only. */
  readonly file: string;
  /** Prints what is there now, or `None`. */
  readonly read: string;
  readonly wanted: string;
  /** Other values that it may have and that may be replaced; any other was set by somebody else and is left alone. */
  readonly known: readonly string[];
  readonly create: string;
  /** Command that sets one of the known values where there is one already. */
  readonly replace: (value: string) => string;
  readonly remove: string;
}

/**
 * Sets something that may be there already: done if it is as wanted, made if absent, replaced if it is one of the known values,
 * else it stops. The value before is written to a file that the undo reads.
 */
export function pin({ file, read, wanted, known, create, replace, remove }: Pin): Step {
  const others = known.filter((value) => value !== wanted);
  const byHand = (what: string) =>
    `  *) printf '%s\\n' "${what} $now, which is not ours to change: look at it by hand" >&2; exit 1 ;;`;
  return {
    apply: [
      `now=$(${read})`,
      'case "$now" in',
      `  ${quote(wanted)}) : ;;`,
      `  None|null|'') printf '%s\\n' None > ${quote(file)}; ${create} ;;`,
      ...(others.length === 0
        ? []
        : [`  ${others.map(quote).join("|")}) printf '%s\\n' "$now" > ${quote(file)}; ${replace(wanted)} ;;`]),
      byHand("it points to"),
      "esac",
    ],
    undo: [
      // nothing was written, so nothing is to be taken back
      `if [ -f ${quote(file)} ]; then`,
      `now=$(${read})`,
      `before=$(cat ${quote(file)})`,
      'case "$now" in',
      `  ${quote(wanted)}) case "$before" in`,
      `    None) ${remove} ;;`,
      ...others.map((value) => `    ${quote(value)}) ${replace(value)} ;;`),
      `    *) printf '%s\\n' "the value before is not one of ours: look at it by hand" >&2; exit 1 ;;`,
      "  esac ;;",
      "  \"$before\"|'') : ;;",
      byHand("now it points to"),
      "esac",
      `rm -f ${quote(file)}`,
      "fi",
    ],
  };
}
