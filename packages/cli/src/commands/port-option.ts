import { InvalidArgumentError } from "commander";

/** A port from the command line; 0 means any free one. */
export function portOption(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError("must be a port, 0-65535");
}
