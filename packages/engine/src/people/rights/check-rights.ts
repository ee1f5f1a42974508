import type { DetailedError, SourceLocation } from "@cedar-policy/cedar-wasm/web";
import { Action, type IntentSettings, Role } from "@skylane/core";
import { peopleError } from "../errors.ts";
import { exceptionVerdict } from "../exception-verdict.ts";
import type { Cedar } from "./cedar.ts";
import { literalsIn } from "./literals.ts";
import { makeJudge, type RightsConfig } from "./make-judge.ts";
import { schema, shipped } from "./shipped.gen.ts";

const POLICY =
  'forbid (principal, action == Skylane::Action::"ask-intent", resource is Skylane::IntentRun) unless { resource has costCentre && resource.costCentre == "retail" };';

/** What would pass in place of what does not, by Cedar's word for the fault. */
const EXAMPLES: readonly (readonly [fault: RegExp, example: string])[] = [
  [/unrecognized action/, Action.options.map((action) => `Skylane::Action::"${action}"`).join(", ")],
  [
    /unrecognized entity type/,
    "Skylane::IntentRun; there are Skylane::Person, Role, Estate, IntentRun and PolicyException",
  ],
  [/optional attribute `(\w+)`/, 'resource has costCentre && resource.costCentre == "retail"'],
  [/impossible|applicable action/, `an action with a resource that it is asked for: ${POLICY}`],
];

/** Fault of the policies at a place of their text. */
interface Fault {
  readonly at?: number | undefined;
  readonly what: string;
  readonly example: string;
}

/**
 * Checks the configuration's own policies, and that policies let its exceptions stand.
 * @throws ERR_RIGHTS_INVALID with one line per fault: the line of the policies, what is wrong, what would pass
 */
export function checkRights(
  cedar: Cedar,
  config: RightsConfig & { readonly intents: Pick<IntentSettings, "exceptions"> },
): void {
  const { rights } = config;
  const faults = rights.policies === undefined ? [] : faultsIn(cedar, rights.policies, config);
  const complaints = faults.map(
    ({ at, what, example }) =>
      `rights.policies${at === undefined ? "" : `, line ${lineAt(rights.policies ?? "", at)}`}: ${what}; e.g. ${example}`,
  );
  if (complaints.length === 0) complaints.push(...idleExceptions(cedar, config));
  if (complaints.length === 0) return;
  throw peopleError(
    "ERR_RIGHTS_INVALID",
    `the rights are not valid; nothing was changed.\n${[...new Set(complaints)].join("\n")}`,
    { faultCount: complaints.length },
  );
}

function faultsIn(cedar: Cedar, text: string, config: RightsConfig): readonly Fault[] {
  const policies = { staticPolicies: text };
  const parsed = cedar.checkParsePolicySet(policies);
  if (parsed.type === "failure") return parsed.errors.map(faultOf);
  const checked = cedar.validate({ schema, policies });
  if (checked.type === "failure") return checked.errors.map(faultOf);
  const { validationErrors, validationWarnings } = checked;
  const wrong = new Set(validationErrors.map(({ policyId }) => policyId));
  // what breaks the schema is warned of besides: once is enough
  const idle = validationWarnings.filter(({ policyId }) => !wrong.has(policyId));
  return [...validationErrors, ...idle].map(({ error }) => faultOf(error)).concat(misnamed(cedar, text, config));
}

function faultOf({ message, help, sourceLocations = [] }: DetailedError): Fault {
  const [place] = sourceLocations as readonly (SourceLocation & { readonly label: string | null })[];
  const said = message.replace(/^(failed to parse policies from string|for policy `policy\d+`)[:,] /, "");
  const example = EXAMPLES.find(([fault]) => fault.test(message))?.[1] ?? POLICY;
  // for a name that is far from every other Cedar proposes any: the example lists them
  const hint = /unrecognized action/.test(message) ? null : (place?.label ?? help);
  return { at: place?.start, what: hint ? `${said} (${hint})` : said, example };
}

/** Names that Cedar takes and nothing bears: a policy for them would never hold, and nobody would notice. */
function misnamed(cedar: Cedar, text: string, { people, estate }: RightsConfig): readonly Fault[] {
  const names = namesIn(cedar, text);
  const seen = new Set(Object.keys(shipped));
  const known: Readonly<Record<string, readonly string[]>> = {
    "Skylane::Role": Role.options,
    "Skylane::Person": people.map(({ id }) => id.toLowerCase()),
    "Skylane::Estate": [estate],
  };
  return names.flatMap(({ id, literals }): Fault[] => [
    ...literals
      .filter(({ type, id: name }) => known[type]?.includes(name) === false)
      .map(({ type, id: name }) => ({
        at: placeOf(text, `${type}::${JSON.stringify(name)}`),
        what: `there is no ${type}::${JSON.stringify(name)}${type === "Skylane::Person" ? " among the people (names are in lower case)" : ""}`,
        example: (known[type] ?? [])
          .slice(0, 5)
          .map((one) => `${type}::${JSON.stringify(one)}`)
          .join(", "),
      })),
    ...(id !== undefined && (seen.has(id) || seen.size === seen.add(id).size)
      ? [
          {
            at: placeOf(text, JSON.stringify(id)),
            what: `@id(${JSON.stringify(id)}) is the name of another policy`,
            example: `@id("own-${id}")`,
          },
        ]
      : []),
  ]);
}

const namesIn = (cedar: Cedar, text: string) => {
  const parts = cedar.policySetTextToParts(text);
  return (parts.type === "success" ? parts.policies : []).map((policy) => {
    const parsed = cedar.policyToJson(policy);
    return parsed.type === "success"
      ? { id: parsed.json.annotations?.id, literals: literalsIn(parsed.json) }
      : { id: undefined, literals: [] };
  });
};

/** Exceptions whose approver may not approve them: they would not hold. */
function idleExceptions(
  cedar: Cedar,
  config: RightsConfig & { readonly intents: Pick<IntentSettings, "exceptions"> },
): readonly string[] {
  const judge = makeJudge(cedar, config);
  return config.intents.exceptions.flatMap((exception, i) => {
    const verdict = exceptionVerdict(judge, config.people, exception);
    if (verdict?.isAllowed) return [];
    const because = verdict?.policies.length
      ? `policy ${verdict.policies.join(", ")} forbids it`
      : "no policy permits it";
    return [
      `intents.exceptions[${i}].approver: "${exception.approver}" may not approve it: ${because}; name somebody who may, e.g. an approver who is not its owner`,
    ];
  });
}

/** Cedar counts bytes. */
const lineAt = (text: string, byteOffset: number): number =>
  new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, byteOffset)).split("\n").length;

/** Byte at which this text begins; `undefined` where it is written in another way. */
function placeOf(text: string, part: string): number | undefined {
  const index = text.indexOf(part);
  return index < 0 ? undefined : new TextEncoder().encode(text.slice(0, index)).length;
}
