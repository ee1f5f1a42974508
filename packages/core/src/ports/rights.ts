import type { PolicyException } from "../config/intents.ts";
import type { Approval } from "../model/approval.ts";
import type { IntentRun } from "../model/intent-run.ts";
import type { Action, Person } from "../model/person.ts";

/** What an order is about: the estate as a whole, a run of intents as it is now, a move that waits, or an exception from a rule of policy. */
export type RightsResource =
  | { readonly kind: "estate" }
  | { readonly kind: "run"; readonly run: IntentRun }
  | { readonly kind: "move"; readonly approval: Approval }
  | { readonly kind: "exception"; readonly exception: PolicyException };

/** May this person do this? */
export interface RightsQuestion {
  readonly person: Pick<Person, "id" | "role">;
  readonly action: Action;
  readonly about: RightsResource;
  /** True where it is asked whether a signature counts: under a plan, or for a move that waits. */
  readonly isSignature?: boolean;
}

/** The answer, and the names of the policies it follows from; none of them = nothing allows it. */
export interface RightsVerdict {
  readonly isAllowed: boolean;
  readonly policies: readonly string[];
}

/** Answers at once. @throws ERR_RIGHTS_UNDECIDED where a policy cannot be evaluated: nothing is allowed then */
export type RightsJudge = (question: RightsQuestion) => RightsVerdict;

/** Who may do what, as policies say. */
export interface Rights {
  /** The judge, loaded once a process; its loading has begun when this is asked. @throws ERR_RIGHTS_UNDECIDED */
  judge(): Promise<RightsJudge>;
}
