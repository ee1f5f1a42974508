import type { MachineUse } from "@skylane/core";

/** A flexible shape, as discovery words it: processors and memory are bought one by one. */
const FLEXIBLE = /^(VM\.[\w.]+\.Flex) (\d{1,3}) OCPU (\d{1,4}) GB$/;
const LEAST_OCPU = 1;

/** The same flexible shape with a half, a quarter and so on of both; price goes with both, so it is in proportion. */
export function smallerSizes(size: string): MachineUse["smallerSizes"] {
  const [, shape, ocpus, memory] = FLEXIBLE.exec(size) ?? [];
  if (shape === undefined) return [];
  const smaller: { readonly name: string; readonly ofNowRatio: number }[] = [];
  for (let part = 2; ; part *= 2) {
    const [ocpuCount, gb] = [Number(ocpus) / part, Number(memory) / part];
    if (!(ocpuCount >= LEAST_OCPU && Number.isInteger(ocpuCount) && Number.isInteger(gb) && gb >= 1)) return smaller;
    smaller.push({ name: `${shape} ${ocpuCount} OCPU ${gb} GB`, ofNowRatio: 1 / part });
  }
}
