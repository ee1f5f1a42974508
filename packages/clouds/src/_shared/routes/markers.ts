/**
 * What a planned call cannot know beforehand. Keys that begin with `$` are for whoever carries the plan out and are never sent:
 *
 * - `$read`: ask this first and take its answer, or the part at `path`. `find` chooses the one item of a list, `edit` changes
 *   named items of it; everything else is sent back as it was read, for these APIs replace the whole.
 * - `$before`: what the read-back said before the first write: the pre-image. `null` where there was nothing.
 * - `$from`: what an earlier call of the same plan answered.
 * - `$secret`: to be supplied by whoever holds it; reading does not show it.
 * - `$ifPresent`: the operation to use instead when the object is already there; the same input.
 * - `$ifBefore`: in an undo, what to do instead when the pre-image was not empty.
 */
export interface Read {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly path?: string;
  readonly find?: Readonly<Record<string, unknown>>;
  /** Items of the list that was read and what of them is set, added to a list in them, or taken out of it. */
  readonly edit?: readonly Edit[];
  /** Fields of the object that was read and what they are set to. */
  readonly set?: Readonly<Record<string, unknown>>;
}

export interface Edit {
  readonly find: Readonly<Record<string, unknown>>;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly add?: Readonly<Record<string, string>>;
  readonly remove?: Readonly<Record<string, string>>;
}

export const read = (what: Read): { readonly $read: Read } => ({ $read: what });
export const before = (path: string): { readonly $before: string } => ({ $before: path });
export const from = (
  call: number,
  path: string,
): { readonly $from: { readonly call: number; readonly path: string } } => ({
  $from: { call, path },
});
export const secret = (name: string): { readonly $secret: string } => ({ $secret: name });
