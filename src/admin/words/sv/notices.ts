import type { notices as english } from '../en/notices.js';

export const notices: Readonly<Record<keyof typeof english, string>> = {
  'lint.lead': 'Läs gärna igenom dina ord innan de går iväg. Du kan skicka dem som de är.',
  'lint.blame': '”{found}” kan låta som en förebråelse. Skriv vad som saknas och till när ni behöver det.',
  'lint.email': '”{found}” är en e-postadress. Stryk den om den inte är ert biblioteks egen.',
  'lint.phone': '”{found}” ser ut som ett telefonnummer. Stryk det om det inte är ert biblioteks eget.',
  'lint.patron-number':
    '”{found}” kan vara en låntagares nummer. Det andra biblioteket behöver det inte: stryk det.',
  'lint.patron-name': '”{found}” kan vara en låntagares namn. Skriv ”vår låntagare” i stället.',
};
