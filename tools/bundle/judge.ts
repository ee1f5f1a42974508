import { knownExceptions } from "./known-exceptions.ts";
import type { Target } from "./targets.ts";

/** What was measured of a bundle. */
interface Measured {
  readonly initBytes: number;
  readonly coldInitMs?: number;
}

/** Why a bundle is not good enough, for people; empty if it is. A known exception has a limit of its own, and no other time. */
export function judge({ name, goal }: Pick<Target, "name" | "goal">, { initBytes, coldInitMs }: Measured): string[] {
  const limitBytes = knownExceptions[name]?.initBytes ?? goal.initBytes;
  return [
    ...(initBytes > limitBytes ? [`${name}: ${initBytes} bytes are loaded at once, ${limitBytes} are allowed`] : []),
    ...(coldInitMs !== undefined && coldInitMs > goal.coldInitMs
      ? [`${name}: is loaded in ${coldInitMs} ms, ${goal.coldInitMs} ms are allowed`]
      : []),
  ];
}
