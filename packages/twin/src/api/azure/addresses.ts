export { addressIn, dotted } from "../../world/prefix.ts";
