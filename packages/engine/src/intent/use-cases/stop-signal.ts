import type { Deps } from "../../deps.ts";

/** An answer holds for so long: building stops at the next object, at most this much later. */
const FRESH_MS = 1_000;

/**
 * Whether nothing may be changed: the kill switch is on, or cannot be read. However many ask, it is read once a second, and by all
 * who ask at once together.
 */
export function stopSignal({
  clock,
  killSwitch,
  log,
}: Pick<Deps, "clock" | "killSwitch" | "log">): () => Promise<boolean> {
  let last: { readonly atMs: number; readonly isStopped: Promise<boolean> } | undefined;
  const read = async (): Promise<boolean> => {
    try {
      return (await killSwitch.read()).isStopped;
    } catch (error) {
      log.warn("kill switch not read; nothing is ordered", { error });
      return true;
    }
  };
  return () => {
    const atMs = clock.monotonicMs();
    if (!last || atMs - last.atMs >= FRESH_MS) last = { atMs, isStopped: read() };
    return last.isStopped;
  };
}
