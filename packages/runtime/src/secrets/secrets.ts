/** A named secret, such as `slack-webhook`, asked for at the moment it is used; `undefined` if it is not set. @throws ERR_SECRETS_UNAVAILABLE */
export type Secrets = (name: string) => Promise<string | undefined>;
