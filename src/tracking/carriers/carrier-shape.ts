import { z } from 'zod';
import { numberForms, type Carrier, type NumberForm } from './carrier.js';

const word = z.string().trim().min(1).max(100);
const address = z.string().trim().min(1).max(2_000);

/** How a carrier is called in the house: in addresses, and as the folder of its files. */
export const carrierId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

/** A page for people is one over https, and says where the number stands. */
const pageAddress = address
  .regex(/^https:\/\/(?=\S*\{id\})\S*$/, 'an https address with {id} where the number stands')
  .refine((url) => URL.canParse(url.replace('{id}', 'RR0')), 'an address that a browser can open');

/** What people may say of a carrier, over the API and on the page. */
export const carrierShape: z.ZodType<Carrier> = z.strictObject({
  name: word,
  aliases: z.array(word).max(20).exactOptional(),
  url: pageAddress.exactOptional(),
  numbers: z.enum(Object.keys(numberForms) as [NumberForm, ...NumberForm[]]).exactOptional(),
  source: z
    .union([
      z.strictObject({ kind: z.literal('feed'), url: address }),
      z.strictObject({ kind: z.literal('csv') }),
    ])
    .exactOptional(),
  routing: z.record(word, word).exactOptional(),
});
