/** What a deployment must know of the machine it starts from. */
export interface Machine {
  readonly stage: string;
  readonly nodeVersion: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a file is there, by its path from the home folder. */
  hasFile(path: string): boolean;
}

/** The Node the functions run on; the tools are run by it as they are. */
const NODE_MAJOR = 24;

/** Variables by which the AWS SDK finds credentials, beside its two files. @see AWS SDKs reference guide, standardized credential providers (read 2026-11) */
const CREDENTIAL_VARIABLES = [
  "AWS_ACCESS_KEY_ID",
  "AWS_PROFILE",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/** What stands in the way of a deployment, one sentence each; none = it may begin. */
export function findObstacles({ stage, nodeVersion, env, hasFile }: Machine): readonly string[] {
  const hasCredentials =
    CREDENTIAL_VARIABLES.some((name) => env[name] !== undefined && env[name] !== "") ||
    hasFile(".aws/credentials") ||
    hasFile(".aws/config");
  return [
    ...(/^(?=.{1,16}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(stage)
      ? []
      : [
          `stage: "${stage}" would make names that AWS does not take; use lower-case words joined by hyphens, 16 characters at most`,
        ]),
    ...(Number(nodeVersion.split(".")[0]) >= NODE_MAJOR
      ? []
      : [
          `node: is ${nodeVersion}, and Skylane is deployed by Node ${NODE_MAJOR}; run \`npx sst deploy\` after \`npm ci\``,
        ]),
    ...(hasCredentials
      ? []
      : [
          "credentials: there are none of AWS here; sign in (`aws sso login`) and set AWS_PROFILE to the account's profile",
        ]),
  ];
}
