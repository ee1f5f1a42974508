import { networkInterfaces } from "node:os";

/** True if this machine has the address. */
export const isOwnAddress = (ip: string): boolean =>
  Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === ip));
