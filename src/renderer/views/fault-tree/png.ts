import fontUrl from '../../ui/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2?url';

/** Browsers draw no larger canvas. */
const MOST_PX = 16_000;

/** A drawing as pixels, twice as fine as it is on screen where that fits; `undefined`: too large, or no drawing. */
export async function pngOf(svg: Uint8Array): Promise<Blob | undefined> {
  const image = new Image();
  const loaded = new Promise<boolean>((resolve) => {
    image.addEventListener('load', () => resolve(true));
    image.addEventListener('error', () => resolve(false));
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(withFont(new TextDecoder().decode(svg), await fontFace()))}`;
  if (!await loaded) return undefined;
  const scale = Math.min(2, MOST_PX / image.naturalWidth, MOST_PX / image.naturalHeight);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.round(image.naturalHeight * scale);
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => { canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/png'); });
}

/** A drawing that is an image knows no font of the page: it brings its own along, so that words have the width they were measured with. */
async function fontFace(): Promise<string> {
  const bytes = new Uint8Array(await (await fetch(fontUrl)).arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `@font-face{font-family:"Atkinson Hyperlegible Next";src:url(data:font/woff2;base64,${btoa(binary)}) format("woff2");font-weight:200 800}`;
}

function withFont(svg: string, face: string): string {
  return svg.replace(/(<svg[^>]*>)/, (tag: string) => `${tag}<style>${face}</style>`);
}
