import * as z from "zod";

/** What a rule asks of a row, or under which condition it asks it. */
export interface Check {
  readonly CheckFunction: string;
  readonly Items?: readonly Check[] | undefined;
  readonly ColumnName?: string | undefined;
  readonly ColumnAName?: string | undefined;
  readonly ColumnBName?: string | undefined;
  readonly ResultColumnName?: string | undefined;
  readonly ExpectedCount?: number | undefined;
  readonly ModelRuleId?: string | undefined;
  readonly Value?: string | number | null | undefined;
}

const Check: z.ZodType<Check> = z.looseObject({
  CheckFunction: z.string(),
  get Items() {
    return z.array(Check).optional();
  },
  ColumnName: z.string().optional(),
  ColumnAName: z.string().optional(),
  ColumnBName: z.string().optional(),
  ResultColumnName: z.string().optional(),
  ExpectedCount: z.number().optional(),
  ModelRuleId: z.string().optional(),
  Value: z.union([z.string(), z.number(), z.null()]).optional(),
});
/** The model leaves conditions empty, and writes some of them in a form of their own. */
const MaybeCheck = z.union([Check, z.looseObject({})]);

const Rule = z.looseObject({
  Function: z.string(),
  Reference: z.string(),
  EntityType: z.string(),
  Type: z.enum(["Static", "Dynamic"]),
  ApplicabilityCriteria: z.array(z.string()),
  ValidationCriteria: z.looseObject({
    MustSatisfy: z.string(),
    Keyword: z.enum(["MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY", "RECOMMENDED"]),
    Requirement: MaybeCheck,
    Condition: MaybeCheck,
  }),
});
export type Rule = z.infer<typeof Rule>;

/** The requirements model that the FinOps Foundation publishes beside the specification of FOCUS. */
export const RequirementsModel = z.looseObject({
  ModelRules: z.record(z.string(), Rule),
  CheckFunctions: z.record(z.string(), z.unknown()),
});
export type RequirementsModel = z.infer<typeof RequirementsModel>;

export const isCheck = (one: Rule["ValidationCriteria"]["Condition"]): one is Check =>
  typeof (one as Partial<Check>).CheckFunction === "string";
