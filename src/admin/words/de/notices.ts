import type { notices as english } from '../en/notices.js';

export const notices: Readonly<Record<keyof typeof english, string>> = {
  'lint.lead':
    'Lesen Sie Ihre Worte bitte noch einmal, bevor sie hinausgehen. Sie können sie so senden, wie sie sind.',
  'lint.blame':
    '„{found}“ kann wie ein Vorwurf klingen. Schreiben Sie, was fehlt und bis wann Sie es brauchen.',
  'lint.email':
    '„{found}“ ist eine E-Mail-Adresse. Lassen Sie sie weg, wenn es nicht die Ihrer Bibliothek ist.',
  'lint.phone':
    '„{found}“ sieht wie eine Telefonnummer aus. Lassen Sie sie weg, wenn es nicht die Ihrer Bibliothek ist.',
  'lint.patron-number':
    '„{found}“ kann die Nummer einer Leserin oder eines Lesers sein. Die andere Bibliothek braucht sie nicht: Lassen Sie sie weg.',
  'lint.patron-name':
    '„{found}“ kann ein Name aus der Leserschaft sein. Schreiben Sie stattdessen „unsere Leserschaft“.',
};
