import type { EstateService } from "../../estate/estate.ts";

type Sized = Pick<EstateService, "kind" | "size">;

const SMALLEST: Readonly<Partial<Record<EstateService["kind"], string>>> = {
  "ec2-instance": "m6i.large",
  "azure-vm": "Standard_D2s_v5",
  "gce-instance": "n2-standard-2",
  "oci-instance": "VM.Standard.E5.Flex/2/32",
};

/** The size of a machine, in its cloud's own word; of a flexible shape of Oracle with its processors and gigabytes. */
export const sizeOf = ({ kind, size }: Sized): string => size ?? SMALLEST[kind] ?? "";

/** How many of the smallest size it is, which is what it costs and has. */
export function smallestsOf(service: Sized): number {
  const size = sizeOf(service);
  if (service.kind === "ec2-instance") return largesOf(size);
  const [, count = "2"] = /(?:^Standard_[A-Z]|-|\/)(\d+)(?:s_v5|$|\/)/.exec(size) ?? [];
  return Number(count) / 2;
}

/** The same of a machine of AWS, by the name of its size. */
export function largesOf(size: string): number {
  const [, count = "1"] = /\.(\d*)xlarge$/.exec(size) ?? [];
  return size.endsWith(".large") ? 1 : 2 * Number(count || "1");
}

const GIB = 2 ** 30;
const SMALLEST_GIB: Readonly<Partial<Record<EstateService["kind"], number>>> = { "azure-vm": 8 };

/** What a machine has of memory where its cloud tells how much of that is left, bytes. */
export const memoryBytesOf = (service: Sized): number => (SMALLEST_GIB[service.kind] ?? 0) * smallestsOf(service) * GIB;
