/** What a reason's sentence takes in: numbers and codes, never anything that names a person. */
export type RotaFacts = Readonly<Record<string, string | number>>;

/** A sentence for each reason why a supplier stands where it stands; `{name}` is a fact. */
const sentences = {
  'available-now': 'holds it, and it is in: {callNumber}',
  held: 'holds it: {callNumber}',
  'not-in': 'holds it, and it is out: {callNumber}',
  'not-listed': 'no catalogue says that it holds it',
  'lends-in-return': 'lends to us in return',
  'no-agreement': 'no agreement to lend in return',
  free: 'asks nothing for it',
  asks: 'asks {cost}',
  'asks-up-to': 'asks {cost} of at most {maximum}',
  'cost-not-known': 'what it asks is not known',
  'cost-not-compared': 'asks {cost}, which is not compared with {maximum}',
  near: 'closeness {percent} %',
  'nearness-not-known': 'its nearness is not known',
  supplied: 'has supplied {filled} of {decided}',
  'never-asked': 'has decided no request of ours yet',
  'sends-after': 'sends after {days} days, by the median',
  'speed-not-known': 'how fast it sends is not known',
  'open-there': 'requests of ours open there: {open}',
  ours: 'it is our own library',
  'no-peer': 'no peer is known for it',
  'lends-nothing': 'does not give it away',
  'copies-only': 'gives copies of it only',
  'loans-only': 'gives no copies of it',
  'too-dear': 'asks {cost}, and at most {maximum} is wanted',
  'opens-too-late': 'is closed until {until}, and it is needed before {needed}',
  closed: 'is closed until {until}: after those that are open',
  'last-resort': 'a last resort: after all others',
  'by-staff': 'staff put it there',
  'taken-off': 'staff took it off',
} as const;
export type RotaWhy = keyof typeof sentences;

export const rotaWhys = Object.keys(sentences) as readonly RotaWhy[];

/** A reason with what its sentence takes in. */
export interface RotaReason {
  why: RotaWhy;
  facts?: RotaFacts;
}

/** The reason in English, without a point at its end. A fact that is not known leaves no gap. */
export function rotaSentence({ why, facts = {} }: RotaReason): string {
  return sentences[why]
    .replace(/(: )?\{(\w+)\}/g, (_found, colon: string | undefined, name: string) => {
      const fact = facts[name];
      return fact === undefined ? '' : `${colon ?? ''}${fact}`;
    })
    .trim();
}
