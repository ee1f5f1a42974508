/** An expression of an ARM template. */
export const expression = (text: string): string => `[${text}]`;
/** The value of a parameter, as a part of an expression. */
export const param = (name: string): string => `parameters('${name}')`;

type Scope = "subscription" | "resourceGroup";

const SCHEMAS: Readonly<Record<Scope, string>> = {
  subscription: "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
  resourceGroup: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
};

/** What a template is made of; a parameter without default has to be given. */
export interface TemplateParts {
  readonly parameters: Readonly<Record<string, object>>;
  readonly resources: readonly object[];
  readonly outputs?: Readonly<Record<string, { readonly type: string; readonly value: string }>>;
}

/** A template for `az deployment sub|group create`. */
export const template = (scope: Scope, parts: TemplateParts): object => ({
  $schema: SCHEMAS[scope],
  contentVersion: "1.0.0.0",
  ...parts,
});

/** A template within one for a subscription, deployed into a resource group of it; it sees its own parameters alone. */
export const nested = (
  {
    parameters,
    ...about
  }: { readonly parameters: Readonly<Record<string, string>> } & Readonly<Record<string, unknown>>,
  parts: TemplateParts,
): object => ({
  type: "Microsoft.Resources/deployments",
  apiVersion: "2022-09-01",
  ...about,
  properties: {
    mode: "Incremental",
    expressionEvaluationOptions: { scope: "inner" },
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, { value }])),
    template: template("resourceGroup", parts),
  },
});
