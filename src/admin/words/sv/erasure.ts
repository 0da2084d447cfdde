import type { erasure as english } from '../en/erasure.js';

export const erasure: Readonly<Record<keyof typeof english, string>> = {
  'erasure.waiting': 'Raderingar som väntar på en andra person',
  'erasure.waiting-text': 'Någon annan än den som har föreslagit den godkänner. Det går inte att ångra.',
  'erasure.requests': '{n, plural, one {En persons # beställning} other {En persons # beställningar}}',
  'erasure.proposed': 'Föreslagen av {who}',
  'erasure.until': 'Kan godkännas till {when}',
  'erasure.own': 'Du har föreslagit den: någon annan godkänner.',
  'erasure.approve': 'Godkänn och radera',
  'erasure.done-title': 'Radering',
  'erasure.done':
    '{n, plural, =0 {Inget raderades.} one {Personen är raderad från # beställning.} other {Personen är raderad från # beställningar.}}',
  'erasure.held-back':
    '{n, plural, =0 {Inget hölls tillbaka.} one {# beställning hålls tillbaka tills vidare: den är öppen, eller något i den är inte avgjort.} other {# beställningar hålls tillbaka tills vidare: de är öppna, eller något i dem är inte avgjort.}}',
  'erasure.certificate': 'Intyg',
  'erasure.refused.unknown': 'Ingen radering väntar där längre: den är godkänd, eller dess tid har gått ut.',
  'erasure.refused.same-person':
    'Den som föreslår en radering kan inte godkänna den: det måste en annan person göra.',
  'erasure.refused.ran-out': 'Förslagets tid har gått ut: det måste göras om.',
  'erasure.back': 'Till liggaren',
};
