import type { MachineUse } from "@skylane/core";
import { HALVES, smallerBy } from "../../_shared/usage/halvings.ts";

/**
 * General, memory and compute families: `D`, `E` and `F`, with their features in small letters. Above 48 processors memory is not in proportion
 * in all of them; sizes of isolated, constrained and older machines have other names.
 * @see https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions (read 2026-11)
 */
const PROPORTIONAL = /^Standard_(?:([DE])(\d{1,2})([adlps]*)_v([3-6])|(F)(\d{1,2})s_v2)$/;
const MOST_PROCESSORS = 48;
const GIB_PER_PROCESSOR: Readonly<Record<string, number>> = { D: 4, E: 8, F: 2 };
const GIB = 2 ** 30;

function familyOf(size: string) {
  const [, letter = "", count, features = "", version, compute, computeCount] = PROPORTIONAL.exec(size) ?? [];
  const processors = Number(count ?? computeCount);
  if (!(processors > 0 && processors <= MOST_PROCESSORS)) return undefined;
  const family = compute ?? letter;
  return {
    processors,
    // of D there are machines with less memory, told by an l
    gibPerProcessor: features.includes("l") ? 2 : GIB_PER_PROCESSOR[family],
    nameOf: (n: number): string =>
      compute === undefined ? `Standard_${family}${n}${features}_v${version}` : `Standard_F${n}s_v2`,
  };
}

/** Smaller ones of the same family. Processors, memory and price on demand double from size to size within it. */
export function smallerSizes(size: string): MachineUse["smallerSizes"] {
  const family = familyOf(size);
  return family ? smallerBy(family.processors, HALVES, family.nameOf) : [];
}

/** Memory of a machine of that size, bytes; `undefined` = not known. */
export function memoryBytesOf(size: string): number | undefined {
  const family = familyOf(size);
  return family?.gibPerProcessor === undefined ? undefined : family.processors * family.gibPerProcessor * GIB;
}
