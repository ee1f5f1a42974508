/** Providers that are written for, with the versions whose schema the documents are checked against. */
const providers = {
  aws: { source: "hashicorp/aws", version: ">= 6.0.0, < 7.0.0" },
  azurerm: { source: "hashicorp/azurerm", version: ">= 4.0.0, < 5.0.0" },
  google: { source: "hashicorp/google", version: ">= 6.50.0, < 7.0.0" },
  oci: { source: "oracle/oci", version: ">= 6.0.0" },
} as const;

/** A variable whose value only the reader knows: a name, a secret. */
export interface TerraformVariable {
  readonly description: string;
  readonly isSecret?: true;
  /** May be left out: it is `null` then. */
  readonly isOptional?: true;
}

export interface TerraformParts {
  readonly provider: keyof typeof providers;
  /** Arguments of the provider: where it works. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly variables?: Readonly<Record<string, TerraformVariable>>;
  /** Type → name → arguments. */
  readonly resources: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  /** Objects that are there already: address → id. */
  readonly imports?: Readonly<Record<string, string>>;
}

/** A whole `.tf.json` document. */
export function terraformDocument({
  provider,
  settings,
  variables = {},
  resources,
  imports = {},
}: TerraformParts): Record<string, unknown> {
  const blocks = Object.entries(imports).map(([to, id]) => ({ to, id }));
  return {
    terraform: { required_version: ">= 1.6.0", required_providers: { [provider]: { ...providers[provider] } } },
    provider: { [provider]: settings },
    ...(Object.keys(variables).length > 0 && {
      variable: Object.fromEntries(
        Object.entries(variables).map(([name, { description, isSecret, isOptional }]) => [
          name,
          { type: "string", description, ...(isSecret && { sensitive: true }), ...(isOptional && { default: null }) },
        ]),
      ),
    }),
    ...(blocks.length > 0 && { import: blocks }),
    resource: resources,
  };
}

/** A resource name for a prefix: letters, digits and underscores. */
export const resourceName = (prefix: string): string => `to_${prefix.replaceAll(/[^0-9]/g, "_")}`;
