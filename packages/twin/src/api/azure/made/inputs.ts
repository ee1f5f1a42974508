import * as z from "zod";

/** Parts of bodies that several types take. */
export const Reference = z.looseObject({ id: z.string().min(1) });
export const Tags = z.record(z.string(), z.string()).default({});
/** Of what stands in a Region. */
export const located = { location: z.string().min(1), tags: Tags };
