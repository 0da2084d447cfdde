/** Om båda sidorna är överens. */
export const inSync = {
  'in-sync.title': 'Är båda sidorna överens?',
  'in-sync.is.agrees': 'Båda sidorna är överens',
  'in-sync.is.behind': 'De står före det som de har sagt',
  'in-sync.is.contradicts': 'De två sidorna säger emot varandra',
  'in-sync.is.due-date': 'Förfallodagarna skiljer sig',
  'in-sync.is.unknown-there': 'De har inte beställningen',
  'in-sync.is.unanswered': 'De säger inte hur det står till',
  'in-sync.is.told': 'De frågade och fick svar',
  'in-sync.todo.behind':
    'De står före det som de har sagt tidigare, kanske efter en återställning: ring dem och låt dem registrera det igen. Fråga sedan hur det går.',
  'in-sync.todo.contradicts': 'Ring dem och avgör vilken av de två som stämmer. Fråga sedan hur det går.',
  'in-sync.todo.due-date':
    'Kom överens om en förfallodag med dem; det långivande biblioteket meddelar den genom att förnya eller skicka lånet igen.',
  'in-sync.todo.unknown-there': 'Fråga dem vad som har hänt; beställ sedan igen eller någon annanstans.',
  'in-sync.followed': 'Vi låg efter ({from}) och har följt det som de sade.',
  'in-sync.asked.quiet': 'Frågades automatiskt, eftersom det hade varit tyst; inget svar ännu.',
  'in-sync.asked.restored':
    'Frågades sedan en äldre kopia av våra uppgifter hade lagts tillbaka; inget svar ännu.',
  'in-sync.asked.staff': 'Frågades av personalen; inget svar ännu.',
  'in-sync.asked.evidence': 'Frågades; inget svar ännu.',
  'in-sync.was.quiet': 'Frågades automatiskt, eftersom det hade varit tyst:',
  'in-sync.was.restored': 'Frågades sedan en äldre kopia av våra uppgifter hade lagts tillbaka:',
  'in-sync.was.staff': 'Frågades av personalen:',
  'in-sync.was.evidence': 'Frågades:',
  'in-sync.side': 'Sida',
  'in-sync.ours': 'Här',
  'in-sync.theirs': 'Där',
  'in-sync.no-due': 'ingen',
  'in-sync.supplier':
    'Som långivare har vi ingen fråga att ställa i ISO 18626: det som de frågar och gör visar vad de vet.',
} as const;
