import type { MachineUse } from "@skylane/core";

/** Sizes of general, compute and memory families, by how many `large` they are. @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/apply_ri.html (read 2026-11) */
const LARGES: ReadonlyMap<string, number> = new Map([
  ["large", 1],
  ["xlarge", 2],
  ...[2, 4, 8, 9, 12, 16, 18, 24, 32, 48].map((count): [string, number] => [`${count}xlarge`, count * 2]),
]);
/** Halvings that there are of every such family. */
const OFFERED = ["4xlarge", "2xlarge", "xlarge", "large"];
/** Burstable machines, those with accelerators and those of metal are not in proportion; m5zn has other sizes. */
const PROPORTIONAL = /^((?!m5zn)[cmr][4-9][a-z]*)\.(\w+)$/;

/** Smaller ones of the same family. Processors, memory and price on demand double from size to size within it. */
export function smallerSizes(size: string): MachineUse["smallerSizes"] {
  const [, family, name = ""] = PROPORTIONAL.exec(size) ?? [];
  const now = LARGES.get(name);
  if (family === undefined || now === undefined) return [];
  return OFFERED.flatMap((one) => {
    const larges = LARGES.get(one) ?? now;
    return larges < now ? [{ name: `${family}.${one}`, ofNowRatio: larges / now }] : [];
  });
}
