import type { peerTest as english } from '../en/peer-test.js';

export const peerTest: Readonly<Record<keyof typeof english, string>> = {
  'test.send': 'Prüfen',
  'test.title': 'Testnachricht an {peer}',
  'test.lead':
    'Eine Frage nach einer Bestellung, die es nicht gibt. Sie gehört zu keiner Ausleihe, niemand kann etwas damit tun, und sie wird nicht noch einmal gesendet.',
  'test.running': 'Diese Bibliothek wird gerade geprüft. Warten Sie auf die Antwort.',
  'test.reached': 'Die Antwort ist, wie sie sein soll',
  'test.reached-text': 'Adresse, Zertifikat, Schlüssel und Protokoll stimmen.',
  'test.reached-unknown': 'Die Bestellung ist dort nicht bekannt, und das ist die richtige Antwort.',
  'test.reached-ok': 'Die Antwort ist OK. Nicht jedes System sieht nach, ob es die Bestellung kennt.',
  'test.objects': 'Eine Antwort kam, aber mit einem Einwand',
  'test.not-reached': 'Keine Antwort im Protokoll',
  'test.from': 'Von',
  'test.to': 'An',
  'test.outcome': 'Ursache',
  'test.http': 'HTTP-Status',
  'test.said': 'Der Wortlaut',
  'test.took': 'Dauer',
  'test.took-ms': '{n, plural, one {# Millisekunde} other {# Millisekunden}}',
  'test.sent': 'Was gesendet wurde',
  'test.answer': 'Was zurückkam',
  'test.answer-cut': 'Nur der Anfang ist zu sehen.',
  'test.no-answer': 'Es kam nichts zurück.',
  'test.again': 'Noch einmal prüfen',
  'test.back': 'Zu den Bibliotheken',
  'test-advice.unreachable':
    'Der andere Server oder der Weg dorthin ist gestört, oder die Adresse ist falsch. Vergleichen Sie die Adresse miteinander, und fragen Sie, ob eine Firewall dazwischen steht.',
  'test-advice.certificate':
    'Dort muss das Zertifikat erneuert oder die ganze Kette mitgesendet werden. Nennen Sie die Ursache, die unten steht.',
  'test-advice.not-allowed':
    'Die Adresse ist privat oder unverschlüsselt. Berichtigen Sie sie in der Datei der Bibliotheken, oder lassen Sie sie von der Stelle erlauben, die das Gateway betreibt.',
  'test-advice.busy': 'Das andere System ist da und bittet uns zu warten. Prüfen Sie es später noch einmal.',
  'test-advice.server-fault':
    'Das andere System ist an der Frage gescheitert. Zeigen Sie dort, was gesendet wurde und was zurückkam.',
  'test-advice.no-answer':
    'Die Verbindung steht, aber es kam nicht rechtzeitig etwas zurück. Rufen Sie an: das andere System ist überlastet, oder etwas dazwischen verschluckt die Nachricht.',
  'test-advice.no-confirmation':
    'Dort antwortet etwas anderes als ein System für ISO 18626, etwa eine Webseite oder eine Anmeldung. Klären Sie die Adresse.',
  'test-advice.keys':
    'Unser Schlüssel wird nicht angenommen. Vereinbaren Sie einen neuen, und lesen Sie ihn mit der Datei der Bibliotheken ein.',
  'test-advice.address':
    'Unter dieser Adresse ist nichts. Fragen Sie nach der richtigen, und lesen Sie sie mit der Datei der Bibliotheken ein.',
  'test-advice.turned-away':
    'Der andere Server weist die Nachricht ab, bevor sie gelesen wird. Zeigen Sie dort, was zurückkam.',
  'test-advice.not-understood':
    'Die Nachricht kann dort nicht gelesen werden: das System liest eine andere Ausgabe oder ist strenger. Berichtigen Sie das Profil in der Datei der Bibliotheken.',
  'test-advice.unknown-element':
    'Ein Element ist dort nicht bekannt: das System liest eine andere Ausgabe oder ist strenger. Berichtigen Sie das Profil in der Datei der Bibliotheken.',
  'test-advice.unknown-value':
    'Ein Wert ist dort nicht bekannt. Klären Sie die Kennungen beider Bibliotheken.',
  'test-advice.not-supported':
    'Fragen nach dem Stand werden dort nicht angenommen. Die Verbindung steht; andere Nachrichten kommen vielleicht durch.',
  'test-advice.not-made':
    'Es wurde nichts gesendet: die Schlüssel lassen sich nicht öffnen, oder die Bibliothek ist nicht mehr eingetragen. Das Log nennt den Grund.',
  'test-advice.other': 'Zeigen Sie dort, was gesendet wurde und was zurückkam.',
};
