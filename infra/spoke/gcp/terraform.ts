/** A reference of Terraform. */
export const ref = (address: string): string => `\${${address}}`;

/** A document for Terraform or Google's Infrastructure Manager: this provider, these variables, resources and outputs. */
export const document = (parts: {
  readonly variable: Readonly<Record<string, object>>;
  readonly resource: Readonly<Record<string, object>>;
  readonly output: Readonly<Record<string, object>>;
}): Readonly<Record<string, unknown>> => ({
  terraform: {
    required_version: ">= 1.5.0",
    required_providers: { google: { source: "hashicorp/google", version: ">= 6.0" } },
  },
  provider: { google: { project: ref("var.project_id") } },
  ...parts,
});

/** The project a document is for. */
export const projectVariable = {
  project_id: {
    type: "string",
    description: "Id of the project",
    validation: {
      condition: ref('can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))'),
      error_message: "This must be the id of a project, not its number or name.",
    },
  },
};
