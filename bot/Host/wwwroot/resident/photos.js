// Files before they are sent: photos made smaller and drawn anew, so that nothing of place or device travels inside them.

const side = 2000;
export const most = 6;
export const largest = 25 * 1024 * 1024;

/** Width and height that fit into the side, never larger than before. */
export function fit(width, height, limit = side) {
  const scale = Math.min(1, limit / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** { blob, name }: a photo as JPEG; anything else, and what this phone cannot draw, as it is. */
export async function prepare(file) {
  if (!file.type.startsWith('image/') || file.type === 'image/gif') return { blob: file, name: file.name };
  const drawn = await redraw(file).catch(() => undefined);
  return drawn ? { blob: drawn, name: `${file.name.replace(/\.\w+$/, '') || 'photo'}.jpg` } : { blob: file, name: file.name };
}

async function redraw(file) {
  const picture = await decode(file);
  const { width, height } = fit(picture.width, picture.height);
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext('2d');
  // What was transparent would become black.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0, width, height);
  picture.close?.();
  return new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.86));
}

async function decode(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    const image = new Image();
    image.src = URL.createObjectURL(file);
    try { await image.decode(); } finally { URL.revokeObjectURL(image.src); }
    return image;
  }
}
