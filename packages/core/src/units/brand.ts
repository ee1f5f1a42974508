declare const brand: unique symbol;

/** A primitive that must not be mixed up with another of the same type. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Milliseconds since the Unix epoch, wall clock. Never used to measure a duration: see `Clock.monotonicMs`. */
export type EpochMs = Brand<number, "EpochMs">;

/** `value` as wall-clock milliseconds. */
export const epochMs = (value: number): EpochMs => value as EpochMs;
