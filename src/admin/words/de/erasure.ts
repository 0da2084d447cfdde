import type { erasure as english } from '../en/erasure.js';

export const erasure: Readonly<Record<keyof typeof english, string>> = {
  'erasure.waiting': 'Löschungen, die auf eine zweite Person warten',
  'erasure.waiting-text':
    'Eine andere Person als die vorschlagende genehmigt. Das lässt sich nicht zurücknehmen.',
  'erasure.requests': '{n, plural, one {# Bestellung einer Person} other {# Bestellungen einer Person}}',
  'erasure.proposed': 'Vorgeschlagen von {who}',
  'erasure.until': 'Kann bis {when} genehmigt werden',
  'erasure.own': 'Sie haben sie vorgeschlagen: jemand anderes genehmigt.',
  'erasure.approve': 'Genehmigen und löschen',
  'erasure.done-title': 'Löschung',
  'erasure.done':
    '{n, plural, =0 {Nichts wurde gelöscht.} one {Die Person ist aus # Bestellung gelöscht.} other {Die Person ist aus # Bestellungen gelöscht.}}',
  'erasure.held-back':
    '{n, plural, =0 {Nichts wurde zurückgehalten.} one {# Bestellung wird vorerst zurückgehalten: Sie ist offen, oder etwas an ihr ist nicht geklärt.} other {# Bestellungen werden vorerst zurückgehalten: Sie sind offen, oder etwas an ihnen ist nicht geklärt.}}',
  'erasure.certificate': 'Bescheinigung',
  'erasure.refused.unknown':
    'Dort wartet keine Löschung mehr: Sie wurde genehmigt, oder ihre Zeit ist abgelaufen.',
  'erasure.refused.same-person':
    'Wer eine Löschung vorschlägt, kann sie nicht selbst genehmigen: Das muss eine andere Person tun.',
  'erasure.refused.ran-out': 'Die Zeit des Vorschlags ist abgelaufen: Er muss neu gemacht werden.',
  'erasure.back': 'Zum Journal',
};
