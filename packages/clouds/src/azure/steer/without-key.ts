/** An error's words go to the log, and Azure may say again what it was sent. */
export function withoutKey(error: unknown, key: string | undefined, instead: string): unknown {
  if (key !== undefined && error instanceof Error) error.message = error.message.replaceAll(key, instead);
  return error;
}
