/** What the exit code of `skylane` says. */
export const exitCodes = {
  ok: 0,
  /** It ran and failed: a drill without restored traffic, a refused order. */
  failed: 1,
  /** The command, a name or a file was wrong; nothing was changed. */
  badInput: 2,
  /** Skylane does not run here, or does not answer. */
  notRunning: 3,
} as const;
