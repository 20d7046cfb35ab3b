/** fish writes line breaks and backslashes with a backslash. */
export function fishCommand(text: string): string {
  return text.replace(/\\([n\\])/g, (_whole, mark: string) => (mark === 'n' ? '\n' : '\\'));
}

const META = 0x83;

/** zsh writes some bytes as 0x83 and the byte with bit 5 turned over ("metafied"): the text behind that, read as UTF-8. */
export function unmetafied(bytes: Uint8Array): string {
  const plain = new Uint8Array(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) plain[length++] = bytes[i] === META && i + 1 < bytes.length ? bytes[++i]! ^ 32 : bytes[i]!;
  return new TextDecoder().decode(plain.subarray(0, length));
}
