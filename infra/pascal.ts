/** Words joined by anything but letters and digits, as a logical name: `no-run-of-hold-region` is `NoRunOfHoldRegion`. */
export const pascal = (words: string): string =>
  words.replaceAll(/(?:^|[^a-zA-Z0-9]+)([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
