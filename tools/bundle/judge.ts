import type { Target } from "./targets.ts";

/** What was measured of a bundle. */
interface Measured {
  readonly initBytes: number;
  readonly coldInitMs?: number;
}

/** Why a bundle is not good enough, for people; empty if it is. */
export function judge({ name, goal }: Pick<Target, "name" | "goal">, { initBytes, coldInitMs }: Measured): string[] {
  return [
    ...(initBytes > goal.initBytes
      ? [`${name}: ${initBytes} bytes are loaded at once, ${goal.initBytes} are allowed`]
      : []),
    ...(coldInitMs !== undefined && coldInitMs > goal.coldInitMs
      ? [`${name}: is loaded in ${coldInitMs} ms, ${goal.coldInitMs} ms are allowed`]
      : []),
  ];
}
