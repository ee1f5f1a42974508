import * as z from "zod";

/** A number, or another step's output that is one. */
export const Asn = z.coerce.number().int().min(1).max(4_294_967_295);

/** An address that Azure takes for a BGP speaker inside a tunnel: 169.254.21.0 to 169.254.22.255. */
export const ApipaAddress = z
  .ipv4()
  .regex(/^169\.254\.2[12]\./, "must be an address in 169.254.21.0 to 169.254.22.255");

/** A port, or a range of ports such as `11000-11999`. */
export const PortRange = z.coerce
  .string()
  .regex(/^\d{1,5}(-\d{1,5})?$/, "must be a port, or a range such as 11000-11999");
