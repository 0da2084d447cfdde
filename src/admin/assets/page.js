// What makes the page quicker by hand; without it everything works all the same.

const OFF = 'lendwire-shortcuts-off';
const isOff = () => localStorage.getItem(OFF) === 'yes';

/** Whether a key is meant for a field and not for the page. */
const isTyping = (target) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
    (target.tagName === 'INPUT' && !/^(checkbox|radio|submit|button)$/.test(target.type)));

const rows = () => [...document.querySelectorAll('[data-row]')];
const rowOf = (target) => (target instanceof Element ? target.closest('[data-row]') : null);

function move(by) {
  const all = rows();
  if (all.length === 0) return;
  const at = all.indexOf(rowOf(document.activeElement));
  const next =
    all[at === -1 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
  next?.querySelector('[data-open]')?.focus();
}

function select() {
  const box = rowOf(document.activeElement)?.querySelector('input[type=checkbox]');
  if (box instanceof HTMLInputElement) box.click();
}

function openMenu() {
  const near =
    rowOf(document.activeElement)?.querySelector('details[data-menu]') ??
    document.querySelector('details[data-menu]');
  if (!(near instanceof HTMLDetailsElement)) return false;
  near.open = !near.open;
  near.querySelector('summary')?.focus();
  return true;
}

function help() {
  const keyboard = document.getElementById('keyboard');
  if (!(keyboard instanceof HTMLDetailsElement)) return;
  keyboard.open = true;
  keyboard.querySelector('summary')?.focus();
}

/** A letter on a button presses it; on the head of a folded form it opens that and goes to its first field. */
function press(letter) {
  const found = [...document.querySelectorAll('[data-key]')].find(
    (each) => each.dataset.key?.toLowerCase() === letter,
  );
  if (!(found instanceof HTMLElement)) return false;
  const folded = found.closest('details');
  if (found.tagName === 'SUMMARY' && folded !== null) {
    folded.open = true;
    (folded.querySelector('input:not([type=hidden]), textarea, select, button') ?? found).focus();
  } else if (found.tagName === 'BUTTON' || found.tagName === 'A') found.click();
  else found.focus();
  return true;
}

let isGoing = false;

const keys = {
  '/': () => document.getElementById('q')?.focus(),
  j: () => move(1),
  k: () => move(-1),
  x: select,
  '.': openMenu,
  '?': help,
};

function go(letter) {
  const link = document.querySelector(`[data-go="${CSS.escape(letter)}"]`);
  if (link instanceof HTMLElement) link.click();
}

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && isTyping(event.target)) return event.target.blur();
  if (isOff() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (isGoing) {
    isGoing = false;
    return go(event.key);
  }
  if (event.key === 'g') {
    isGoing = true;
    setTimeout(() => (isGoing = false), 1500);
    return;
  }
  const known = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
  if (known !== undefined) {
    event.preventDefault();
    known();
  } else if (event.key.length === 1 && press(event.key.toLowerCase())) event.preventDefault();
});

const button = document.getElementById('keyboard-switch');
if (button instanceof HTMLButtonElement) {
  const say = () => (button.textContent = (isOff() ? button.dataset.on : button.dataset.off) ?? '');
  button.hidden = false;
  say();
  button.addEventListener('click', () => {
    localStorage.setItem(OFF, isOff() ? 'no' : 'yes');
    say();
  });
}

// The seconds that an act can still be taken back. By the server's clock: the page says what it had left when it was made.
for (const timer of document.querySelectorAll('[data-seconds]')) {
  const until = performance.now() + Number(timer.dataset.seconds) * 1000;
  const tick = () => {
    const left = Math.max(0, Math.ceil((until - performance.now()) / 1000));
    timer.textContent = String(left);
    if (left > 0) setTimeout(tick, 250);
    else setTimeout(() => location.reload(), 1500);
  };
  tick();
}

// All or none of a list, and how many are chosen.
for (const all of document.querySelectorAll('input[data-all]')) {
  const form = all.closest('form');
  const boxes = () => [...(form?.querySelectorAll('input[type=checkbox][data-one]') ?? [])];
  all.closest('[hidden]')?.removeAttribute('hidden');
  all.addEventListener('change', () => boxes().forEach((box) => (box.checked = all.checked)));
}
