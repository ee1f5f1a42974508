import type { MachineUse } from "@skylane/core";
import { HALVES, smallerBy } from "../../_shared/usage/halvings.ts";

/**
 * Predefined types of families that are sold by halves: processors, memory and price are in proportion. Types with a part of a processor,
 * of one's own making, and of families with other steps are left out.
 * @see https://cloud.google.com/compute/docs/general-purpose-machines (read 2026-11)
 */
const PROPORTIONAL = /^((?:n1|n2|n2d|n4|e2)-(?:standard|highmem|highcpu))-(\d{1,3})$/;

/** Smaller ones of the same family. */
export function smallerSizes(size: string): MachineUse["smallerSizes"] {
  const [, family, count] = PROPORTIONAL.exec(size) ?? [];
  return family === undefined ? [] : smallerBy(Number(count), HALVES, (n) => `${family}-${n}`);
}
