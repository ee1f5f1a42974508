import type { DetailedError, PolicyJson } from "@cedar-policy/cedar-wasm/web";
import {
  type Action,
  chargesOf,
  type RightsJudge,
  type RightsResource,
  type RightsSettings,
  type RightsVerdict,
} from "@skylane/core";
import { peopleError } from "../errors.ts";
import type { Cedar } from "./cedar.ts";
import { entitiesOf, type RightsWorld } from "./entities.ts";
import { shipped } from "./shipped.gen.ts";

/** What can be a signature. */
const SIGNED: ReadonlySet<Action> = new Set(["decide-approval", "decide-intent"]);

/** The configuration that a judge judges by. */
export interface RightsConfig extends RightsWorld {
  readonly rights: RightsSettings;
}

/**
 * The judge of this configuration: the shipped policies and the configuration's own, by Cedar's rules. Nothing is allowed unless a
 * policy permits it and none forbids it. The schema is not asked here, which would be two fifths of the time to the first answer: policies
 * are checked against it beforehand, questions by a test; what fits it not is an error of evaluation. @throws ERR_RIGHTS_UNDECIDED if its policies are none
 */
export function makeJudge(cedar: Cedar, config: RightsConfig): RightsJudge {
  const own = ownPolicies(cedar, config.rights.policies);
  // Cedar keeps policies by name, one table a process: by their own text, no two configurations share one
  const policySet = config.rights.policies ?? "";
  must(cedar.preparsePolicySet(policySet, { staticPolicies: { ...shipped, ...own } }));
  const nameOf = (id: string): string => own[id]?.annotations?.id ?? id;
  const judge: RightsJudge = (question) => {
    const { action, isSignature = false } = question;
    const answer = cedar.statefulIsAuthorized({
      ...entitiesOf(question, config),
      action: { type: "Skylane::Action", id: action },
      context: SIGNED.has(action) ? { isSignature } : {},
      preparsedPolicySetId: policySet,
    });
    if (answer.type === "failure") throw undecided(answer.errors);
    const { decision, diagnostics } = answer.response;
    // a policy that cannot be evaluated counts for nothing at Cedar: it might have forbidden this
    if (diagnostics.errors.length > 0) throw undecided(diagnostics.errors.map(({ error }) => error));
    return { isAllowed: decision === "allow", policies: diagnostics.reason.map(nameOf).sort() };
  };
  // a table has rows of several owners and cost centres: who may not for one of them may not for the table
  return (question) => {
    const verdicts = perCharge(question.about).map((about) => judge({ ...question, about }));
    return verdicts.find(({ isAllowed }) => !isAllowed) ?? (verdicts[0] as RightsVerdict);
  };
}

/** What is asked about, once for each owner and cost centre among a run's connections. */
function perCharge(about: RightsResource): readonly RightsResource[] {
  if (about.kind !== "run" || about.run.intents.length === 0) return [about];
  const { costCentre: _, ...run } = about.run;
  return chargesOf(run).map((charge) => ({ kind: "run", run: { ...run, ...charge } }));
}

/** The configuration's own policies, under names that no shipped one has: none of them can take the place of a shipped one. */
function ownPolicies(cedar: Cedar, text: string | undefined): Readonly<Record<string, PolicyJson>> {
  if (text === undefined) return {};
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === "failure") throw undecided(parts.errors);
  if (parts.policy_templates.length > 0)
    throw undecided([{ message: "a policy is a template, which nothing fills in" }]);
  return Object.fromEntries(
    parts.policies.map((policy, i) => {
      const parsed = cedar.policyToJson(policy);
      if (parsed.type === "failure") throw undecided(parsed.errors);
      return [`rights.policies#${i + 1}`, parsed.json] as const;
    }),
  );
}

type Answer = { type: "success" } | { type: "failure"; errors: DetailedError[] };

function must(answer: Answer): void {
  if (answer.type === "failure") throw undecided(answer.errors);
}

const undecided = (errors: readonly Pick<DetailedError, "message">[]) =>
  peopleError(
    "ERR_RIGHTS_UNDECIDED",
    `the policies cannot be evaluated, so nothing is allowed: ${errors.map(({ message }) => message).join("; ")}; check rights.policies with "skylane doctor"`,
  );
