/** Width of a text in px, set in Arial or what looks like it; a little more than it takes, so that other fonts fit too. */
export const textWidthPx = (text: string, sizePx: number): number =>
  Math.ceil([...text].reduce((total, character) => total + emOf(character), 0) * sizePx * 1.04);

function emOf(character: string): number {
  if (/[il.,:;'|!j]/.test(character)) return 0.26;
  if (/[ftr()[\]/ I-]/.test(character)) return 0.34;
  if (/[mMW%@]/.test(character)) return 0.88;
  if (/[A-Zw&]/.test(character)) return 0.7;
  if (/[a-z0-9_+=$#]/.test(character)) return 0.557;
  if (/[\u0020-\u024f·–…×]/.test(character)) return 0.6;
  return 1;
}
