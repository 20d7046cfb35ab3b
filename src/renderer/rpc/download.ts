/** Bytes as a file in the browser's downloads. The address lives for a minute: long enough to begin reading. */
export function download(parts: readonly BlobPart[], mediaType: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
