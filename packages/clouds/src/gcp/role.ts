/** A custom role with exactly those permissions. For `gcloud iam roles create <name> --project P --file F`. */
export const role = (title: string, description: string, permissions: readonly string[]): string =>
  [
    `title: ${title}`,
    `description: ${description}`,
    "stage: GA",
    "includedPermissions:",
    ...permissions.map((permission) => `- ${permission}`),
    "",
  ].join("\n");
