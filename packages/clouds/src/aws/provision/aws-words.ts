import * as z from "zod";

/** A name that becomes a tag: letters that every place of AWS takes. */
export const Name = z
  .string()
  .regex(/^[\w .:/=+@-]{1,128}$/, "must be 1 to 128 letters, digits, spaces or any of _.:/=+-@");

/** A BGP autonomous system number. */
export const Asn = z.int().min(1).max(4_294_967_294);
