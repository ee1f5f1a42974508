/** The one sentence an on-call engineer reads first, and how loud it is. */
export interface Verdict {
  readonly tone: "good" | "watch" | "bad";
  readonly text: string;
  readonly detail: string;
}
