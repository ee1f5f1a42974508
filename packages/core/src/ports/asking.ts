/** A second reader of questions, beside the grammar. */
export interface QueryReader {
  /**
   * The question in the words of the grammar, as somebody else put it: not trusted before it is parsed. `undefined` = there is no such
   * reader, it has nothing to say, or did not in `withinMs`.
   */
  read(text: string, withinMs: number): Promise<{ readonly query: string } | undefined>;
}
