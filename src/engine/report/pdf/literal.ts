/** A Typst string literal (https://typst.app/docs/reference/foundations/str/): two characters need a backslash. */
export function literal(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}"`;
}
