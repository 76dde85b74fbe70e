/** A stranger's text as a part of one line: what ends a line there would begin one that the program seems to say. */
export function onOneLine(text: string): string {
  return text.replaceAll(/[\r\n\v\f\u0085\u2028\u2029]+/g, ' ');
}
