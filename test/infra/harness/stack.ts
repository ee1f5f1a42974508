import { readFileSync } from "node:fs";
import * as z from "zod";

const oneOrMany = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** A statement of a policy, every list written as one. */
const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.record(z.string(), oneOrMany).optional(),
  Action: oneOrMany,
  Resource: oneOrMany.optional(),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMany)).optional(),
});
export type Statement = z.infer<typeof Statement>;
const Policy = z.looseObject({
  Statement: z.union([z.array(Statement), Statement.transform((statement) => [statement])]),
});

/** A resource as the program asked for it. `inputs` are what it wrote down; what nobody set is absent. */
const Resource = z.object({
  type: z.string(),
  name: z.string(),
  isComponent: z.boolean(),
  id: z.string(),
  // each type of resource has inputs of its own; tests say what they expect
  inputs: z.record(z.string(), z.any()),
  options: z.object({
    parent: z.string().optional(),
    protect: z.boolean().optional(),
    retainOnDelete: z.boolean().optional(),
    provider: z.string().optional(),
  }),
});
export type Resource = z.infer<typeof Resource>;

const StackFile = z.object({
  app: z.looseObject({ stage: z.string() }),
  outputs: z.record(z.string(), z.unknown()),
  resources: z.array(Resource),
  questions: z.array(z.object({ method: z.string(), params: z.record(z.string(), z.unknown()) })),
  errors: z.array(z.string()),
});

/** A rendered stage, and what tests ask of it. */
export class Stack {
  readonly app: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly resources: readonly Resource[];
  readonly errors: readonly string[];
  readonly #questions: z.infer<typeof StackFile>["questions"];

  constructor(file: string) {
    const { app, outputs, resources, errors, questions } = StackFile.parse(JSON.parse(readFileSync(file, "utf8")));
    this.app = app;
    this.outputs = outputs;
    this.resources = resources;
    this.errors = errors;
    this.#questions = questions;
  }

  ofType(type: string): readonly Resource[] {
    return this.resources.filter((one) => one.type === type);
  }

  /** The one resource of this type with this logical name. */
  get(type: string, name: string): Resource {
    const found = this.ofType(type).filter((one) => one.name === name);
    const [first] = found;
    if (first === undefined || found.length > 1) throw new Error(`${found.length} of ${type} ${name}, not one`);
    return first;
  }

  /** A shipped function by its name in the manifest, once for each Region. */
  functionsOf(name: string): readonly Resource[] {
    const physical = `${this.outputs.name}-${name}`;
    return this.ofType("aws:lambda/function:Function").filter(({ inputs }) => inputs.name === physical);
  }

  /** Functions that prove from inside networks. */
  provers(): readonly Resource[] {
    return this.ofType("aws:lambda/function:Function").filter(({ inputs }) =>
      String(inputs.name).startsWith(`${this.outputs.name}-prove-vpc-`),
    );
  }

  roles(): readonly Resource[] {
    return this.ofType("aws:iam/role:Role");
  }

  /** Everything a role may do: its inline policies and those attached to it. */
  permissionsOf(role: Resource): readonly Statement[] {
    const inline: { policy: unknown }[] = role.inputs.inlinePolicies ?? [];
    const beside = this.ofType("aws:iam/rolePolicy:RolePolicy").filter(({ inputs }) =>
      [role.inputs.name, role.name, role.id].includes(inputs.role),
    );
    return [...inline.map(({ policy }) => policy), ...beside.map(({ inputs }) => inputs.policy)].flatMap(statementsOf);
  }

  /** Who may take a role. */
  trustOf(role: Resource): readonly Statement[] {
    return statementsOf(role.inputs.assumeRolePolicy);
  }

  /** What SST was asked to bundle for a function, by the function's logical name. */
  buildOf(functionId: string): Readonly<Record<string, unknown>> | undefined {
    return this.#questions.find(({ method, params }) => method === "Runtime.Build" && params.functionID === functionId)
      ?.params;
  }
}

/** Statements of a policy, given as JSON or as the object. */
export const statementsOf = (policy: unknown): readonly Statement[] =>
  Policy.parse(typeof policy === "string" ? JSON.parse(policy) : policy).Statement;
