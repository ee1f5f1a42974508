import { createHash } from "node:crypto";

const ROOT = "https://www.googleapis.com/compute/v1/";
const FIRST_DAY = "2022-01-01";

/** The address of an object, from its path `projects/…`. */
export const selfLink = (path: string): string => `${ROOT}${path}`;

/** A number that is always the same for a text. */
export const stableNumber = (text: string, below: number): number =>
  Number.parseInt(createHash("sha256").update(text).digest("hex").slice(0, 12), 16) % below;

/** What every object of Compute Engine has. */
export interface Resource {
  readonly kind: string;
  /** A 64-bit number as text. */
  readonly id: string;
  readonly name: string;
  readonly selfLink: string;
  readonly creationTimestamp: string;
}

/** The head of an object at that path; made on that day. */
export function resource(kind: string, path: string, createdOn: string = FIRST_DAY): Resource {
  const digits = createHash("sha256").update(path).digest("hex").slice(0, 15);
  return {
    kind: `compute#${kind}`,
    id: BigInt(`0x${digits}`).toString(),
    name: path.slice(path.lastIndexOf("/") + 1),
    selfLink: selfLink(path),
    creationTimestamp: `${createdOn}T00:00:00.000-07:00`,
  };
}
