import * as z from "zod";

/** Another Region's stack acts from now on. */
export const RegionTaken = z.strictObject({
  regionId: z.string().min(1),
  /** Who acted before; absent at the first time. */
  fromRegionId: z.string().min(1).optional(),
  epoch: z.int().positive(),
});
export type RegionTaken = z.infer<typeof RegionTaken>;
