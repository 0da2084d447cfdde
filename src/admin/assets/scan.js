// What makes scanning quicker: each code is read as it comes, and Enter on an empty line does what is offered. Without it
// the two buttons do the same.

const form = document.getElementById('scan');
const box = document.getElementById('codes');

let audio;

/** Up for what was understood, down for what was not: whoever scans looks at the books. */
function sound(mood) {
  try {
    audio ??= new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = mood === 'good' ? 1046 : 196;
    volume.gain.value = 0.06;
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + (mood === 'good' ? 0.09 : 0.3));
  } catch {
    // A machine without sound still shows it.
  }
}

let latest = 0;

async function read() {
  const mine = ++latest;
  const said = new URLSearchParams(new FormData(form));
  said.set('do', 'look');
  const answer = await fetch('/scan', { method: 'POST', body: said });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const reading = page.getElementById('reading');
  if (mine !== latest) return;
  // Whoever is signed out meanwhile is led to where that is done.
  if (reading === null) return form.submit();
  const isElsewhere = document.activeElement !== box && form.contains(document.activeElement);
  const name = isElsewhere ? document.activeElement.getAttribute('aria-label') : null;
  document.getElementById('reading').replaceWith(document.adoptNode(reading));
  const again = name === null ? null : form.querySelector(`[aria-label="${CSS.escape(name)}"]`);
  (again ?? box).focus();
  sound(document.querySelector('#reading [data-scan]')?.dataset.scan);
}

if (form instanceof HTMLFormElement && box instanceof HTMLTextAreaElement) {
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
  const outcome = document.querySelector('.notice [data-scan]');
  if (outcome !== null) sound(outcome.dataset.scan);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    const line = box.value.slice(0, box.selectionStart).split('\n').at(-1) ?? '';
    if (line.trim() !== '') return void setTimeout(read);
    event.preventDefault();
    document.getElementById('do')?.click();
  });
  form.addEventListener('change', (event) => {
    if (event.target instanceof HTMLSelectElement) read();
  });
}
