import type { Estate } from "@skylane/twin";
import type * as z from "zod";

type Input = z.input<typeof Estate>;
/** Parts of an estate as it is written: what has a default may be left out. */
export type EstateInput = Input;
export type EstateNetwork = Input["networks"][number];
export type EstateGateway = Input["gateways"][number];
export type EstateConnection = Input["connections"][number];
export type EstateFlow = Input["flows"][number];
export type EstateService = NonNullable<Input["services"]>[number];
