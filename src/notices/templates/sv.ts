import type { Templates } from './template.js';

/** Notices in Swedish. */
export const swedish: Templates = {
  frames: {
    patron: {
      greeting: 'Hej!',
      closing: 'Hör gärna av dig om något är oklart, så hjälper vi till.\n\nVänliga hälsningar\n{library}',
    },
    staff: { greeting: 'Hej!', closing: 'Lendwire, för {library}' },
    peer: {
      greeting: 'Bästa kollegor!',
      closing:
        'Om våra meddelanden har korsats är saken klar. Tack för hjälpen!\n\nVänliga hälsningar\n{library}',
    },
  },
  kinds: {
    arrived: {
      subject: 'Ditt fjärrlån har kommit ({reference})',
      paragraphs: [
        'Det du har beställt har kommit: {title}.',
        'Du kan hämta det här: {pickupPlace}.',
        'Vi sparar det åt dig till och med {pickupUntil}.',
        'Det ska vara tillbaka hos oss {dueDate}.',
      ],
    },
    'link-ready': {
      subject: 'Din kopia är klar ({reference})',
      paragraphs: [
        'Kopian som du har beställt är klar: {title}.',
        'Du kan öppna den här:\n{url}',
        'Spara den före {urlUntil}. Därefter fungerar länken inte längre.',
      ],
    },
    'due-soon': {
      subject: 'Ditt fjärrlån går snart ut ({reference})',
      paragraphs: [
        'Lånet av {title} går ut {dueDate}.',
        'Vill du ha det längre? Säg till före den dagen, så frågar vi biblioteket som lånar ut det.',
      ],
    },
    overdue: {
      subject: 'Ditt fjärrlån har gått ut ({reference})',
      paragraphs: [
        'Lånet av {title} gick ut {dueDate}.',
        'Lämna gärna tillbaka det så snart du kan. Det hör till ett annat bibliotek, där andra kanske väntar på det.',
        'Hittar du det inte, eller har du redan lämnat det, så säg till oss. Då letar vi tillsammans.',
      ],
    },
    renewed: {
      subject: 'Ditt fjärrlån är förlängt ({reference})',
      paragraphs: ['Du får behålla {title} till och med {dueDate}.', 'Tidigare gällde {dueBefore}.'],
    },
    'not-renewed': {
      subject: 'Ditt fjärrlån kan inte förlängas ({reference})',
      paragraphs: [
        'Vi frågade om du får behålla {title} längre. Biblioteket som lånar ut det behöver få det tillbaka.',
        'Lämna det senast {dueDate}, tack.',
      ],
    },
    recalled: {
      subject: 'Det utlånande biblioteket behöver ditt lån ({reference})',
      paragraphs: [
        'Biblioteket som lånar ut {title} behöver få det tillbaka tidigare än vi kom överens om.',
        'Lämna det senast {dueDate}, tack.',
        'Vi beklagar besväret och beställer det gärna igen åt dig senare.',
      ],
    },
    unfilled: {
      subject: 'Vi kunde inte få fram ditt fjärrlån ({reference})',
      paragraphs: [
        'Tyvärr kan inget av biblioteken som vi har frågat låna ut {title} just nu.',
        'Kanske duger en annan upplaga, eller en kopia av ett kapitel. Säg till, så letar vi vidare.',
      ],
    },
    cancelled: {
      subject: 'Ditt fjärrlån är avbeställt ({reference})',
      paragraphs: [
        'Beställningen av {title} är avbeställd, som önskat.',
        'Behöver du den ändå, så säg till. Då börjar vi om.',
      ],
    },
    'parcel-late': {
      subject: 'Ett paket är försenat ({reference})',
      paragraphs: [
        'Ett paket mellan oss och {peer} är försenat.',
        'Det skickades {sentOn}.',
        'Det väntades {expectedOn}.',
        'Transportör: {carrier}.',
        'Kollinummer: {trackingId}.',
        'Gör så här: leta först på hyllorna i båda ändar, fråga sedan transportören.',
        'Beställningen:\n{page}',
      ],
    },
    'assumed-lost': {
      subject: 'Ett exemplar antas vara borta ({reference})',
      paragraphs: [
        'Exemplaret som går mellan oss och {peer} har inte kommit tillbaka och antas vara borta.',
        'Det skulle ha varit tillbaka {dueDate}.',
        'Gör så här: leta på hyllorna i båda ändar innan något krävs. Dyker det upp kan allt göras ogjort.',
        'Beställningen:\n{page}',
      ],
    },
    'claim-to-approve': {
      subject: 'Ett krav väntar på godkännande ({reference})',
      paragraphs: [
        'Ett krav till {peer} är förberett och väntar på att någon godkänner det.',
        'Det gäller {amount}.',
        'Inget skickas dessförinnan.',
        'Beställningen:\n{page}',
      ],
    },
    'overdue-1': {
      subject: 'Påminnelse om ett lån från oss ({reference})',
      paragraphs: [
        'Vi har lånat ut {title} till er. Lånetiden gick ut {dueDate}.',
        'Ert nummer är {theirReference}.',
        'Kan ni se efter om den är på väg? Behöver låntagaren mer tid, så begär gärna förlängning.',
      ],
    },
    'overdue-2': {
      subject: 'Andra påminnelsen om ett lån från oss ({reference})',
      paragraphs: [
        'Vi har lånat ut {title} till er. Lånetiden gick ut {dueDate}, och den har inte kommit till oss än.',
        'Ert nummer är {theirReference}.',
        'Skicka gärna tillbaka den, eller berätta hur det ligger till. Under tiden letar vi på våra egna hyllor.',
      ],
    },
    'overdue-3': {
      subject: 'Tredje påminnelsen om ett lån från oss ({reference})',
      paragraphs: [
        'Vi har skrivit till er om {title}. Lånetiden gick ut {dueDate}.',
        'Ert nummer är {theirReference}.',
        'Den finns inte på våra hyllor. Titta gärna på era och berätta vad ni hittar. Ett kort svar hjälper oss båda.',
        'Vi är tacksamma för svar senast {answerUntil}.',
      ],
    },
    'overdue-final': {
      subject: 'Sista påminnelsen om ett lån från oss ({reference})',
      paragraphs: [
        'Det här är vår sista påminnelse om {title}. Lånetiden gick ut {dueDate}.',
        'Ert nummer är {theirReference}.',
        'Har den inte kommit senast {answerUntil} får vi räkna den som borta, och vill då komma överens med er om hur den ersätts.',
        'Dyker den upp senare kan allt det göras ogjort.',
      ],
    },
    recall: {
      subject: 'Vi behöver ett lån tillbaka ({reference})',
      paragraphs: [
        'En låntagare hos oss behöver {title}, som ni har lånat av oss.',
        'Ert nummer är {theirReference}.',
        'Skicka den gärna så att den är här senast {dueDate}.',
        'Vi beklagar besväret för er låntagare och lånar gärna ut den till er igen efteråt.',
      ],
    },
    'lost-report': {
      subject: 'Ett av era exemplar går inte att hitta ({reference})',
      paragraphs: [
        'Vi beklagar: vi hittar inte {title}, som ni har lånat ut till oss.',
        'Ert nummer är {theirReference}.',
        'Vi letar vidare. Kan ni titta på era hyllor också?',
        'Berätta gärna hur ni vill ha den ersatt, om den inte skulle dyka upp.',
      ],
    },
    'claim-statement': {
      subject: 'Om ett exemplar som inte kom tillbaka ({reference})',
      paragraphs: [
        'Vi har inte kunnat hitta {title}, som vi lånade ut till er.',
        'Ert nummer är {theirReference}.',
        'För att ersätta den skulle vi behöva {amount}.',
        'Säg gärna till senast {answerUntil} om ni går med på det, eller om ett annat exemplar eller en kupong passar er bättre.',
      ],
    },
    'parcel-missing': {
      subject: 'Ett paket har inte kommit fram ({reference})',
      paragraphs: [
        'Paketet med {title} har inte kommit fram.',
        'Ert nummer är {theirReference}.',
        'Det skickades {sentOn}.',
        'Transportör: {carrier}.',
        'Kollinummer: {trackingId}.',
        'Kan ni se efter om det finns hos er? Vi gör detsamma här och frågar transportören sedan.',
      ],
    },
  },
  digest: {
    subject:
      '{count, plural, =0 {Inget väntar på er i dag} one {# beställning väntar på er i dag} other {# beställningar väntar på er i dag}}',
    paragraphs: [
      '{count, plural, =0 {Inget väntar på er i dag.} one {# beställning behöver någon i dag.} other {# beställningar behöver någon i dag.}}',
      'Listan:\n{page}',
    ],
  },
};
