import { SkylaneError } from "@skylane/core";

/**
 * Runs what sends these secrets. Clouds and routers repeat what they were sent when they refuse it, and SDKs keep the whole
 * request: a failure is told with stars in their place, and without its cause.
 */
export async function hidingSecrets<T>(secrets: readonly string[], run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const hide = (text: string): string =>
      secrets.reduce((left, secret) => (secret === "" ? left : left.replaceAll(secret, "***")), text);
    if (secrets.length === 0 || !(error instanceof SkylaneError)) throw error;
    const details = Object.entries(error.details).map(([name, value]) => [
      name,
      typeof value === "string" ? hide(value) : value,
    ]);
    throw new SkylaneError(error.code, error.kind, hide(error.message), Object.fromEntries(details));
  }
}
