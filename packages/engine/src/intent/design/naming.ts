import { fnv1a64 } from "@skylane/core";

/** Lower-case letters, digits and hyphens of a text from outside, so that it can be part of a name in every cloud. */
export const slugOf = (text: string, maxChars = 40): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, maxChars)
    .replaceAll(/^-+|-+$/g, "") || "x";

/** The first of two is enough for people, the second for machines: 63 characters at most, a letter first (Google's rule is the strictest). */
export const nameFor = (label: string, key: string): string => `sky-${slugOf(label)}-${fnv1a64(key).slice(0, 10)}`;

/** Id of the step that makes what `key` names: the same in every plan. */
export const stepIdOf = (resource: string, key: string): string => `${slugOf(resource)}-${fnv1a64(key)}`;

/** Name of the secret that both ends of a tunnel are given. */
export const pskNameOf = (tunnelKey: string): string => `psk-${fnv1a64(tunnelKey)}`;
