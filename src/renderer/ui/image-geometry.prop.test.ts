import fc from 'fast-check';
import { expect, it } from 'vitest';
import { between, fitted, heldIn, middleOf, panned, pixelAt, showing, zoomed, type Size } from './image-geometry.ts';

const size = fc.record({ width: fc.integer({ min: 1, max: 8000 }), height: fc.integer({ min: 1, max: 8000 }) });
const frame = fc.record({ width: fc.integer({ min: 100, max: 2000 }), height: fc.integer({ min: 100, max: 2000 }) });
const within = (region: { x: number; y: number; width: number; height: number }, image: Size): boolean =>
  region.x >= 0 && region.y >= 0 && region.width >= 1 && region.height >= 1 && region.x + region.width <= image.width && region.y + region.height <= image.height
  && [region.x, region.y, region.width, region.height].every(Number.isInteger);

it('fits all of an image in its frame, and never enlarges it', () => {
  fc.assert(fc.property(size, frame, (image, room) => {
    const place = fitted(image, room);
    expect(place.scale).toBeLessThanOrEqual(1);
    expect(image.width * place.scale).toBeLessThanOrEqual(room.width + 1e-6);
    expect(image.height * place.scale).toBeLessThanOrEqual(room.height + 1e-6);
  }));
  expect(fitted({ width: 200, height: 100 }, { width: 100, height: 100 })).toEqual({ scale: 0.5, x: 0, y: 25 });
});

it('the pixel under the pointer stays there when one zooms', () => {
  const image = { width: 1000, height: 800 };
  const room = { width: 500, height: 400 };
  const place = fitted(image, room);
  const at = { x: 300, y: 120 };
  const near = zoomed(place, 4, at, image, room);
  expect(pixelAt(near, at, image)).toEqual(pixelAt(place, at, image));
});

it('some of the image stays in sight, however it is moved', () => {
  const step = fc.oneof(fc.record({ dx: fc.integer({ min: -9000, max: 9000 }), dy: fc.integer({ min: -9000, max: 9000 }) }), fc.record({ factor: fc.double({ min: 0.1, max: 10, noNaN: true }) }));
  fc.assert(fc.property(size, frame, fc.array(step, { maxLength: 10 }), (image, room, steps) => {
    let place = fitted(image, room);
    for (const one of steps) place = 'factor' in one ? zoomed(place, one.factor, { x: 10, y: 10 }, image, room) : panned(place, one.dx, one.dy, image, room);
    expect(place.x + image.width * place.scale).toBeGreaterThan(0);
    expect(place.x).toBeLessThan(room.width);
    expect(place.y + image.height * place.scale).toBeGreaterThan(0);
    expect(place.y).toBeLessThan(room.height);
  }));
});

it('regions lie in the image, in whole pixels', () => {
  const any = fc.double({ min: -1e5, max: 1e5, noNaN: true });
  fc.assert(fc.property(size, frame, fc.record({ x: any, y: any, width: any, height: any }), (image, room, region) => {
    expect(within(heldIn(region, image), image)).toBe(true);
    const place = showing(heldIn(region, image), image, room);
    expect(within(middleOf(place, image, room), image)).toBe(true);
    expect(within(between(pixelAt(place, { x: region.x, y: region.y }, image), pixelAt(place, { x: 50, y: 50 }, image)), image)).toBe(true);
  }));
  expect(between({ x: 5, y: 9 }, { x: 3, y: 9 })).toEqual({ x: 3, y: 9, width: 3, height: 1 });
});
