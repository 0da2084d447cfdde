import type { peerTest as english } from '../en/peer-test.js';

export const peerTest: Readonly<Record<keyof typeof english, string>> = {
  'test.send': 'Prova',
  'test.title': 'Provmeddelande till {peer}',
  'test.lead':
    'En fråga om en beställning som inte finns. Den hör inte till något lån, ingen kan göra något med den och den skickas inte om.',
  'test.running': 'Någon provar det här biblioteket just nu. Vänta på svaret.',
  'test.reached': 'De svarar som de ska',
  'test.reached-text': 'Adress, certifikat, nycklar och protokoll stämmer.',
  'test.reached-unknown': 'De sade att de inte känner till beställningen, och det är rätt svar.',
  'test.reached-ok': 'De sade OK. Alla system ser inte efter om de känner till beställningen.',
  'test.objects': 'De svarar, men har invändningar',
  'test.not-reached': 'Inget svar i protokollet',
  'test.from': 'Från',
  'test.to': 'Till',
  'test.outcome': 'Orsak',
  'test.http': 'HTTP-status',
  'test.said': 'Deras ord',
  'test.took': 'Tog',
  'test.took-ms': '{n, plural, one {# millisekund} other {# millisekunder}}',
  'test.sent': 'Det som skickades',
  'test.answer': 'Det som kom tillbaka',
  'test.answer-cut': 'Bara början visas.',
  'test.no-answer': 'Ingenting kom tillbaka.',
  'test.again': 'Prova igen',
  'test.back': 'Till biblioteken',
  'test-advice.unreachable':
    'Deras server eller vägen dit är nere, eller så är adressen fel. Jämför adressen med dem och fråga om en brandvägg står emellan.',
  'test-advice.certificate':
    'De måste förnya sitt certifikat eller skicka hela kedjan. Berätta för dem om orsaken nedan.',
  'test-advice.not-allowed':
    'Adressen är privat eller saknar kryptering. Rätta den i filen med bibliotek, eller låt den som driver växeln tillåta den.',
  'test-advice.busy': 'Deras system finns där och ber oss vänta. Prova igen om en stund.',
  'test-advice.server-fault':
    'Deras system klarade inte av frågan. Visa dem vad som skickades och vad som kom tillbaka.',
  'test-advice.no-answer':
    'Förbindelsen finns, men ingenting kom tillbaka i tid. Ring dem: deras system är överlastat, eller så fastnar meddelandet på vägen.',
  'test-advice.no-confirmation':
    'Något annat än ett ISO 18626-system svarar där, till exempel en webbsida eller en inloggning. Kontrollera adressen med dem.',
  'test-advice.keys':
    'De godtar inte vår nyckel. Kom överens om en ny och läs in den med filen med bibliotek.',
  'test-advice.address':
    'Det finns ingenting på den adressen. Fråga dem efter den rätta och läs in den med filen med bibliotek.',
  'test-advice.turned-away':
    'Deras server avvisar meddelandet innan det läses. Visa dem vad som kom tillbaka.',
  'test-advice.not-understood':
    'De kan inte läsa meddelandet: deras system läser en annan utgåva eller är strängare. Rätta profilen i filen med bibliotek.',
  'test-advice.unknown-element':
    'De känner inte till ett av dess element: deras system läser en annan utgåva eller är strängare. Rätta profilen i filen med bibliotek.',
  'test-advice.unknown-value':
    'De känner inte till ett värde i det. Kontrollera båda bibliotekens beteckningar med dem.',
  'test-advice.not-supported':
    'De tar inte emot frågor om status. Förbindelsen fungerar; andra meddelanden kan mycket väl gå fram.',
  'test-advice.not-made':
    'Ingenting skickades: bibliotekets nycklar går inte att öppna, eller så är det borttaget. Loggen säger varför.',
  'test-advice.other': 'Visa dem vad som skickades och vad som kom tillbaka.',
};
