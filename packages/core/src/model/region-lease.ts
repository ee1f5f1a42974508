import * as z from "zod";

/** Which of two Regions acts: at most one at any time. `rvn` is another one after each write, so a holder that has stirred is seen. */
export const RegionLease = z.strictObject({
  regionId: z.string().min(1),
  /** Grows by one each time it goes to another Region. */
  epoch: z.int().positive(),
  rvn: z.string().min(1),
  /** Who had it before; absent at the first time. */
  fromRegionId: z.string().min(1).optional(),
  /** Whether `regions.region-taken.v1` of this epoch was published. */
  isTold: z.boolean(),
});
export type RegionLease = z.infer<typeof RegionLease>;
