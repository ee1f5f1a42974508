import type { Provisioner } from "@skylane/core";

const STOOD_BEFORE = { stood: "before" } as const;

/** A provisioner of what bears no mark of its maker: one that stood there before the first call is used, and never taken away. */
export const knownByPlace = (provisioner: Provisioner): Provisioner => ({
  ...provisioner,
  snapshot: async (step) => ((await provisioner.observe(step)) ? STOOD_BEFORE : null),
  remove: async (step, made) => (made.before ? "removed" : provisioner.remove(step, made)),
});
