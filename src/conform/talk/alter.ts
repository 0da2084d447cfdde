import { LendwireError } from '../../platform/index.js';

/** A test message does not look as the check that alters it believes. */
export class NothingToAlter extends LendwireError {}

/** The text with the first of a part replaced. Throws where there is none, since the check would then test nothing. */
export function swap(text: string, part: string | RegExp, by: string): string {
  const altered = text.replace(part, () => by);
  if (altered === text && !(typeof part === 'string' && part === by))
    throw new NothingToAlter(`nothing to alter: no ${String(part)}`);
  return altered;
}

/** Something put right after the start tag of an element. */
export function within(text: string, element: string, inner: string): string {
  const start = new RegExp(`<ill:${element}(?: [^>]*)?>`).exec(text)?.[0];
  if (start === undefined) throw new NothingToAlter(`nothing to alter: no element ${element}`);
  return swap(text, start, `${start}${inner}`);
}

/** Something put right behind the XML declaration, before the root. */
export function beforeRoot(text: string, put: string): string {
  return swap(text, '<ill:ISO18626Message', `${put}<ill:ISO18626Message`);
}

/** Another content of an element that holds text. */
export function content(text: string, element: string, inner: string): string {
  return swap(
    text,
    new RegExp(`<ill:${element}>[^<]*</ill:${element}>`),
    `<ill:${element}>${inner}</ill:${element}>`,
  );
}
